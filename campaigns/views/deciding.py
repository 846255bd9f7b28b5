"""Screen a roster, let it hang, approve it, let its payments be planned."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns import queries, services
from campaigns.forms import ExecuteForm, NoticeForm, NoticeSheetForm
from campaigns.models import Campaign
from campaigns.permissions import APPROVE_ROSTER, ENROL, SCREEN
from campaigns.views.parts import steered, stepped
from ground.kernel import clock
from ground.places.queries import workdays_after
from ground.web.pages import page, posted, taken


@page(SCREEN)
@require_POST
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    return stepped(request, pk, SCREEN, services.ask_to_screen, "正在审核，可以离开此页")


@page(SCREEN)
@require_POST
def end_collecting(request: HttpRequest, pk: int) -> HttpResponse:
    return stepped(request, pk, SCREEN, services.end_collecting, "申报已结束，请审核名单")


@page(SCREEN)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, today = steered(request, pk, SCREEN), clock.today()
    first = {"starts_on": today, "ends_on": workdays_after(today, campaign.notice_days)}
    form = NoticeForm(posted(request), initial=first)
    answer = request.method == "POST" and taken(
        request,
        form,
        services.post_notice,
        said="公示已登记，期满无异议后由另一人批准",
        then=reverse("campaigns:campaign", args=[pk]),
        campaign=campaign,
    )
    context = _facts(campaign, form) | {"sheet": NoticeSheetForm(campaign)}
    return answer or render(request, "campaigns/notice.html", context)


@page(APPROVE_ROSTER)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    said, seen = "名单已批准，可以安排款项", request.POST.get("seen", "")
    return stepped(request, pk, APPROVE_ROSTER, services.approve_roster, said, seen=seen)


@page(ENROL)
def execute(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = steered(request, pk, ENROL)
    first = {
        "given_on": min(max(clock.today(), campaign.starts_on), campaign.settle_by),
        "reason": campaign.kind.reason,
    }
    form = ExecuteForm(posted(request), initial=first)
    answer = request.method == "POST" and taken(
        request,
        form,
        services.ask_to_execute,
        said="正在安排款项，可以离开此页",
        then=reverse("campaigns:campaign", args=[pk]),
        campaign=campaign,
    )
    return answer or render(request, "campaigns/execute.html", _facts(campaign, form))


def _facts(campaign: Campaign, form: Any) -> dict[str, Any]:
    progress = queries.progress_of(campaign, today=clock.today())
    whole = progress.whole
    return {
        "campaign": campaign,
        "kind": campaign.kind,
        "form": form,
        "eligible": int(whole.sum_of("number", ["eligible"])),
        "approved": int(whole.sum_of("number", ["approved"])),
        "amount": whole.sum_of("amount", ["approved"]),
        "left": progress.left,
    }
