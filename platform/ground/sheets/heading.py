"""Where the headings of a sheet stand, and which rows are no records: titles, totals, signatures.

People's sheets begin with a title, a line such as “单位：元”, headings of one or two lines with merged
cells; and end with 合计 and the names of those who filled it in.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ground.kernel.folding import simplified
from ground.sheets.limits import ROWS_OF_HEADING

Merged = Sequence[Sequence[int]]  # first row, first column, last row, last column: from 0

_NOT_WORDS = re.compile(r"[\s\u3000*＊:：、，,。.·“”\"'（()）\[\]【】/\\_-]+")
_BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]")
_TOTAL = re.compile(r"(本页|全[市县区省]|以上)?(合|总|小|共)计(人|户|金额|数)?")
_SIGNED = re.compile(
    r"(填表|制表|填报|审核|复核|报送|经办|单位负责|负责|联系)(人|单位|日期|时间|电话|领导)?[:：]|(备?注|说明)[:：]|单位（?盖章"
)
_MAYBE = re.compile(r"[计表报核经责联注明章]")
_WAN = re.compile(r"单位[:：]?\s*[（(]?(人民币)?万元|[（(]万元[）)]")
MOST_NOTED = 3  # a line of words under the table fills no more cells than this


@dataclass(frozen=True)
class Heading:
    """The lines of headings (row numbers from 1) and the heading of each column, from 0."""

    top: int
    bottom: int
    labels: list[str] = field(default_factory=list)
    in_ten_thousands: bool = False  # amounts are in 万元, as a line above or a heading says


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """A heading as it is compared: half-width, simplified, no spaces, marks or brackets."""
    normal = simplified(text)
    bare = _NOT_WORDS.sub("", _BRACKETS.sub("", normal))
    return (bare or _NOT_WORDS.sub("", normal)).lower()


def score_of(cells: Sequence[Any], known: Collection[str]) -> int:
    """How many cells of a row are headings that somebody knows."""
    return len({plain(one) for one in cells if isinstance(one, str) and one} & set(known))


def find_heading(
    rows: Sequence[tuple[int, Sequence[Any]]], merged: Merged, known: Collection[str]
) -> Heading:
    """The headings among the first rows of a sheet: (row number, cells) in order.

    The row with most known headings; where none is known, the first with the most words.
    """
    first = rows[:ROWS_OF_HEADING]
    if not first:
        return Heading(1, 1, [])
    scored = [(score_of(cells, known), number) for number, cells in first]
    best, at = max(scored, key=lambda one: (one[0], -one[1]))
    if not best:
        words = [(sum(isinstance(c, str) and bool(c) for c in cells), n) for n, cells in first]
        _, at = max(words, key=lambda one: (one[0], -one[1]))
    return heading_at(rows, merged, at)


def heading_at(rows: Sequence[tuple[int, Sequence[Any]]], merged: Merged, at: int) -> Heading:
    """The headings of which one line is this row; a line merged with it belongs to them."""
    top = bottom = at
    for first_row, _, last_row, _ in merged:
        if first_row + 1 <= at <= last_row + 1 and last_row > first_row:
            top, bottom = min(top, first_row + 1), max(bottom, last_row + 1)
    numbered = dict(rows)
    lines = [
        _filled(numbered.get(number, ()), number - 1, merged, numbered)
        for number in range(top, bottom + 1)
    ]
    width = max((len(one) for one in lines), default=0)
    labels = []
    for column in range(width):
        found = [str(one[column]).strip() for one in lines if column < len(one) and one[column]]
        labels.append(" ".join(dict.fromkeys(found)))
    above = [str(c) for n, cells in rows if n < top for c in cells if isinstance(c, str)]
    return Heading(top, bottom, labels, any(_WAN.search(one) for one in [*above, *labels]))


def _filled(
    cells: Sequence[Any], row: int, merged: Merged, numbered: Mapping[int, Sequence[Any]]
) -> list[Any]:
    """The cells of a row with what merged cells over them say."""
    found = list(cells)
    for first_row, first_column, last_row, last_column in merged:
        if not first_row <= row <= last_row:
            continue
        source = numbered.get(first_row + 1, ())
        said = source[first_column] if first_column < len(source) else ""
        for column in range(first_column, min(last_column, len(found) - 1) + 1):
            found[column] = found[column] or said
    return found


def may_be_no_record(first: str) -> bool:
    """A quick look at the first filled cell of a row, before the whole row is looked at."""
    return bool(_MAYBE.search(first[:20]))


def is_no_record(cells: Sequence[Any]) -> bool:
    """Whether a row below the headings is a total, or a line of names and notes under the table."""
    first = next((one for one in cells if one not in {"", None}), "")
    if not isinstance(first, str):
        return False
    text = re.sub(r"[\s\u3000]+", "", first)
    if _TOTAL.fullmatch(text.rstrip(":：")):
        return True
    filled = sum(one not in {"", None} for one in cells)
    return filled <= MOST_NOTED and bool(_SIGNED.match(text))
