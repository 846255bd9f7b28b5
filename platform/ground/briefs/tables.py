"""A table as a printed list: title, unit, period, rows, totals, hands, page numbers (domain.md, part 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib import resources
from typing import IO, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from ground.accounts.models import Organisation
from ground.briefs import press
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.money import shown
from ground.kernel.scanning import NUMBERS_OF_PEOPLE
from ground.privacy.gate import refuse_personal, texts_of_file
from ground.privacy.models import Release
from ground.sheets.writing import WIDTHS, SheetColumn
from ground.web.leaving import ask_reason, workbook_answer, written_answer
from ground.web.lists import ListPage
from ground.web.pages import acting

ROWS_OF_A_PART = 250
MOST_ROWS = 1000
PDF = "application/pdf"
HANDS = ("填报：", "审核：", "负责人：", "（盖章）")
LARGEST, SMALLEST = 9.5, 6.5  # points
UNITS = 145  # half characters of the largest size that stand beside each other on a page
NARROWEST, BROKEN_FROM = 6, 24
WIDE_FROM = 0x2000  # Chinese characters and their marks take two


@dataclass(frozen=True, kw_only=True)
class Table:
    """What is printed. A row has a value for each column; `total` too, where there is one.

    `marks` stand under the title (unit, period, unit of money), `hands` under the table, to be signed;
    `notes` between them, a line each.
    """

    title: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[object]]
    marks: Sequence[str]
    total: Sequence[object] = ()
    notes: Sequence[str] = ()
    hands: Sequence[str] = ()


def table_answer(
    request: HttpRequest,
    table: Table,
    *,
    organisation: Organisation,
    personal: bool = False,
    back: str = "",
) -> HttpResponse:
    """The list as a PDF, in the log of exports.

    With `personal` it asks for a reason first and needs the permission, and every page says who took it
    out; without, a person's number in any cell stops it. A refusal leads `back` with its sentence.
    """
    count = len(table.rows)
    if personal and request.method != "POST":
        return ask_reason(request, title=table.title, count=count)

    def write(file: IO[bytes], release: Release) -> int:
        content = set_table(table, line=release.line if personal else "")
        if not personal:
            refuse_personal(texts_of_file(content, "pdf"), kinds=NUMBERS_OF_PEOPLE)
        file.write(content)
        return count

    try:
        return written_answer(
            request,
            title=table.title,
            name=f"{table.title}_{clock.today():%Y%m%d}.pdf",
            content_type=PDF,
            write=write,
            organisation=organisation,
            personal=personal,
        )
    except RuleBroken as broken:
        if personal:
            return ask_reason(request, title=table.title, count=count, broken=broken)
        messages.error(request, broken.message)
        return HttpResponseRedirect(back or request.path)


def book_answer(
    request: HttpRequest,
    table: Table,
    *,
    organisation: Organisation,
    personal: bool = False,
    filters: str = "",
    back: str = "",
) -> HttpResponse:
    """The same list as a workbook: title and marks, rows, total, notes."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    blank = [""] * (len(table.columns) - 1)
    return workbook_answer(
        request,
        title=table.title,
        columns=table.columns,
        rows=[*rows, *([note, *blank] for note in table.notes)],
        count=len(table.rows),
        organisation=organisation,
        personal=personal,
        filters=filters,
        back=back,
        marks=table.marks,
    )


def list_answer(
    request: HttpRequest, listed: ListPage, rows: QuerySet[Any], *, hands: Sequence[str] = ()
) -> HttpResponse:
    """A list as it is narrowed in the address, printed: `?export=pdf` beside the workbook."""
    organisation = acting(request).organisation
    found = listed.found(rows, request.GET)
    if (count := found.count()) > MOST_ROWS:
        messages.error(request, too_long(count))
        return HttpResponseRedirect(request.path)
    words = listed.in_words(request.GET)
    lines = list(listed.sheet_rows(found))
    table = Table(
        title=listed.title,
        columns=listed.sheet_columns,
        rows=lines,
        total=_summed(listed.sheet_columns, lines),
        marks=[f"单位：{organisation.name}", f"日期：{clock.today()}", *([words] if words else [])],
        hands=hands,
    )
    return table_answer(request, table, organisation=organisation)


