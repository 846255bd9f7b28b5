"""Ledgers as offices print them: title, unit, period, unit of money, totals, signatures, page x of y.

A workbook is written row by row like every other (`ground.sheets.writing`), with one sheet or several;
`ground.briefs.ledgers` sets the same sheets as pages.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
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

    def title_of(self, sheet: "Sheet") -> str:
        return self.title if sheet.name in self.title else f"{self.title} {sheet.name}"

    @property
    def marks(self) -> list[str]:
        """What stands above the rows."""
        return [
            f"填报单位（盖章）：{self.unit}",
            f"期间：{self.period}",
            f"金额单位：{self.money_unit}",
        ]

    @property
    def hands(self) -> list[str]:
        """What stands below them, to be signed."""
        blank = "　" * 6
        return [
            f"填表人：{self.filled_by}",
            f"审核人：{blank}",
            f"负责人：{blank}",
            f"日期：{self.made_on}",
        ]


@dataclass
class Sheet:
    """One sheet: its columns, its rows, and the labels of the columns that are added up."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[object]]
    sums: frozenset[str] = frozenset()
    noun: str = "条"
    count: int = field(default=0, init=False)  # once it has been walked
    _totals: dict[int, Decimal] = field(default_factory=dict, init=False)

    def walked(self, *, first: int, most: int, personal: bool) -> Iterator[Sequence[object]]:
        """Its rows, counted and added up on the way; `first` is the number that errors give the first one.

        Raises RuleBroken `private_in_sheet` where a cell holds a number or address of a person and it
        is not `personal`; `ledger_too_long` past `most` rows.
        """
        self.count = 0
        self._totals = {
            at: Decimal(0) for at, one in enumerate(self.columns) if one.label in self.sums
        }
        for row in self.rows:
            if self.count >= most:
                raise RuleBroken("ledger_too_long", f"超过{most:,}行，请缩小单位或期间")
            for at, (column, value) in enumerate(zip(self.columns, row, strict=True)):
                if not personal and (found := kinds_in_cell(value)):
                    raise RuleBroken(
                        "private_in_sheet",
                        f"“{column.label}”列第{first + self.count}行含有{'、'.join(found)}，不能编入。请先在原处改正",
                    )
                if at in self._totals and value not in (None, ""):
                    self._totals[at] += Decimal(str(value))
            self.count += 1
            yield row

    def total(self) -> list[object]:
        """The row below the last one, once it has been walked: how many, and the sums."""
        said = f"合计 {self.count:,}{self.noun}"
        return [self._totals.get(at, "" if at else said) for at in range(len(self.columns))]


def ledger(head: Head, sheets: Sequence[Sheet], *, personal: bool = False) -> IO[bytes]:
    """Write a ledger to a temporary file, and give it back at its beginning.

    Raises RuleBroken as `Sheet.walked`, past `MOST_ROWS` too.
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
    page.merge_range(0, 0, 0, last, head.title_of(sheet), big)
    page.set_row(0, 30)
    page.merge_range(1, 0, 1, last, "　　".join(head.marks), plain)
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
    page.merge_range(end, 0, end, last, "　　".join(head.hands), plain)


def _rows(book: Any, page: Any, sheet: Sheet, top: int, *, personal: bool) -> int:
    """The rows and the total below them; gives the row after it."""
    styles = {
        kind: book.add_format(options | {"border": 1, "text_wrap": kind == "text"})
        for kind, options in FORMATS.items()
    }
    number = top
    for row in sheet.walked(first=top + 1, most=MOST_ROWS, personal=personal):
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            write_cell(page, number, at, value, styles[column.kind], column.kind)
            if value is None or value == "":
                page.write_blank(number, at, None, styles[column.kind])
        number += 1
    bold = {
        kind: book.add_format(options | {"border": 1, "bold": True})
        for kind, options in FORMATS.items()
    }
    for at, (column, value) in enumerate(zip(sheet.columns, sheet.total(), strict=True)):
        if isinstance(value, Decimal):
            page.write_number(number, at, value, bold[column.kind])
        else:
            page.write_string(number, at, str(value), bold["text"])
    return number + 1
