"""Ledgers as offices print them: title, unit, period, unit of money, totals, signatures, page x of y.

Written row by row like every workbook (`ground.sheets.writing`), with one sheet or several.
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from ground.kernel.errors import RuleBroken
from ground.sheets.writing import (
    FORMATS,
    MOST_ROWS,
    OPTIONS,
    WIDTHS,
    SheetColumn,
    kinds_in_cell,
    sheet_name,
    write_cell,
)


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands above and below each sheet. `line` is the watermark, `code` its export's number."""

    title: str
    unit: str
    period: str
    filled_by: str
    made_on: str
    money_unit: str = "元"
    code: str = ""
    line: str = ""


@dataclass
class Sheet:
    """One sheet: its columns, its rows, and the labels of the columns that are added up."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[object]]
    sums: frozenset[str] = frozenset()
    noun: str = "条"
    count: int = field(default=0, init=False)  # once it has been written


def ledger(head: Head, sheets: Sequence[Sheet], *, personal: bool = False) -> IO[bytes]:
    """Write a ledger to a temporary file, and give it back at its beginning.

    Raises RuleBroken `private_in_sheet` where a cell holds a number or address of a person and it is
    not declared `personal`; `ledger_too_long` past `MOST_ROWS`.
    """
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 -- the caller closes it
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"title": head.title, "comments": head.code})
    if head.code:
        book.set_custom_property("导出编号", head.code)
    try:
        for sheet in sheets:
            _write(book, head, sheet, personal=personal)
    except BaseException:
        book.close()
        file.close()
        raise
    book.close()
    file.seek(0)
    return file


def _write(book: Any, head: Head, sheet: Sheet, *, personal: bool) -> None:
    page = book.add_worksheet(sheet_name(sheet.name))
    last = max(len(sheet.columns) - 1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.set_footer(f"&L{head.line.replace('&', '&&')}&R第 &P 页 共 &N 页")
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, max(column.width or WIDTHS[column.kind], len(column.label) * 2 + 2))
    big = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    plain, red = book.add_format({"valign": "vcenter"}), book.add_format({"font_color": "#B42318"})
    title = head.title if sheet.name in head.title else f"{head.title} {sheet.name}"
    page.merge_range(0, 0, 0, last, title, big)
    page.set_row(0, 30)
    about = f"填报单位（盖章）：{head.unit}　　期间：{head.period}　　金额单位：{head.money_unit}"
    page.merge_range(1, 0, 1, last, about, plain)
    top = 2
    if head.line:
        page.merge_range(2, 0, 2, last, head.line, red)
        top = 3
    named = book.add_format(
        {"bold": True, "bg_color": "#F0F1EE", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    for at, column in enumerate(sheet.columns):
        page.write_string(top, at, column.label, named)
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    end = _rows(book, page, sheet, top + 1, personal=personal)
    signed = (
        f"填表人：{head.filled_by}　　审核人：　　　　　　负责人：　　　　　　日期：{head.made_on}"
    )
    page.merge_range(end, 0, end, last, signed, plain)


def _rows(book: Any, page: Any, sheet: Sheet, top: int, *, personal: bool) -> int:
    """The rows and the total below them; gives the row after it."""
    styles = {
        kind: book.add_format(options | {"border": 1, "text_wrap": kind == "text"})
        for kind, options in FORMATS.items()
    }
    totals = {at: Decimal(0) for at, one in enumerate(sheet.columns) if one.label in sheet.sums}
    number = top
    for row in sheet.rows:
        if number - top >= MOST_ROWS:
            raise RuleBroken("ledger_too_long", f"超过{MOST_ROWS:,}行，请缩小单位或期间")
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            if not personal and (found := kinds_in_cell(value)):
                raise RuleBroken(
                    "private_in_sheet",
                    f"“{column.label}”列第{number + 1}行含有{'、'.join(found)}，不能编入。请先在原处改正",
                )
            write_cell(page, number, at, value, styles[column.kind], column.kind)
            if value is None or value == "":
                page.write_blank(number, at, None, styles[column.kind])
            elif at in totals:
                totals[at] += Decimal(str(value))
        number += 1
    sheet.count = number - top
    bold = {
        kind: book.add_format(options | {"border": 1, "bold": True})
        for kind, options in FORMATS.items()
    }
    for at, column in enumerate(sheet.columns):
        if at in totals:
            page.write_number(number, at, totals[at], bold[column.kind])
        else:
            said = f"合计 {sheet.count:,}{sheet.noun}" if not at else ""
            page.write_string(number, at, said, bold["text"])
    return number + 1
