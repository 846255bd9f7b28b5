"""The bytes of a bank's file from its lines: the same lines give the same bytes.

Nothing in a cell can become a formula: text stays text in a workbook, and what begins like one, or
holds the separator, is refused before anything is written.
"""

import hashlib
import io
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from assistance.banks.rules.layouts import HOLDS, Column, Layout
from ground.kernel.errors import RuleBroken
from ground.kernel.identifiers import masked_card, masked_id, masked_name

RISKY = ("=", "+", "-", "@")
LONGEST_CELL = 200
NAMED_AT_MOST = 10
_ACCOUNT_TAIL = 8
_DIGITS = re.compile(r"\d+", re.ASCII)
_RIGHT = frozenset({"amount", "number"})
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class PayLine:
    """One payment as the bank is to make it. `number` counts from 1."""

    number: int
    reference: str
    name: str
    account: str
    amount: Decimal
    bank: str = ""
    branch: str = ""
    id_no: str = ""
    purpose: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A file as it goes to the bank."""

    content: bytes
    lines: int
    total: Decimal
    checksum: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def masked(line: PayLine) -> PayLine:
    """The line as it may be shown."""
    return replace(
        line,
        name=masked_name(line.name),
        account=masked_card(line.account),
        id_no=masked_id(line.id_no) if line.id_no else "",
    )


def amount_in(layout: Layout, amount: Decimal) -> str:
    return f"{amount:.2f}" if layout.amount_in == "yuan" else str(int(amount * 100))


def cells_of(layout: Layout, line: PayLine) -> list[str]:
    """The cells of a line, as text, in the order of the columns."""
    return [_cell(layout, one, line) for one in layout.columns]


def problems_of(layout: Layout, lines: Iterable[PayLine]) -> list[tuple[int, str]]:
    """What cannot be written: the number of the line, and a sentence that names the column, not what it holds."""
    found = []
    for line in lines:
        for column in layout.columns:
            text = _cell(layout, column, line)
            if why := _unfit(layout, column, text):
                found.append((line.number, f"{column.label}{why}"))
    return found


def file_of(layout: Layout, lines: Sequence[PayLine], *, number: str, on: date) -> Made:
    """Write the file. Raises RuleBroken `bank_file_empty`, `bank_file_unfit`, which names the rows."""
    if not lines:
        raise RuleBroken("bank_file_empty", "没有可以代发的款项，不能生成代发文件")
    if wrong := problems_of(layout, lines):
        rest = len(wrong) - NAMED_AT_MOST
        named = "；".join(f"第{at}行{why}" for at, why in wrong[:NAMED_AT_MOST])
        raise RuleBroken(
            "bank_file_unfit",
            f"按这个模板写不出文件，请先改正：{named}{f'；另有{rest}处' if rest > 0 else ''}",
        )
    total = sum((line.amount for line in lines), Decimal(0))
    figures = {
        "lines": str(len(lines)),
        "total": amount_in(layout, total),
        "number": number,
        "day": f"{on:%Y%m%d}",
    }
    if layout.format == "xlsx":
        checksum = checksum_of(layout, lines, b"")
        content = _workbook(layout, lines, figures | {"checksum": checksum}, on)
    else:
        body = "".join(_text(layout, cells_of(layout, line)) for line in lines)
        checksum = checksum_of(layout, lines, body.encode(_bare(layout)))
        content = _whole(layout, body, figures | {"checksum": checksum})
    return Made(content, len(lines), total, checksum)


def checksum_of(layout: Layout, lines: Iterable[PayLine], body: bytes) -> str:
    """The checksum that the bank computes again: over the lines between head and tail, or the accounts."""
    if layout.checksum == "accounts":
        return str(sum(int(line.account[-_ACCOUNT_TAIL:] or 0) for line in lines))
    if layout.format == "xlsx" and layout.checksum:
        body = "\n".join(f"{one.account},{one.amount:.2f}" for one in lines).encode()
    if layout.checksum == "crc32":
        return f"{zlib.crc32(body):08X}"
    return hashlib.sha256(body).hexdigest() if layout.checksum == "sha256" else ""


def _cell(layout: Layout, column: Column, line: PayLine) -> str:
    if column.holds == "amount":
        return amount_in(layout, line.amount)
    return "" if column.holds == "nothing" else str(getattr(line, column.holds))


def _unfit(layout: Layout, column: Column, text: str) -> str:
    """Why a cell cannot be written; empty where it can."""
    is_empty = column.holds in {"name", "account"} and not text.strip()
    found = (
        (is_empty, "是空的"),
        (text.startswith(RISKY), "以“=、+、-、@”开头，会被当作公式"),
        (not text.isprintable(), "含有换行等不能打印的字符"),
        (len(text) > LONGEST_CELL, f"超过{LONGEST_CELL}个字"),
        (column.holds == "account" and not _DIGITS.fullmatch(text), "不全是数字"),
    )
    said = next((why for is_so, why in found if is_so), "")
    return said or ("" if layout.format == "xlsx" else _unfit_as_text(layout, column, text))


def _unfit_as_text(layout: Layout, column: Column, text: str) -> str:
    try:
        length = len(text.encode(_bare(layout)))
    except UnicodeEncodeError as lacking:
        return f"第{lacking.start + 1}个字在{layout.encoding.upper()}编码里没有"
    if layout.format == "csv" and (layout.separator in text or '"' in text):
        return "含有分隔符或引号"
    if column.width and length > column.width:
        return f"长{length}字节，模板只留了{column.width}字节"
    return ""


def _bare(layout: Layout) -> str:
    return "utf-8" if layout.encoding == "utf-8-sig" else layout.encoding


def _text(layout: Layout, cells: Sequence[str]) -> str:
    if layout.format == "csv":
        return layout.separator.join(cells) + layout.ends
    return "".join(_padded(layout, *pair) for pair in zip(layout.columns, cells, strict=True)) + (
        layout.ends
    )


def _padded(layout: Layout, column: Column, text: str) -> str:
    """To so many bytes: figures with zeros on the left, text with blanks on the right."""
    room = column.width - len(text.encode(_bare(layout)))
    return "0" * room + text if column.holds in _RIGHT else text + " " * room


def _figures(layout: Layout, wanted: Sequence[str], figures: dict[str, str]) -> str:
    said = [one[1:] if one.startswith("=") else figures[one] for one in wanted]
    return (layout.separator if layout.format == "csv" else " ").join(said) + layout.ends


def _whole(layout: Layout, body: str, figures: dict[str, str]) -> bytes:
    head = _figures(layout, layout.head, figures) if layout.head else ""
    tail = _figures(layout, layout.tail, figures) if layout.tail else ""
    labels = ""
    if layout.headings and layout.format == "csv":
        labels = layout.separator.join(one.label for one in layout.columns) + layout.ends
    return (head + labels + body + tail).encode(layout.encoding)


def _workbook(layout: Layout, lines: Sequence[PayLine], figures: dict[str, str], on: date) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"created": datetime(on.year, on.month, on.day)})  # noqa: DTZ001 -- a day
    sheet = book.add_worksheet("代发")
    as_text = book.add_format({"num_format": "@"})
    as_money = book.add_format({"num_format": "0.00"})
    bold = book.add_format({"bold": True, "num_format": "@"})
    row = 0
    for wanted in (layout.head,) if layout.head else ():
        row = _sheet_figures(sheet, row, wanted, figures, as_text)
    if layout.headings:
        for at, column in enumerate(layout.columns):
            sheet.set_column(at, at, column.width or (24 if column.holds == "account" else 14))
            sheet.write_string(row, at, column.label, bold)
        row += 1
    for line in lines:
        for at, column in enumerate(layout.columns):
            if column.holds == "amount" and layout.amount_in == "yuan":
                sheet.write_number(row, at, float(line.amount), as_money)
            else:
                sheet.write_string(row, at, _cell(layout, column, line), as_text)
        row += 1
    if layout.tail:
        _sheet_figures(sheet, row, layout.tail, figures, as_text)
    book.close()
    return out.getvalue()


def _sheet_figures(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    wanted: Sequence[str],
    figures: dict[str, str],
    style: object,
) -> int:
    for at, one in enumerate(wanted):
        sheet.write_string(row, at, one[1:] if one.startswith("=") else figures[one], style)
    return row + 1


def labels_of(layout: Layout) -> list[str]:
    return [one.heading or HOLDS[one.holds] for one in layout.columns]
