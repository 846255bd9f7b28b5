"""The pages of campaigns: planned, published, filled with families, followed, closed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.households.looks import holder_of
from assistance.households.permissions import SEE_FILES
from assistance.visits.permissions import RECORD_VISIT
from campaigns import kinds, looks, queries, rules, services
from campaigns.forms import FindForm, PlanForm, TargetForm
from campaigns.models import Campaign
from campaigns.permissions import ADD_TARGET, PLAN_CAMPAIGN, PUBLISH_CAMPAIGN, SEE_CAMPAIGNS
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.web.lists import Action
from ground.web.pages import acting, carried_out, done, page


@page(SEE_CAMPAIGNS)
@require_GET
def list_campaigns(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(PLAN_CAMPAIGN.code):
        actions.append(Action("筹备活动", reverse("campaigns:plan"), "add", "primary"))
    campaigns = Campaign.objects.visible_to(user, SEE_CAMPAIGNS.code)
    return looks.CAMPAIGNS.respond(request, queries.with_progress(campaigns), actions=actions)


@page(PLAN_CAMPAIGN)
def plan(request: HttpRequest) -> HttpResponse:
    form = PlanForm(acting(request), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        campaign = carried_out(
            form, services.plan_campaign, by=acting(request), **form.cleaned_data
        )
        if campaign:
            messages.success(request, "活动已筹备，请另一位有发布权限的人发布")
            return redirect("campaigns:campaign", campaign.pk)
    context = {"form": form, "kinds": kinds.all_kinds()}
    return render(request, "campaigns/plan.html", context)


@page(SEE_CAMPAIGNS)
@require_GET
def show_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, user = _campaign(request, pk, SEE_CAMPAIGNS), acting(request)
    progress = queries.progress_of(campaign)
    running = campaign.state == Campaign.State.PUBLISHED
    context = {
        "campaign": campaign,
        "kind": kinds.kind_of(campaign.kind),
        "state_tone": looks.state_tone(campaign),
        "progress": progress,
        "chart": looks.chart_of(progress),
        "roster": [(one, looks.payment_tone(one.payment)) for one in queries.roster_of(campaign)],
        "left_out": list(queries.left_out_of(campaign)),
        "limit": _limit(campaign),
        "days_left": (campaign.ends_on - clock.today()).days if running else None,
        "may_publish": campaign.state == Campaign.State.PLANNED
        and campaign.planned_by_id != user.pk
        and user.reaches(campaign.organiser, PUBLISH_CAMPAIGN.code),
        "is_own": campaign.planned_by_id == user.pk,
        "may_see_files": user.may(SEE_FILES.code),
        "may_add": running and user.reaches(campaign.organiser, ADD_TARGET.code),
        "may_close": running and user.reaches(campaign.organiser, PUBLISH_CAMPAIGN.code),
        "visit_url": _visit_url(user, campaign) if running else "",
    }
    return render(request, "campaigns/campaign.html", context)


@page(PUBLISH_CAMPAIGN)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _campaign(request, pk, PUBLISH_CAMPAIGN)
    said = "活动已发布，可以安排对象"
    done(request, services.publish_campaign, said=said, by=acting(request), campaign=campaign)
    return redirect("campaigns:campaign", pk)


@page(PUBLISH_CAMPAIGN)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _campaign(request, pk, PUBLISH_CAMPAIGN)
    done(request, services.close_campaign, said="活动已结束", by=acting(request), campaign=campaign)
    return redirect("campaigns:campaign", pk)


@page(ADD_TARGET)
def find_target(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a family; the answer to the POST is the page itself, so no name is in an address."""
    campaign = _campaign(request, pk, ADD_TARGET)
    form = FindForm(request.POST if request.method == "POST" else None)
    asked = form.cleaned_data["asked"] if form.is_bound and form.is_valid() else ""
    found = queries.found_to_add(acting(request), campaign, asked)
    context = {
        "campaign": campaign,
        "form": form,
        "rows": [(file, holder_of(file)) for file in found],
        "most": queries.FOUND_AT_MOST,
        "asked": asked,
    }
    return render(request, "campaigns/find_target.html", context)


@page(ADD_TARGET)
def add_target(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    campaign, user = _campaign(request, pk, ADD_TARGET), acting(request)
    file = get_object_or_404(queries.files_to_add(user, campaign), pk=file_pk)
    first = {
        "reason": f"{campaign.get_kind_display()}救助款",
        "given_on": min(max(clock.today(), campaign.starts_on), campaign.ends_on),
    }
    form = TargetForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        added = carried_out(
            form, services.add_target, by=user, campaign=campaign, file=file, **form.cleaned_data
        )
        if added:
            messages.success(request, f"档案 {file.file_no} 已列入名单，款项等待编批发放")
            return redirect("campaigns:campaign", pk)
    context = {
        "campaign": campaign,
        "file": file,
        "holder": holder_of(file),
        "form": form,
        "left": campaign.budget - queries.planned_of(campaign),
        "limit": _limit(campaign),
    }
    return render(request, "campaigns/add_target.html", context)


def _campaign(request: HttpRequest, pk: int, permission: Permission) -> Campaign:
    campaigns = Campaign.objects.visible_to(acting(request), permission.code)
    wanted = campaigns.select_related("organiser__division", "source", "planned_by", "published_by")
    return get_object_or_404(wanted, pk=pk)


def _limit(campaign: Campaign) -> object:
    """The limit as the page shows it; where the office has not set one, adding will say so."""
    try:
        return queries.limit_of(campaign)
    except RuleBroken:
        return None


def _visit_url(user: User, campaign: Campaign) -> str:
    """Where a visit of this campaign is recorded: its cash is taken in by itself."""
    if not user.may(RECORD_VISIT.code):
        return ""
    return f"{reverse('visits:record')}?origin={rules.origin_of(campaign.pk)}"
