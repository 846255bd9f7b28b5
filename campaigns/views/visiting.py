"""Visiting groups and their routes are planned: by proposal, by unit, by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from campaigns import services
from campaigns.forms.visiting import DaysForm, GroupForm, LayForm, VisitorForm
from campaigns.models import Campaign, Enrolment, VisitGroup, VisitRoute
from campaigns.permissions import PLAN_VISITS, SEE_CAMPAIGNS
from campaigns.queries import visiting as queries
from campaigns.rules.states import RUNNING
from campaigns.views.parts import steered
from ground.web.pages import acting, carried_out, done, page, posted, taken


@page(SEE_CAMPAIGNS)
@require_GET
def visiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Groups, routes day by day, who waits for a route, who of the leaders visited whom."""
    campaign = steered(request, pk, SEE_CAMPAIGNS)
    return _shown(request, campaign, DaysForm(campaign), LayForm(campaign))


@page(PLAN_VISITS)
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = steered(request, pk, PLAN_VISITS)
    form = DaysForm(campaign, request.POST)
    if form.is_valid():
        number = carried_out(
            form,
            services.propose_routes,
            by=acting(request),
            campaign=campaign,
            days=form.days(),
        )
        if number:
            messages.success(request, f"已为 {number} 户安排路线，可以再调整")
            return redirect("campaigns:visiting", pk)
    return _shown(request, campaign, form, LayForm(campaign))


@page(PLAN_VISITS)
@require_POST
def lay(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a unit onto a group's route."""
    campaign = steered(request, pk, PLAN_VISITS)
    form = LayForm(campaign, request.POST)
    if form.is_valid():
        asked = form.cleaned_data
        free = queries.free_to_visit(campaign).filter(unit=asked["unit"])
        route = carried_out(
            form,
            services.lay_route,
            by=acting(request),
            group=asked["group"],
            on=asked["on"],
            among=Enrolment.objects.filter(pk__in=free.order_by().values("pk")),
        )
        if route:
            messages.success(request, "已加入路线")
            return redirect("campaigns:route", route.pk)
    return _shown(request, campaign, DaysForm(campaign), form)


@page(PLAN_VISITS)
def form_group(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = steered(request, pk, PLAN_VISITS)
    form = GroupForm(acting(request), campaign, posted(request))
    if request.method == "POST" and form.is_valid():
        made = carried_out(
            form, services.form_group, by=acting(request), campaign=campaign, **form.cleaned_data
        )
        if made:
            messages.success(request, "慰问组已建好，请加入成员")
            return redirect("campaigns:visit_group", made.pk)
    context = {"campaign": campaign, "form": form, "group": None}
    return render(request, "campaigns/visit_group.html", context)


@page(PLAN_VISITS)
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """A group: what is said of it, and its members."""
    one = _group(request, pk)
    form = GroupForm(acting(request), one.campaign, posted(request), group=one)
    answer = request.method == "POST" and taken(
        request,
        form,
        services.form_group,
        said="慰问组已保存",
        then=reverse("campaigns:visit_group", args=[pk]),
        campaign=one.campaign,
        group=one,
    )
    return answer or _group_shown(request, one, form, VisitorForm(one))


@page(PLAN_VISITS)
@require_POST
def add_visitor(request: HttpRequest, pk: int) -> HttpResponse:
    one = _group(request, pk)
    form = VisitorForm(one, request.POST)
    answer = taken(
        request,
        form,
        services.add_visitor,
        said="成员已加入",
        then=reverse("campaigns:visit_group", args=[pk]),
        group=one,
    )
    before = GroupForm(acting(request), one.campaign, group=one)
    return answer or _group_shown(request, one, before, form)


@page(PLAN_VISITS)
@require_POST
def drop_visitor(request: HttpRequest, pk: int) -> HttpResponse:
    one, named = _group(request, pk), request.POST.get("member", "")
    member = get_object_or_404(one.members, pk=int(named) if named.isdecimal() else 0)
    done(request, services.drop_visitor, said="成员已移出", by=acting(request), member=member)
    return redirect("campaigns:visit_group", pk)


def _group(request: HttpRequest, pk: int) -> VisitGroup:
    campaigns = Campaign.objects.visible_to(acting(request), PLAN_VISITS.code)
    groups = VisitGroup.objects.select_related("campaign__organiser", "agency", "area")
    return get_object_or_404(groups.filter(campaign__in=campaigns.order_by().values("pk")), pk=pk)


def _group_shown(request: HttpRequest, one: VisitGroup, form: Any, visitor: Any) -> HttpResponse:
    context = {
        "campaign": one.campaign,
        "group": one,
        "form": form,
        "visitor": visitor,
        "members": one.members.all(),
        "running": one.campaign.state in RUNNING,
    }
    return render(request, "campaigns/visit_group.html", context)


def _shown(request: HttpRequest, campaign: Campaign, days: Any, lay: Any) -> HttpResponse:
    user = acting(request)
    routes = VisitRoute.objects.filter(group__campaign=campaign)
    context = {
        "campaign": campaign,
        "groups": queries.groups_of(campaign),
        "routes": queries.with_counts(routes).order_by("on", "group_id"),
        "free": queries.free_by_unit(campaign),
        "told": queries.visiting_of(campaign),
        "days": days,
        "lay": lay,
        "running": campaign.state in RUNNING,
        "may_plan": campaign.state in RUNNING and user.may(PLAN_VISITS.code),
    }
    return render(request, "campaigns/visiting.html", context)
