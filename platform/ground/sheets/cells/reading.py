"""One cell as the child brings it, and a whole column of them; what it cannot read is a Misread."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ground.kernel.errors import RuleBroken

DAY = "\x02"  # begins a cell that is a day or an instant; see ground.sheets.child
EXACT = 1e15  # Excel keeps fifteen digits of a number; of longer ones the end is lost
BLANKS = " \t\r\n\u3000\xa0\u200b\ufeff"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ufeff]|_x000D_")
_POWER = re.compile(r"\d(\.\d+)?[eE]\+\d+")
LOST = "数字超过15位，Excel 已丢失末几位。请先把该列设为“文本”格式，再重新填写完整号码"


class Misread(Exception):  # noqa: N818 -- what happened to the cell
    """A cell does not hold what its column should. A warning lets its `value` pass all the same."""

    def __init__(self, message: str, *, is_warning: bool = False, value: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.is_warning = is_warning
        self.value = value


Read = Callable[[Any], Any]


@dataclass
class ColumnReader:
    """Reads whole columns with one reader; what it has read once it remembers."""

    read: Read
    _known: dict[Any, Any] = field(default_factory=dict)
    _wrong: dict[Any, Misread] = field(default_factory=dict)

    def values(self, cells: list[Any]) -> tuple[list[Any], list[tuple[int, Misread]]]:
        """The values of a column, and what is wrong with which of its cells (by index)."""
        if len(self._known) > 50_000:  # noqa: PLR2004 -- a column of different texts
            self._known, self._wrong = {}, {}
        known, wrong = self._known, self._wrong
        for cell in set(cells) - known.keys():
            try:
                known[cell] = self.read(cell)
            except Misread as misread:
                known[cell], wrong[cell] = misread.value, misread
        values = list(map(known.__getitem__, cells))
        if not wrong:
            return values, []
        return values, [(at, wrong[cell]) for at, cell in enumerate(cells) if cell in wrong]


def text(cell: Any, *, longest: int = 0) -> str | None:
    """Text as it stands, without blanks around it, controls in it, or an apostrophe before digits."""
    if cell == "":
        return None
    found = as_written(cell)
    if longest and len(found) > longest:
        raise Misread(f"不能超过{longest}个字，现有{len(found)}个字")
    return found or None


def as_written(cell: Any) -> str:
    if isinstance(cell, str):
        found = cell.strip(BLANKS)
        if not found.isprintable():
            found = _UNPRINTABLE.sub("", found.removeprefix(DAY))
        if found[:1] in {"'", "’", "‘"} and found[1:2].isdigit():
            found = found[1:]
        if found[:1].isdigit() and _POWER.fullmatch(found):
            raise Misread(LOST)
        return found
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float | int):
        if abs(cell) >= EXACT:
            raise Misread(LOST)
        return str(int(cell)) if cell == int(cell) else repr(cell)
    return str(cell)


def half_width(cell: Any) -> str:
    """A number, date or code as written, in half-width characters."""
    return unicodedata.normalize("NFKC", as_written(cell)).strip()


def checked(rule: Callable[[str], str], written: str) -> str:
    try:
        return rule(written)
    except RuleBroken as broken:
        raise Misread(broken.message) from broken


def bounded(read: Callable[..., Any], **limits: Any) -> Read:
    """A reader with its limits given."""
    return partial(read, **limits)
