"""A period in the address of a page: `?from=2008-01-01&to=2008-06-30`."""

from datetime import date

from django.http import HttpRequest

from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period


def period_asked(request: HttpRequest, usual: Period, otherwise: str) -> tuple[Period, str]:
    """The period in the address and what is wrong with it; the usual one where there is none.

    `otherwise` ends the sentence about dates that are none: what the page shows instead.
    """
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    try:
        return Period(
            starts_on=date.fromisoformat(first) if first else usual.starts_on,
            ends_on=date.fromisoformat(last) if last else usual.ends_on,
        ), ""
    except (ValueError, RuleBroken):
        return usual, f"起止日期不正确，{otherwise}"


def period_of_year(request: HttpRequest) -> tuple[Period, str]:
    """The period in the address; this year up to today where there is none."""
    today = clock.today()
    year = Period(starts_on=date(today.year, 1, 1), ends_on=today)
    return period_asked(request, year, "已按本年计算")
