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

Kind = Literal["text", "number", "money", "date", "datetime"]

MOST_ROWS = 200_000
LONGEST_TEXT = 32_767  # a cell of Excel holds no more
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMATS: dict[Kind, dict[str, Any]] = {
    "text": {"num_format": "@", "valign": "top"},
    "number": {"num_format": "#,##0.##", "valign": "top"},
    "money": {"num_format": "#,##0.00", "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "datetime": {"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"},
}
_WIDTHS: dict[Kind, int] = {"text": 20, "number": 12, "money": 14, "date": 12, "datetime": 17}


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: its heading, what its cells hold, its width in characters."""

    label: str
    kind: Kind = "text"
    width: int = 0


def workbook(
    title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[object]]
) -> IO[bytes]:
    """Write a workbook with one sheet to a temporary file, and give it back at its beginning.

    The file vanishes when it is closed, which a FileResponse does. Raises ValueError past
    `MOST_ROWS`: a list of that size is no list but a transfer, and needs a filter.
    """
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 -- the caller closes it
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
            "remove_timezone": True,
        },
    )
    sheet = book.add_worksheet(_sheet_name(title))
    head = book.add_format({"bold": True, "bg_color": "#F0F1EE", "bottom": 1, "valign": "vcenter"})
    formats = {kind: book.add_format(options) for kind, options in _FORMATS.items()}
    for at, column in enumerate(columns):
        width = max(column.width or _WIDTHS[column.kind], len(column.label) * 2 + 2)
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, column.label, head)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            book.close()
            file.close()
            raise ValueError(f"more than {MOST_ROWS} rows")
        for at, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write(sheet, number, at, value, formats[column.kind], column.kind)
    book.close()
    file.seek(0)
    return file


def _write(sheet: Any, row: int, at: int, value: object, style: Any, kind: Kind) -> None:
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


def _sheet_name(title: str) -> str:
    """Excel refuses some characters in the name of a sheet, and more than 31."""
    return (
        "".join(" " if mark in "[]:*?/\\" else mark for mark in title).strip("' ")[:31] or "Sheet1"
    )
