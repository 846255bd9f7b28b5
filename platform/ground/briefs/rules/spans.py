"""The spans of days that a figure is compared with."""

import calendar
from datetime import date, timedelta

from ground.kernel.periods import Period


def span_of(period: Period, which: str) -> Period:
    """`before`: the span before this one; `last_year`: the same days a year ago; `year`: from 1 January.

    Before whole months lie as many whole months, before other spans as many days.
    """
    if which == "before":
        return _before(period)
    if which == "last_year":
        return Period(starts_on=_year_ago(period.starts_on), ends_on=_year_ago(period.ends_on))
    if which == "year":
        return Period(starts_on=date(period.ends_on.year, 1, 1), ends_on=period.ends_on)
    return period


def _before(period: Period) -> Period:
    first, last = period.starts_on, period.ends_on
    ends = first - timedelta(days=1)
    if first.day == 1 and _is_month_end(last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        month = first.year * 12 + first.month - 1 - months
        return Period(starts_on=date(month // 12, month % 12 + 1, 1), ends_on=ends)
    return Period(starts_on=ends - (last - first), ends_on=ends)


def _year_ago(on: date) -> date:
    """The same day a year ago; the last day of a month stays one."""
    last = calendar.monthrange(on.year - 1, on.month)[1]
    return date(on.year - 1, on.month, last if _is_month_end(on) else on.day)


def _is_month_end(on: date) -> bool:
    return on.day == calendar.monthrange(on.year, on.month)[1]
