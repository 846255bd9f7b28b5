"""What ledgers compute and compare, in plain Python."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ground.kernel import money
from ground.kernel.errors import RuleBroken
from ground.kernel.scanning import tells_health

MONTHS = 12
EARLIEST = date(1980, 1, 1)
PLAIN = "困难帮扶"  # instead of a cause or an item that tells of somebody's health
# The groups of the national form, in the order in which it is filled in (domain.md, 2.3).
GROUPS = {
    "head": "基本情况",
    "members": "家庭成员",
    "circumstances": "工作和生活状况",
    "items": "收入和支出",
    "bank_card": "银行卡",
}


def net_per_person(income: Decimal | None, expenses: Decimal | None, people: int) -> Decimal | None:
    """(yearly income - rigid expenses) ÷ people ÷ 12 (R1); nothing while a figure is missing."""
    if income is None or expenses is None or not people:
        return None
    return money.rounded((income - expenses) / people / MONTHS)


def check_span(starts_on: date | None, ends_on: date | None, today: date) -> tuple[date, date]:
    """The span of a ledger; a beginning that is not told is that of the year of its end."""
    last = ends_on or today
    first = starts_on or date(last.year, 1, 1)
    if first > last or first < EARLIEST:
        raise RuleBroken(
            "span_backwards", "期间的起日应早于止日，请核对", fields={"starts_on": "应早于止日"}
        )
    if last > today:
        raise RuleBroken("span_ahead", "期间不能晚于今天", fields={"ends_on": "不能晚于今天"})
    return first, last


def grouped(content: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """A form's content by the groups of the national form, the places of each as they come."""
    found: dict[str, dict[str, object]] = {group: {} for group in GROUPS}
    for place in content:
        found[place.partition(".")[0]][place] = content[place]
    return found


def posted(text: str) -> str:
    """A cause, an item or a class as it may stand beside a masked name: nothing of anybody's health."""
    return PLAIN if tells_health(text) else text
