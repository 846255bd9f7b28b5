"""How a unit stands at a glance: what it has done of what is asked now, against the time that is gone.

Until the applications end, names are asked for; after that, that whoever is on the roster is reached.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

NOTHING, WHOLE = Decimal(0), Decimal(1)
LABELS = {"green": "进度正常", "amber": "稍有滞后", "red": "明显滞后", "none": "未开始"}
TONES = {"green": "good", "amber": "warn", "red": "bad", "none": "neutral"}
QUARTERS = (Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), WHOLE)


@dataclass(frozen=True)
class Thresholds:
    """Which share has to be done on the last day for green, or amber; below it is red.

    On any day before, as much may be open beyond what time asks for as on the last day: what comes all at
    once, as lists and bank files do, is not behind from the first morning.
    """

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


@dataclass(frozen=True)
class Stretch:
    """What is asked of the units on a day, and which share of the time for it is gone."""

    is_listing: bool
    gone: Decimal


def stretch_of(
    apply_from: date, apply_to: date, settle_by: date, today: date, *, is_over: bool = False
) -> Stretch:
    """Names until `apply_to`, then the rest until `settle_by`; only the rest where no time is left for it.

    `is_over`: names are not taken any more, though the day has not ended.
    """
    if settle_by <= apply_to:
        return Stretch(is_listing=False, gone=time_gone(apply_from, settle_by, today))
    if today <= apply_to and not is_over:
        return Stretch(is_listing=True, gone=time_gone(apply_from, apply_to, today))
    after = apply_to + timedelta(days=1)
    return Stretch(is_listing=False, gone=time_gone(after, settle_by, today))


def light_of(share: Decimal, gone: Decimal, limits: Thresholds) -> str:
    """green, amber or red for a share done against a share of time; none before the first day."""
    if not gone:
        return "none"
    behind = gone - share
    if behind <= WHOLE - limits.green:
        return "green"
    return "amber" if behind <= WHOLE - limits.amber else "red"


def heat_of(share: Decimal) -> int:
    """0 to 4: how dark a cell of the heat table is."""
    return sum(share >= limit for limit in QUARTERS) if share > 0 else 0
