"""The pages of a campaign as a whole: listed, planned, published, followed, ended."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.funds.queries import balances_of
from assistance.visits.permissions import RECORD_VISIT
from campaigns import looks, queries, rules, screening, services
from campaigns.forms import (
    ChangePlanForm,
    ChooseForm,
    PlanForm,
    StandardsForm,
    SummaryForm,
    first_year,
)
from campaigns.models import Campaign
from campaigns.permissions import (
    APPROVE_ROSTER,
    ENROL,
    PLAN_CAMPAIGN,
    PUBLISH_CAMPAIGN,
    SCREEN,
    SEE_CAMPAIGNS,
)
from campaigns.rules.states import RUNNING, UNDECIDED
from campaigns.views.parts import steered, stepped, told
from campaigns.views.progress import facts_of
from ground.accounts.models import User
from ground.jobs.models import Job
from ground.kernel import clock
from ground.kernel.money import shown_short
from ground.places.queries import spring_festival
from ground.web.lists import Action
from ground.web.pages import acting, carried_out, done, page, posted, taken

State = Campaign.State
JOBS = [services.SCREENING, services.EXECUTION]


@page(SEE_CAMPAIGNS)
@require_GET
def list_campaigns(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(PLAN_CAMPAIGN.code):
        actions.append(Action("筹备活动", reverse("campaigns:plan"), "add", "primary"))
    campaigns = Campaign.objects.told_to(user, SEE_CAMPAIGNS.code)
    actions.append(Action("历年对比", reverse("campaigns:over_years"), "chart"))
    listed = looks.campaign_list(user, queries.versions_seen(user))
    return listed.respond(request, queries.with_progress(campaigns), actions=actions)


@page(PLAN_CAMPAIGN)
def plan(request: HttpRequest) -> HttpResponse:
    """First the kind and the year, then the plan that the kind proposes for it."""
    versions = list(queries.versions_to_open(acting(request)))
    first = {"kind": versions[0].kind.code if versions else "", "year": first_year()}
    choose = ChooseForm(versions, request.GET if "kind" in request.GET else first)
    chosen = choose.chosen
    context: dict[str, Any] = {"choose": choose}
    if chosen is None:
        return render(request, "campaigns/plan.html", context)
    version, year = chosen
    kind = version.typed
    form = PlanForm(acting(request), version, year, posted(request))
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, services.plan_campaign, by=acting(request), **form.told())
        if made:
            messages.success(request, "活动已筹备：核对标准和审核条件，再请另一人发布")
            _warn_of(request, made)
            return redirect("campaigns:campaign", made.pk)
    context |= {
        "form": form,
        "kind": kind,
        "action": f"?{urlencode({'kind': kind.code, 'year': year})}",
        "festival": spring_festival(year),
    }
    return render(request, "campaigns/plan.html", context)


@page(PLAN_CAMPAIGN)
def change_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What was laid down, said anew while the campaign is being planned."""
    campaign, user = steered(request, pk, PLAN_CAMPAIGN), acting(request)
    form = ChangePlanForm(user, campaign, posted(request))
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        asked = {"by": user, "campaign": campaign, "seen": seen, **form.told()}
        changed = carried_out(form, services.change_plan, **asked)
        if changed:
            messages.success(request, "安排已修改：最后修改的人不能自己发布")
            _warn_of(request, changed)
            return redirect("campaigns:campaign", pk)
    is_other = "seen" in request.POST and request.POST["seen"] != form.seen
    facts = {"campaign": campaign, "form": form, "is_other": is_other}
    return render(request, "campaigns/change_plan.html", facts)


