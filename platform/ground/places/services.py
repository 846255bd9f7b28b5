"""Keep the calendar and the local rules."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from ground.events.services import publish
from ground.places.events import CalendarDaySet
from ground.places.models import CalendarDay, Division, LocalRule


@transaction.atomic
def set_calendar_day(*, on: date, is_workday: bool, reason: str) -> CalendarDay:
    """Say that the office works, or does not, on a day, other than the public calendar has it."""
    day, _ = CalendarDay.objects.update_or_create(
        pk=on, defaults={"is_workday": is_workday, "reason": reason}
    )
    publish(CalendarDaySet(on=on, is_workday=is_workday))
    return day


@transaction.atomic
def set_local_rule(
    *, code: str, value: Decimal, valid_from: date, source: str, division: Division | None = None
) -> LocalRule:
    """Let a rule hold from a day on: of the rows in force, the one that began last counts; history stays."""
    rule, _ = LocalRule.objects.update_or_create(
        code=code,
        division=division,
        valid_from=valid_from,
        defaults={"value": value, "source": source},
    )
    return rule
