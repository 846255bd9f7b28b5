"""The regular report (一周情况、月度情况): figures of a span, each with its records, ready to copy."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assistance.pairing.models import own_paths
from assistance.supervision.briefs import regular_report, told
from assistance.supervision.permissions import CHECK_SCORES
from ground.accounts.models import Organisation
from ground.kernel import clock
from ground.kernel.periods import Period
from ground.web.pages import acting, page

RECORDS = 12
SPANS = {"week": "本周", "last-week": "上周", "month": "本月", "last-month": "上月"}


def _span(name: str, today: date) -> Period:
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    if name == "last-week":
        return Period(starts_on=monday - timedelta(days=7), ends_on=monday - timedelta(days=1))
    if name == "month":
        return Period(starts_on=first, ends_on=today)
    if name == "last-month":
        end = first - timedelta(days=1)
        return Period(starts_on=end.replace(day=1), ends_on=end)
    return Period(starts_on=monday, ends_on=today)


@require_GET
@page(CHECK_SCORES)
def regular(request: HttpRequest) -> HttpResponse:
    """What happened in the week or month in one's own area."""
    asked = request.GET.get("span", "")
    here = asked if asked in SPANS else "week"
    period = _span(here, clock.today())
    area = Organisation.objects.get(path=min(own_paths(acting(request), CHECK_SCORES.code)))
    figures = regular_report(area, period)
    return render(
        request,
        "supervision/regular.html",
        {
            "area": area,
            "period": period,
            "figures": [{"figure": one, "records": one.records[:RECORDS]} for one in figures],
            "words": told(figures),
            "tabs": [
                {"label": label, "url": f"?span={name}", "here": name == here}
                for name, label in SPANS.items()
            ],
        },
    )
