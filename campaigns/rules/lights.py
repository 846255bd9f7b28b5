"""How a unit stands at a glance: what has been reached against the time that is gone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NOTHING, WHOLE = Decimal(0), Decimal(1)
LABELS = {"green": "进度正常", "amber": "稍有滞后", "red": "明显滞后", "none": "未开始"}
TONES = {"green": "good", "amber": "warn", "red": "bad", "none": "neutral"}
QUARTERS = (Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), WHOLE)


@dataclass(frozen=True)
class Thresholds:
    """From which part of what time asks for a unit is green, or amber; below it is red."""

    green: Decimal
    amber: Decimal


def share_of(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """A share of one; nothing of nothing is nothing."""
    return Decimal(part) / Decimal(whole) if whole else NOTHING


def time_gone(starts_on: date, settle_by: date, today: date) -> Decimal:
    """Which share of the days until the money must have arrived is over; never beyond one."""
    if today < starts_on:
        return NOTHING
    days = (settle_by - starts_on).days + 1
    return min(WHOLE, Decimal((today - starts_on).days + 1) / Decimal(days)) if days > 0 else WHOLE


def light_of(reached: Decimal, gone: Decimal, limits: Thresholds) -> str:
    """green, amber or red for a share reached against a share of time; none before the first day."""
    if not gone:
        return "none"
    pace = reached / gone
    if pace >= limits.green or reached >= WHOLE:
        return "green"
    return "amber" if pace >= limits.amber else "red"


def heat_of(share: Decimal) -> int:
    """0 to 4: how dark a cell of the heat table is."""
    return sum(share >= limit for limit in QUARTERS) if share > 0 else 0
