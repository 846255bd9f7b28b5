"""What is wrong with a workbook, given back in it: the user's own file, or a list where it is too large.

Their formatting stays, because openpyxl edits the file itself; that is slow and opens a stranger's
file, so it happens in the child, and only for xlsx of a size that people work through by hand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ground.sheets import limits
from ground.sheets.reading import child
from ground.sheets.writing import SheetColumn, workbook

_ZIP = b"PK"


@dataclass(frozen=True)
class Mark:
    """A sentence about one cell: its row from 1, its column from 0 (None: a column that is missing)."""

    row: int
    column: int | None
    heading: str
    sentence: str
    is_warning: bool = False


def marked_workbook(
    content: bytes, *, sheet: str, marks: Sequence[Mark], rows: int, is_xlsx: bool
) -> bytes:
    """The workbook with its errors in the cells; a fresh one that lists them where that cannot be."""
    if is_xlsx and len(content) <= limits.MARKABLE_BYTES and rows <= limits.MARKABLE_ROWS:
        problems = [[m.row, m.column, m.heading, m.sentence, m.is_warning] for m in marks]
        with child({"do": "mark", "sheet": sheet, "problems": problems}, content) as output:
            edited = output.read()
        if edited.startswith(_ZIP):
            return edited
    return listed(marks)


def listed(marks: Iterable[Mark]) -> bytes:
    columns = [
        SheetColumn("单元格", width=10),
        SheetColumn("行", "number", 8),
        SheetColumn("列", width=20),
        SheetColumn("问题", width=90),
        SheetColumn("程度", width=10),
    ]
    cells = (
        [
            cell_name(mark.row, mark.column),
            mark.row,
            mark.heading,
            mark.sentence,
            "提醒" if mark.is_warning else "须改正",
        ]
        for mark in marks
    )
    # It goes back to whoever sent the workbook, and may quote its cells.
    with workbook("问题清单", columns, cells, personal=True) as file:
        return file.read()


def cell_name(row: int, column: int | None) -> str:
    """`B17`: row from 1, column from 0."""
    if column is None:
        return ""
    letters, rest = "", column + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(65 + last) + letters
    return f"{letters}{row}"
