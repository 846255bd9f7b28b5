"""Working days, divisions and local rules as they stood on a day."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

import holidays
from django.db.models import Q, QuerySet

from ground.kernel.errors import RuleBroken
from ground.places.models import CalendarDay, Division, LocalRule

SATURDAY = 5
SPRING_FESTIVAL = "春节"


def divisions_on(on: date) -> QuerySet[Division]:
    return Division.objects.filter(valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    )


def is_workday(on: date) -> bool:
    """The office's own row first, then the State Council's calendar, then Monday to Friday."""
    own = CalendarDay.objects.filter(pk=on).values_list("is_workday", flat=True).first()
    return _public_workday(on) if own is None else own


def workdays_after(start: date, count: int) -> date:
    """The day on which `count` working days have passed, the day of start not counted.

    A notice put up on a Friday with five working days ends on the Friday after, if no holiday falls
    between. One query, whatever the count.
    """
    horizon = start + timedelta(days=count * 3 + 30)
    own = dict(
        CalendarDay.objects.filter(on__range=(start, horizon)).values_list("on", "is_workday")
    )
    on, passed = start, 0
    while passed < count:
        on += timedelta(days=1)
        passed += own.get(on, _public_workday(on))
    return on


def workdays_before(end: date, count: int) -> date:
    """The latest day from which `count` working days have passed by `end`, `end` itself counted.

    The other way round: `workdays_after(start, count) <= end` for this day and every earlier one.
    """
    horizon = end - timedelta(days=count * 3 + 30)
    own = dict(CalendarDay.objects.filter(on__range=(horizon, end)).values_list("on", "is_workday"))
    on, passed = end, 0
    while passed < count:
        passed += own.get(on, _public_workday(on))
        on -= timedelta(days=1)
    return on


def last_workday_by(end: date) -> date:
    """The last working day up to a day, that day included."""
    horizon = end - timedelta(days=30)
    own = dict(CalendarDay.objects.filter(on__range=(horizon, end)).values_list("on", "is_workday"))
    on = end
    while not own.get(on, _public_workday(on)):
        on -= timedelta(days=1)
    return on


def spring_festival(year: int) -> date:
    """The first day of the lunar year that begins in this year (春节，正月初一)."""
    first: date = min(on for on, name in _named(year).items() if SPRING_FESTIVAL in name)
    return first


def calendar_is_announced(year: int) -> bool:
    """Whether the public calendar of a year is known; otherwise Monday to Friday is assumed."""
    return any(_public(year))


def local_rule(code: str, *, on: date, division: Division | None = None) -> Decimal:
    """The value of a local rule on a day: the nearest division's row, then the general one.

    Raises RuleBroken naming the rule where no row is in force: an office must decide, not the code.
    """
    rows = LocalRule.objects.filter(code=code, valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )
    nearest = division
    while nearest is not None:
        found = rows.filter(division=nearest).order_by("-valid_from").first()
        if found:
            return found.value
        nearest = nearest.parent
    found = rows.filter(division__isnull=True).order_by("-valid_from").first()
    if found is None:
        raise _no_rule(code, on)
    return found.value


def local_rules(
    codes: Collection[str], *, on: date, divisions: Collection[int | None]
) -> dict[int | None, dict[str, Decimal]]:
    """`local_rule` for many divisions (ids; None: nowhere in particular) and codes: two queries.

    Raises RuleBroken naming a rule that has no row in force.
    """
    above = dict(Division.objects.values_list("pk", "parent_id"))
    rows = LocalRule.objects.filter(code__in=codes, valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )
    held = {(row.code, row.division_id): row.value for row in rows.order_by("valid_from")}
    found: dict[int | None, dict[str, Decimal]] = {}
    for division in divisions:
        values = found.setdefault(division, {})
        for code in codes:
            nearest = division
            while nearest is not None and (code, nearest) not in held:
                nearest = above.get(nearest)
            if (code, nearest) not in held:
                raise _no_rule(code, on)
            values[code] = held[code, nearest]
    return found


def _no_rule(code: str, on: date) -> RuleBroken:
    return RuleBroken(
        "no_local_rule", f"没有在 {on} 有效的地方规则“{code}”，请管理员在规则表中补充"
    )


def _public_workday(on: date) -> bool:
    return bool(_public(on.year).is_working_day(on))


@lru_cache(maxsize=64)
def _public(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year)


@lru_cache(maxsize=64)
def _named(year: int) -> holidays.HolidayBase:
    """The public calendar with its days in Chinese, whatever language the machine speaks."""
    return holidays.country_holidays("CN", years=year, language="zh_CN")
