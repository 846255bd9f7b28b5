"""Words of a list, yes and no, several words in one cell."""

import re
from collections.abc import Mapping
from typing import Any

from ground.kernel.folding import simplified
from ground.sheets.cells.reading import BLANKS, Misread, as_written, half_width

_SPLIT = re.compile(r"[、,，;；/\n]+|\s{2,}")
_YES = frozenset(
    {"是", "有", "对", "y", "yes", "true", "1", "√", "✓", "已建", "已建立", "已", "参加"}
)
_NO = frozenset(
    {"否", "无", "没有", "不", "n", "no", "false", "0", "×", "x", "未建", "未建立", "未"}
)


def choice(cell: Any, *, words: Mapping[str, str], shown: str) -> str | None:
    """The value that a word of a list stands for."""
    written = half_width(cell).replace(" ", "") if cell != "" else ""
    if not written:
        return None
    found = words.get(written) or words.get(simplified(written))
    if found is None:
        raise Misread(f"不在可选范围内，应为：{shown}")
    return found


def choices(cell: Any, *, words: Mapping[str, str], shown: str) -> list[str] | None:
    """The values of several words of a list in one cell."""
    if cell == "":
        return None
    found = [choice(one, words=words, shown=shown) for one in names(cell)]
    return list(dict.fromkeys(one for one in found if one))


def yes_no(cell: Any) -> bool | None:
    """是 or 否, 有 or 无, √ or ×."""
    written = half_width(cell).lower() if cell != "" else ""
    if not written:
        return None
    if written in _YES:
        return True
    if written in _NO:
        return False
    raise Misread("请填“是”或“否”")


def names(cell: Any, *, longest: int = 0) -> list[str]:
    """Several words in one cell, parted by 、，; or a new line."""
    written = as_written(cell) if cell != "" else ""
    found = list(dict.fromkeys(one.strip(BLANKS) for one in _SPLIT.split(written)))
    if longest and any(len(one) > longest for one in found):
        raise Misread(f"每项不能超过{longest}个字，各项之间请用顿号分开")
    return [one for one in found if one]
