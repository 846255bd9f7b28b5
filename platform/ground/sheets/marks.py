"""Errors written back into the user's own workbook. Runs in the child: openpyxl opens what they sent."""

import io
from collections import defaultdict
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

LIST = "问题清单"
AUTHOR = "双联"
WRONG, UNLIKELY = PatternFill("solid", "FFF4C7C3"), PatternFill("solid", "FFFCE8B2")
WIDEST = (10, 8, 20, 90, 10)


def marked(content: bytes, asked: dict[str, Any]) -> bytes:
    """The workbook with a comment and a colour on each faulty cell, and a sheet that lists them all.

    `asked["problems"]`: [row, column from 0 or None, heading, sentence, is a warning].
    """
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[asked["sheet"]]
    merged = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    said: dict[tuple[int, int], list[str]] = defaultdict(list)
    wrong: set[tuple[int, int]] = set()
    for row, column, _, sentence, is_warning in asked["problems"]:
        place = (row, (column or 0) + 1)
        place = merged.get(place, place)
        said[place].append(sentence)
        if not is_warning:
            wrong.add(place)
    for (row, column), sentences in said.items():
        cell = sheet.cell(row, column)
        cell.fill = WRONG if (row, column) in wrong else UNLIKELY
        comment = Comment("\n".join(sentences), AUTHOR)
        comment.width, comment.height = 320, 40 + 24 * len(sentences)
        cell.comment = comment
    _list(book, sheet.title, asked["problems"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _list(book: Any, title: str, problems: list[list[Any]]) -> None:
    if LIST in book.sheetnames:
        del book[LIST]
    listed = book.create_sheet(LIST)
    listed.append(["单元格", "行", "列", "问题", "程度"])
    for row, column, heading, sentence, is_warning in problems:
        place = f"{get_column_letter(column + 1)}{row}" if column is not None else ""
        listed.append([place, row, heading, sentence, "提醒" if is_warning else "须改正"])
        if place:
            cell = listed.cell(listed.max_row, 1)
            quoted = title.replace("'", "''")
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{place}")
            cell.font = Font(color="FF0B5CAD", underline="single")
    for at, width in enumerate(WIDEST, start=1):
        listed.column_dimensions[get_column_letter(at)].width = width
        listed.cell(1, at).font = Font(bold=True)
    for cells in listed.iter_rows(min_row=2, min_col=4, max_col=4):
        cells[0].alignment = Alignment(wrap_text=True, vertical="top")
    listed.freeze_panes = "A2"
