"""Whole numbers and amounts of money."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from ground.kernel.money import CENT, LARGEST
from ground.sheets.cells.reading import DAY, EXACT, Misread, half_width

_NUMBER = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?", re.ASCII)


def number(cell: Any, *, least: int | None = None, most: int | None = None) -> int | None:
    """A whole number; 1,200人 and １２００ are ones too."""
    if cell == "":
        return None
    found = _decimal(cell, units="人户个名家次岁年")
    if found is None:
        return None
    if found != found.to_integral_value():
        raise Misread("应为整数")
    whole = int(found)
    if least is not None and whole < least:
        raise Misread("不能为负数" if least == 0 else f"不能小于{least}")
    if abs(whole) > (most if most is not None else 2_147_483_647):
        raise Misread(f"不能大于{most:,}" if most is not None else "数字过大，请核对")
    return whole


def money(cell: Any, *, scale: int = 1) -> Decimal | None:
    """An amount in yuan, none below zero; `scale` is 10,000 where the column is in 万元."""
    if cell == "":
        return None
    found = _decimal(cell, units="元圆")
    if found is None:
        return None
    amount = (found * scale).normalize()
    if amount < 0:
        raise Misread("金额不能为负数")
    if amount > LARGEST:
        raise Misread("金额过大，请核对")
    kept = amount.quantize(CENT)
    if kept != amount:
        raise Misread("金额最多两位小数")
    return kept


def _decimal(cell: Any, *, units: str) -> Decimal | None:
    if isinstance(cell, float) and cell == cell and abs(cell) < EXACT:  # noqa: PLR0124 -- not a NaN
        return Decimal(repr(round(cell, 6)))
    if isinstance(cell, bool) or (isinstance(cell, str) and cell.startswith(DAY)):
        raise Misread("应为数字")
    written = half_width(cell).removeprefix("¥").strip(units + " ")
    scale = 1
    if written.endswith("万"):
        written, scale = written[:-1].strip(), 10_000
    if written in {"", "-", "—", "/", "无"}:
        return None
    if not _NUMBER.fullmatch(written):
        raise Misread("应为数字，不要写文字说明")
    try:
        return Decimal(written.replace(",", "")) * scale
    except InvalidOperation as unreadable:
        raise Misread("应为数字") from unreadable
