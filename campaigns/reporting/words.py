"""How the report writes what it counts. A part of which nothing is known is left out, never told as nought."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ground.kernel.money import shown_short

NUMERALS = "一二三四五六七八九十"


def day(on: date, *, after: date | None = None) -> str:
    """`2008年1月10日`; `1月10日` where it stands after a day of the same year."""
    same = after is not None and after.year == on.year
    return f"{on.month}月{on.day}日" if same else f"{on.year}年{on.month}月{on.day}日"


def span(first: date, last: date, *, after: date | None = None) -> str:
    """`2007年12月15日至2008年2月5日`, `2008年1月10日至2月5日`, `2008年1月10日`."""
    begun = day(first, after=after)
    return begun if first == last else f"{begun}至{day(last, after=first)}"


def yuan(amount: Decimal) -> str:
    """`13,000元`, `1,234.50元`."""
    return f"{shown_short(amount)}元"


def count(number: int, unit: str) -> str:
    return f"{number:,}{unit}"


def percent(share: Decimal) -> str:
    """`87.5%`, `60%`."""
    return f"{share * 100:.1f}".removesuffix(".0") + "%"


def listed(parts: Iterable[str], mark: str = "，") -> str:
    """What there is to say, with a mark between; nothing where there is nothing."""
    return mark.join(one for one in parts if one)


def sentence(*parts: str, mark: str = "，") -> str:
    """The parts that are not empty, as one sentence; nothing of nothing."""
    told = listed(parts, mark)
    return f"{told}。" if told else ""


def when(told: object, text: str) -> str:
    """A part that is said only where something was counted."""
    return text if told else ""
