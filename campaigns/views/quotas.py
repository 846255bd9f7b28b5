"""Quotas by unit: laid down, taken away, moved from one to another."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns import queries, services
from campaigns.forms import MoveForm, QuotaForm
from campaigns.models import Campaign
from campaigns.permissions import PLAN_CAMPAIGN
from campaigns.rules import Share
from campaigns.rules.states import ENDED
from campaigns.views.parts import steered
from ground.accounts.models import Organisation
from ground.kernel import clock
from ground.web.pages import acting, carried_out, done, page, posted, taken

Shares = dict[int, tuple[Organisation, Share]]


@page(PLAN_CAMPAIGN)
def quotas(request: HttpRequest, pk: int) -> HttpResponse:
    """What units may bring in, beside what they have; one is added or changed at a time."""
    campaign = steered(request, pk, PLAN_CAMPAIGN)
    form = QuotaForm(campaign, posted(request))
    if request.method == "POST" and form.is_valid():
        told, shares = form.cleaned_data, _shares(campaign)
        shares[told["unit"].pk] = (told["unit"], Share(told["number"], told["amount"]))
        changed = carried_out(
            form,
            services.set_quotas,
            by=acting(request),
            campaign=campaign,
            shares=list(shares.values()),
        )
        if changed:
            messages.success(request, f"“{told['unit']}”的名额已保存")
            return redirect("campaigns:quotas", pk)
    return render(request, "campaigns/quotas.html", _facts(campaign, form=form))


@page(PLAN_CAMPAIGN)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a unit's quota away, where it has brought nobody in."""
    campaign = steered(request, pk, PLAN_CAMPAIGN)
    shares = _shares(campaign)
    unit = request.POST.get("unit", "")
    shares.pop(int(unit) if unit.isdecimal() else 0, None)
    done(
        request,
        services.set_quotas,
        said="名额已取消",
        by=acting(request),
        campaign=campaign,
        shares=list(shares.values()),
    )
    return redirect("campaigns:quotas", pk)


@page(PLAN_CAMPAIGN)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = steered(request, pk, PLAN_CAMPAIGN)
    form = MoveForm(campaign, posted(request))
    answer = request.method == "POST" and taken(
        request,
        form,
        services.move_quota,
        said="名额已调剂",
        then=reverse("campaigns:quotas", args=[pk]),
        campaign=campaign,
    )
    return answer or render(request, "campaigns/move_quota.html", _facts(campaign, form=form))


def _shares(campaign: Campaign) -> Shares:
    return {
        one.unit_id: (one.unit, Share(one.number, one.amount))
        for one in campaign.quotas.select_related("unit")
    }


def _facts(campaign: Campaign, **more: Any) -> dict[str, Any]:
    progress = queries.progress_of(campaign, today=clock.today())
    units = [one for one in progress.units if one.has_quota]
    return {
        "campaign": campaign,
        "units": units,
        "given": sum((one.quota_amount for one in units), Decimal(0)),
        "is_open": campaign.state not in ENDED,
        **more,
    }
