"""A period in the address of a page: `?from=2008-01-01&to=2008-06-30`."""

from datetime import date

from django.http import HttpRequest

from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period


def period_asked(request: HttpRequest) -> tuple[Period, str]:
    """The period in the address, and what is wrong with it; this year up to today where there is none."""
    today = clock.today()
    usual = Period(starts_on=date(today.year, 1, 1), ends_on=today)
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    try:
        return Period(
            starts_on=date.fromisoformat(first) if first else usual.starts_on,
            ends_on=date.fromisoformat(last) if last else usual.ends_on,
        ), ""
    except (ValueError, RuleBroken):
        return usual, "起止日期不正确，已按本年计算"
