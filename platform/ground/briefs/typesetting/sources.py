"""Where the figures of a signed issue come from, and the two files about it that go into its PDF."""

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import xlsxwriter

CHINA = timezone(timedelta(hours=8))
NAMES = ("figures.json", "figures.xlsx")
SHEET = "本期数据"
LONGEST_CELL = 32_000  # of the 32,767 characters that Excel keeps
CUT = "……（全文见 figures.json）"
HEADS = (
    ("指标", 24),
    ("数值", 16),
    ("单位", 8),
    ("统计起始", 12),
    ("统计截止", 12),
    ("记录数", 10),
    ("截至事件", 12),
    ("代码", 24),
    ("查询语句（SQL）", 100),
)


@dataclass(frozen=True, kw_only=True)
class FigureSource:
    """A figure as a program reads it. `value` is a decimal number; no record is named.

    `records` is how many records it counts or sums, where `is_counted`; otherwise at least so many.
    """

    code: str
    label: str
    value: str
    unit: str
    starts_on: date
    ends_on: date
    query: str
    as_of_event: int
    records: int
    is_counted: bool = True


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """A file within a PDF."""

    name: str
    description: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def midnight(day: date) -> datetime:
    """The beginning of a day in China, in UTC: the only time that a signed issue knows."""
    return datetime.combine(day, time(), CHINA).astimezone(UTC)


def enclosed(
    sources: Sequence[FigureSource], *, name: str, issuer: str, signed: date
) -> tuple[Enclosed, ...]:
    """The figures as JSON and as a workbook. The same sources give the same bytes."""
    told = {"brief": name, "issuer": issuer, "issued_on": signed.isoformat()}
    return (
        Enclosed(name=NAMES[0], description="本期数据（JSON）", content=_json(told, sources)),
        Enclosed(
            name=NAMES[1], description="本期数据（Excel）", content=_workbook(name, sources, signed)
        ),
    )


def _json(told: dict[str, Any], sources: Sequence[FigureSource]) -> bytes:
    figures = [asdict(one) for one in sources]
    written = json.dumps({**told, "figures": figures}, ensure_ascii=False, indent=1, default=str)
    return f"{written}\n".encode()


def _workbook(name: str, sources: Sequence[FigureSource], signed: date) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    # The day of signing, never the clock: the bytes must be the same at any time.
    book.set_properties({"title": name, "created": midnight(signed).replace(tzinfo=None)})
    sheet = book.add_worksheet(SHEET)
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    plain = book.add_format({"valign": "top"})
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    for column, (words, width) in enumerate(HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, head)
    for row, one in enumerate(sources, 1):
        cells = (
            one.label, "", one.unit, one.starts_on.isoformat(), one.ends_on.isoformat(),
            str(one.records) if one.is_counted else f"不少于{one.records}",
            str(one.as_of_event), one.code, _short(one.query),
        )  # fmt: skip
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, wrapped if column == len(cells) - 1 else plain)
        sheet.write_number(row, 1, float(one.value), plain)
        if one.is_counted:
            sheet.write_number(row, 5, one.records, plain)
        sheet.set_row(row, 30)
    sheet.freeze_panes(1, 1)
    book.close()
    return file.getvalue()


def _short(query: str) -> str:
    return query if len(query) <= LONGEST_CELL else query[:LONGEST_CELL] + CUT
