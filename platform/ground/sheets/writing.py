"""Excel out: one sheet, written row by row, in which text stays text.

XlsxWriter would turn `=1+1` that somebody typed into a live formula, and a number written as text
into a number; both are off. Memory stays flat however many rows there are (`constant_memory`).
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Literal

import xlsxwriter

from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.scanning import NUMBERS_OF_PEOPLE, kinds_in

Kind = Literal["text", "number", "money", "date", "datetime"]

MOST_ROWS = 200_000
LONGEST_TEXT = 32_767  # a cell of Excel holds no more
_SHORTEST_NUMBER = 10**14
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BETWEEN = "　　"  # marks in one line
A4 = 9  # its number in Excel
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
    "remove_timezone": True,
}
FORMATS: dict[Kind, dict[str, Any]] = {
    "text": {"num_format": "@", "valign": "top"},
    "number": {"num_format": "#,##0.##", "valign": "top"},
    "money": {"num_format": "#,##0.00", "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "datetime": {"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"},
}
WIDTHS: dict[Kind, int] = {"text": 20, "number": 12, "money": 14, "date": 12, "datetime": 17}


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: its heading, what its cells hold, its width in characters.

    `adds_up`: a list that is printed says the sum of it.
    """

    label: str
    kind: Kind = "text"
    width: int = 0
    adds_up: bool = False


def workbook(
    title: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[object]],
    *,
    personal: bool = False,
    code: str = "",
    line: str = "",
    marks: Sequence[str] = (),
) -> IO[bytes]:
    """Write a workbook with one sheet to a temporary file, and give it back at its beginning.

    With `marks` it is a form of the field: its title and they (unit, period, unit of money) stand above
    the headings; a mere list begins with its headings.

    The file vanishes when it is closed, which a FileResponse does. Raises ValueError past
    `MOST_ROWS`: a list of that size is no list but a transfer, and needs a filter. Raises RuleBroken
    `private_in_sheet` where a cell holds a number or address of a person and the caller has not
    declared it `personal`. `code` lies in the file's properties; `line` stands above the headings
    and at the foot of each printed page, `title` at its head.
    """
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 -- the caller closes it
    book = xlsxwriter.Workbook(file, OPTIONS)
    sheet = book.add_worksheet(sheet_name(title))
    head = book.add_format({"bold": True, "bg_color": "#F0F1EE", "bottom": 1, "valign": "vcenter"})
    formats = {kind: book.add_format(options) for kind, options in FORMATS.items()}
    if code:
        book.set_properties({"title": title, "comments": code})
        book.set_custom_property("导出编号", code)
    above: list[tuple[str, dict[str, Any]]] = [(line, {"font_color": "#B42318"})] if line else []
    if marks:
        above += [(title, {"bold": True, "font_size": 14}), (BETWEEN.join(marks), {})]
    for at, (text, style) in enumerate(above):
        sheet.write_string(at, 0, text, book.add_format(style))
    top = len(above)
    set_for_print(sheet, title="" if marks else title, line=line, heads=top)
    if marks:
        sheet.repeat_rows(0, top)
    for at, column in enumerate(columns):
        width = max(column.width or WIDTHS[column.kind], len(column.label) * 2 + 2)
        sheet.set_column(at, at, width)
        sheet.write_string(top, at, column.label, head)
    sheet.freeze_panes(top + 1, 0)
    for number, row in enumerate(rows, start=top + 1):
        if number > top + MOST_ROWS:
            book.close()
            file.close()
            raise ValueError(f"more than {MOST_ROWS} rows")
        for at, (column, value) in enumerate(zip(columns, row, strict=True)):
            if not personal and (found := kinds_in_cell(value)):
                book.close()
                file.close()
                raise RuleBroken(
                    "private_in_sheet",
                    f"“{column.label}”列第{number + 1}行含有{'、'.join(found)}，不能导出。请先在原处改正",
                )
            write_cell(sheet, number, at, value, formats[column.kind], column.kind)
    book.close()
    file.seek(0)
    return file


def set_for_print(sheet: Any, *, title: str, line: str, heads: int) -> None:
    """On A4 across, as wide as the paper; title, headings and page number on each page."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heads)
    if title:
        sheet.set_header(f"&C&14 {title.replace('&', '&&')}")  # a year after &14 would be a size
    sheet.set_footer(f"&L{line.replace('&', '&&')}&R第 &P 页 共 &N 页")


def write_cell(sheet: Any, row: int, at: int, value: object, style: Any, kind: Kind) -> None:
    """One value as what it is; text stays text."""
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, at, value.astimezone(clock.CHINA).replace(tzinfo=None), style)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001 -- a day
    elif kind in {"number", "money"} and isinstance(value, int | float | Decimal):
        sheet.write_number(row, at, value, style)
    else:
        sheet.write_string(row, at, str(value)[:LONGEST_TEXT], style)


def kinds_in_cell(value: object) -> list[str]:
    """What of a person stands in a cell that must not leave."""
    if isinstance(value, str):
        return [str(kind) for kind in kinds_in(value, kinds=NUMBERS_OF_PEOPLE)]
    if isinstance(value, int) and value >= _SHORTEST_NUMBER:  # an ID number that was read as one
        return [str(kind) for kind in kinds_in(str(value), kinds=NUMBERS_OF_PEOPLE)]
    return []


def sheet_name(title: str) -> str:
    """Excel refuses some characters in the name of a sheet, and more than 31."""
    return (
        "".join(" " if mark in "[]:*?/\\" else mark for mark in title).strip("' ")[:31] or "Sheet1"
    )