def _summed(columns: Sequence[SheetColumn], rows: Sequence[Sequence[object]]) -> list[object]:
    """The total of a list: its number of rows, and each amount that adds up; nothing where there is none."""
    if not rows or not any(column.adds_up for column in columns):
        return []
    sums: list[object] = [
        sum((one for one in cells if isinstance(one, Decimal)), Decimal(0))
        if column.adds_up
        else ""
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    sums[0] = f"合计 {len(rows)} 行"
    return sums


def set_table(table: Table, *, line: str = "", most: int = MOST_ROWS) -> bytes:
    """The pages of a list, numbered through; a long one is set in parts. Raises RuleBroken beyond `most` rows."""
    if len(table.rows) > most:
        raise RuleBroken("table_too_long", too_long(len(table.rows), most))
    style = resources.files("ground.briefs").joinpath("tables.css").read_text(encoding="utf-8")
    rows = [_cells(table, row) for row in table.rows]
    total = _cells(table, table.total) if table.total else []
    fitted = _fitted(table, [*rows, total] if total else rows)
    starts = list(range(0, len(table.rows), ROWS_OF_A_PART)) or [0]
    parts: list[bytes] = []
    page = 1
    for start in starts:
        is_last = start == starts[-1]
        html = render_to_string(
            "briefs/table_paper.html",
            {
                "table": table,
                "heads": [(one.label, _class_of(one)) for one in table.columns],
                "rows": rows[start : start + ROWS_OF_A_PART],
                "total": total if is_last else (),
                "notes": table.notes if is_last else (),
                "hands": table.hands if is_last else (),
                "line": line,
                "is_first": start == 0,
            },
        )
        # One part counts its own pages; of several, each goes on where the last one ended.
        whole = len(starts) == 1
        foot = 'counter(page) " / " counter(pages)' if whole else '"第 " counter(page) " 页"'
        numbered = f"@page {{ @bottom-center {{ content: {foot} }} }}"
        begun = f"@page :first {{ counter-reset: page {page} }}" if page > 1 else ""
        typeset = press.sheet(html, f"{style}\n{fitted}\n{numbered}\n{begun}")
        parts.append(typeset.pdf)
        page += typeset.pages
    return press.joined(parts)


def too_long(count: int, most: int = MOST_ROWS) -> str:
    """The sentence for more rows than are printed at once."""
    return f"共 {count:,} 行，超过一次排印的上限 {most:,} 行：请先筛选，或导出 Excel 打印"


def _fitted(table: Table, rows: Sequence[Sequence[tuple[str, str]]]) -> str:
    """Columns as wide as what stands in them, and type small enough that no figure leaves its cell."""
    wide = [
        _width_of(column, max((_units(row[at][0]) for row in rows), default=0))
        for at, column in enumerate(table.columns)
    ]
    whole = sum(wide)
    size = max(SMALLEST, min(LARGEST, LARGEST * UNITS / whole))
    return f"th, td {{ font-size: {size:.1f}pt }}\n" + "\n".join(
        f"th:nth-child({number}) {{ width: {100 * one / whole:.2f}% }}"
        for number, one in enumerate(wide, 1)
    )


def _width_of(column: SheetColumn, longest: int) -> int:
    """In half characters: a figure is never broken, words are; what is filled in by hand has its room."""
    if _class_of(column) == "num":
        return max(longest, NARROWEST) + 2
    room = min(column.width or WIDTHS[column.kind], BROKEN_FROM)
    return (min(max(longest, NARROWEST), room) if longest else room) + 2


def _units(text: str) -> int:
    return sum(2 if ord(one) > WIDE_FROM else 1 for one in text)


def _cells(table: Table, row: Sequence[object]) -> list[tuple[str, str]]:
    return [
        (_written(value), _class_of(column))
        for column, value in zip(table.columns, row, strict=True)
    ]


def _class_of(column: SheetColumn) -> str:
    return "num" if column.kind in {"money", "number"} else "text"


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return shown(value)
    if isinstance(value, datetime):
        return value.astimezone(clock.CHINA).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:,}" if isinstance(value, int) else str(value)