@page(PLAN_CAMPAIGN)
@require_POST
def drop_plan(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = steered(request, pk, PLAN_CAMPAIGN)
    said = f"“{campaign}”已删除"
    if done(request, services.drop_plan, said=said, by=acting(request), campaign=campaign):
        return redirect("campaigns:list")
    return redirect("campaigns:campaign", pk)


def _warn_of(request: HttpRequest, campaign: Campaign) -> None:
    """What in a plan may be meant, and may be a slip."""
    if campaign.ends_on < clock.today():
        messages.warning(request, f"活动结束日期{campaign.ends_on}已经过去，请核对年度和日期")
    for one in campaign.money.select_related("source"):
        free = balances_of(one.source).available
        if free < one.amount:
            few = f"“{one.source}”现有可用{shown_short(free)}元，少于计划的{shown_short(one.amount)}元"
            messages.warning(request, f"{few}：资金到账前，不足的部分不能锁定发放")


@page(SEE_CAMPAIGNS)
@require_GET
def show_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, user = told(request, pk), acting(request)
    facts = facts_of(campaign, user, today=clock.today())
    kind = facts["kind"]
    running = campaign.state in RUNNING
    context = {
        **facts,
        "state_tone": looks.state_tone(campaign),
        "steps": looks.steps_of(campaign),
        "waiting": _undecided(facts["counts"]),
        "left_out": list(queries.left_out_of(campaign, user)[:20]) if running else [],
        "money": campaign.money.select_related("source"),
        "standards": [
            (kind.class_label(one.person_class), kind.stage_label(one.stage), one.amount)
            for one in campaign.standards.all()
        ],
        "rules": [screening.words_of(one.code, one.value) for one in campaign.rules.all()],
        "running": running,
        "job": Job.objects.filter(
            kind__in=JOBS, inputs__campaign=campaign.pk, asked_by=user
        ).first(),
        "is_own": user.pk in {campaign.planned_by_id, campaign.changed_by_id},
        "plan_seen": queries.stamp_of(campaign) if campaign.state == State.PLANNED else "",
        "roster_seen": queries.stamp_of_eligible(campaign) if facts["counts"]["eligible"] else "",
        "visit_url": _visit_url(user, campaign) if running else "",
        **_may(user, campaign),
    }
    return render(request, "campaigns/campaign.html", context)


@page(PLAN_CAMPAIGN)
def conditions(request: HttpRequest, pk: int) -> HttpResponse:
    """Standards and rules, while the campaign is being planned."""
    campaign = steered(request, pk, PLAN_CAMPAIGN)
    form = StandardsForm(campaign, posted(request))
    if request.method == "POST" and form.is_valid():
        changed = carried_out(
            form,
            services.set_standards,
            by=acting(request),
            campaign=campaign,
            standards=form.told(),
        )
        if changed:
            messages.success(request, "标准已保存")
            return redirect("campaigns:conditions", pk)
    held = {one.code: one.value for one in campaign.rules.all()}
    context = {
        "campaign": campaign,
        "form": form,
        "is_planned": campaign.state == State.PLANNED,
        "rules": [
            {
                "code": one.code,
                "words": screening.words_of(one.code, held.get(one.code)).replace("{}", "规定"),
                "is_on": one.code in held,
            }
            for one in campaign.kind.rules
        ],
    }
    return render(request, "campaigns/conditions.html", context)


@page(PLAN_CAMPAIGN)
@require_POST
def set_rule(request: HttpRequest, pk: int) -> HttpResponse:
    is_on = request.POST.get("is_on") == "yes"
    done(
        request,
        services.set_rule,
        said="审核条件已启用" if is_on else "审核条件已停用",
        by=acting(request),
        campaign=steered(request, pk, PLAN_CAMPAIGN),
        code=request.POST.get("code", ""),
        is_on=is_on,
    )
    return redirect("campaigns:conditions", pk)


@page(PUBLISH_CAMPAIGN)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    return stepped(
        request,
        pk,
        PUBLISH_CAMPAIGN,
        services.publish_campaign,
        "活动已发布，各单位可以看到",
        seen=request.POST.get("seen", ""),
    )


@page(PUBLISH_CAMPAIGN)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    return stepped(
        request, pk, PUBLISH_CAMPAIGN, services.close_campaign, "发放已结束，请核对统计表并写总结"
    )


@page(PUBLISH_CAMPAIGN)
def summarise(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = steered(request, pk, PUBLISH_CAMPAIGN)
    form = SummaryForm(posted(request), initial={"summary": campaign.summary})
    answer = request.method == "POST" and taken(
        request,
        form,
        services.summarise_campaign,
        said="总结已保存",
        then=reverse("campaigns:campaign", args=[pk]),
        campaign=campaign,
    )
    context = {"campaign": campaign, "form": form, "report": queries.report_of(campaign)}
    return answer or render(request, "campaigns/summarise.html", context)


@page(PUBLISH_CAMPAIGN)
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    return stepped(request, pk, PUBLISH_CAMPAIGN, services.archive_campaign, "活动已归档")


def _undecided(counts: dict[str, int]) -> int:
    """Who waits to be decided; not those who do not fulfil the rules, where others go on without them."""
    further = any(counts[state] for state in ("approved", "planned", "reached"))
    return sum(counts[state] for state in UNDECIDED if not (state == "ineligible" and further))


def _may(user: User, campaign: Campaign) -> dict[str, bool]:
    """What this person may do with a campaign as it stands now."""

    def here(permission: Any) -> bool:
        return user.may(permission.code) and user.reaches(campaign.organiser, permission.code)

    running, state = campaign.state in RUNNING, campaign.state
    deciding = state in {State.SCREENING, State.NOTICE, State.APPROVED, State.EXECUTING}
    return {
        "may_plan": here(PLAN_CAMPAIGN),
        "may_publish": state == State.PLANNED
        and user.pk not in {campaign.planned_by_id, campaign.changed_by_id}
        and here(PUBLISH_CAMPAIGN),
        "may_enrol": running and user.may(ENROL.code),
        "may_screen": running and here(SCREEN),
        "may_end_collecting": state == State.COLLECTING and here(SCREEN),
        "may_post": deciding and here(SCREEN),
        "may_approve": deciding and campaign.planned_by_id != user.pk and here(APPROVE_ROSTER),
        "may_execute": state in {State.APPROVED, State.EXECUTING} and here(ENROL),
        "may_close": running and here(PUBLISH_CAMPAIGN),
        "may_summarise": state in {State.CLOSING, State.SUMMARISED} and here(PUBLISH_CAMPAIGN),
        "may_archive": state == State.SUMMARISED and here(PUBLISH_CAMPAIGN),
    }


def _visit_url(user: User, campaign: Campaign) -> str:
    """Where a visit of this campaign is recorded: its cash is taken in by itself."""
    if not user.may(RECORD_VISIT.code):
        return ""
    return f"{reverse('visits:record')}?origin={rules.origin_of(campaign.pk)}"
