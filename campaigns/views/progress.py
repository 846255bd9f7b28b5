"""The figures of a campaign, as its page shows them and asks for them again every second."""

from datetime import date
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from campaigns import looks, queries
from campaigns.models import Campaign
from campaigns.permissions import SEE_CAMPAIGNS
from campaigns.queries.goods import goods_progress
from campaigns.rules.states import ENDED, RUNNING
from campaigns.views.parts import told
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.pages import acting, page

UNCHANGED = 204  # htmx leaves the page as it is


@page(SEE_CAMPAIGNS)
@require_GET
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures where they are others than those that were `seen`; from tallies and the few recoveries."""
    facts = facts_of(told(request, pk), acting(request), today=clock.today())
    if facts["stamp"] == request.GET.get("seen"):
        return HttpResponse(status=UNCHANGED)
    return render(request, "campaigns/live.html", facts)


def facts_of(campaign: Campaign, user: User, *, today: date) -> dict[str, Any]:
    """What `campaigns/live.html` shows to a person. A constant number of queries."""
    progress = queries.progress_of(campaign, today=today, user=user, permission=SEE_CAMPAIGNS.code)
    whole_reach = user.reaches(campaign.organiser, SEE_CAMPAIGNS.code)
    paths = None if whole_reach else user.scope(SEE_CAMPAIGNS.code)
    lines = goods_progress(campaign, paths=paths)
    recovered = queries.recovered_of(campaign, paths=paths)
    whole, running = progress.whole, campaign.state in RUNNING
    counted = [
        (one.unit_id, one.quota_number, one.quota_amount, one.states) for one in progress.units
    ]
    goods = [(one.line.pk, one.line.quantity, one.units) for one in lines]
    return {
        "campaign": campaign,
        "kind": campaign.kind,
        "progress": progress,
        "whole": whole,
        "lines": lines,
        "chart": looks.chart_of(progress) if whole.held and len(progress.units) > 1 else None,
        "counts": {
            state: int(whole.sum_of("number", [state]))
            for state in ("listed", "eligible", "ineligible", "approved", "planned", "reached")
        },
        "days_left": (campaign.settle_by - today).days if running else None,
        "days_over": (today - campaign.settle_by).days,
        "is_live": campaign.state not in ENDED,
        "recovered": recovered,
        "stamp": sha256(
            repr((today, campaign.state, counted, goods, recovered)).encode()
        ).hexdigest()[:16],
    }
