"""A route on its day, on the phone: in order, ticked, handed over, or carried over to another day."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from campaigns import looks, services
from campaigns.forms.going import HandOverForm, MissedForm
from campaigns.models import VisitRoute, VisitTarget
from campaigns.permissions import PLAN_VISITS, SEE_CAMPAIGNS, TICK
from campaigns.queries import visiting as queries
from campaigns.rules.states import ENDED
from campaigns.views.route_lists import taken_out
from ground.accounts.permissions import Permission
from ground.kernel import clock
from ground.web.pages import acting, carried_out, done, page

State = VisitTarget.State


@page(TICK)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The routes of today that this person goes along; a single one at once."""
    on = clock.today()
    routes = queries.routes_of_person(acting(request), on, TICK.code)
    shown = list(queries.with_counts(routes))
    if len(shown) == 1:
        return redirect("campaigns:route", shown[0].pk)
    return render(request, "campaigns/routes_today.html", {"routes": shown, "on": on})


@page(SEE_CAMPAIGNS)
def route(request: HttpRequest, pk: int) -> HttpResponse:
    """A route in its order; `?export=pdf|xlsx` is the list to print, with `full` the whole names."""
    one = _route(request, pk, SEE_CAMPAIGNS)
    seen = VisitTarget.objects.visible_to(acting(request), SEE_CAMPAIGNS.code)
    targets = queries.on_route(seen.filter(route=one))
    if request.GET.get("export") in {"pdf", "xlsx"}:
        return taken_out(request, one, list(targets))
    if request.method == "POST":
        return redirect("campaigns:route", pk)
    return _shown(request, one, list(targets))


@page(PLAN_VISITS)
@require_POST
def load(request: HttpRequest, pk: int) -> HttpResponse:
    one = _route(request, pk, PLAN_VISITS)
    done(request, services.load_goods, said="物资已领出，库存已减", by=acting(request), route=one)
    return redirect("campaigns:route", pk)


@page(PLAN_VISITS)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    target = _target(request, pk, PLAN_VISITS)
    up = request.POST.get("way") == "up"
    done(
        request,
        services.move_target,
        said="顺序已调整",
        by=acting(request),
        target=target,
        up=up,
    )
    return redirect("campaigns:route", target.route_id)


@page(PLAN_VISITS)
@require_POST
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    target = _target(request, pk, PLAN_VISITS)
    campaign = target.route.group.campaign_id
    done(
        request,
        services.take_off_route,
        said="已移出路线",
        by=acting(request),
        target=target,
    )
    if VisitRoute.objects.filter(pk=target.route_id).exists():
        return redirect("campaigns:route", target.route_id)
    return redirect("campaigns:visiting", campaign)


@page(PLAN_VISITS)
@require_POST
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    target, named = _target(request, pk, PLAN_VISITS), request.POST.get("member", "")
    members = target.route.group.members
    member = get_object_or_404(members, pk=int(named) if named.isdecimal() else 0)
    done(
        request,
        services.appoint_leader,
        said="慰问人已保存",
        by=acting(request),
        target=target,
        member=member,
    )
    return redirect("campaigns:route", target.route_id)


@page(TICK)
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    target = _target(request, pk, TICK)
    form = HandOverForm(target.route.group.campaign.kind, target, request.POST)
    if form.is_valid():
        asked = {"by": acting(request), "target": target, **form.told()}
        handed = carried_out(form, services.hand_over, **asked)
        if handed:
            messages.success(request, "已登记慰问")
            return redirect("campaigns:route", target.route_id)
    return _again(request, target, {("hand", target.pk): form})


@page(TICK)
@require_POST
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    target = _target(request, pk, TICK)
    form = MissedForm(target, request.POST)
    if form.is_valid():
        asked = {"by": acting(request), "target": target, **form.cleaned_data}
        again = carried_out(form, services.carry_over, **asked)
        if again:
            messages.success(request, f"已改到 {form.cleaned_data['on']}，物资退回仓库")
            return redirect("campaigns:route", target.route_id)
    return _again(request, target, {("miss", target.pk): form})


@page(TICK)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    target = _target(request, pk, TICK)
    done(
        request,
        services.take_back,
        said="已撤销，物资退回仓库",
        by=acting(request),
        target=target,
        reason=request.POST.get("reason", ""),
    )
    return redirect("campaigns:route", target.route_id)


def _route(request: HttpRequest, pk: int, permission: Permission) -> VisitRoute:
    routes = VisitRoute.objects.visible_to(acting(request), permission.code)
    found: VisitRoute = get_object_or_404(queries.with_counts(routes), pk=pk)
    return found


def _target(request: HttpRequest, pk: int, permission: Permission) -> VisitTarget:
    targets = VisitTarget.objects.visible_to(acting(request), permission.code)
    rows = targets.select_related(
        "route__group__campaign",
        "route__group__agency",
        "enrolment__campaign",
        "enrolment__payment",
    )
    return get_object_or_404(rows, pk=pk)


def _again(
    request: HttpRequest, target: VisitTarget, forms: dict[tuple[str, int], Any]
) -> HttpResponse:
    one = _route(request, target.route_id, TICK)
    seen = VisitTarget.objects.visible_to(acting(request), TICK.code)
    return _shown(request, one, list(queries.on_route(seen.filter(route=one))), forms)


def _shown(
    request: HttpRequest,
    one: VisitRoute,
    targets: list[VisitTarget],
    forms: dict[tuple[str, int], Any] | None = None,
) -> HttpResponse:
    user, typed = acting(request), forms or {}
    campaign = one.group.campaign
    kind = campaign.kind
    is_open = campaign.state not in ENDED
    may_tick = is_open and one.on <= clock.today() and user.may(TICK.code)
    may_plan = (
        is_open
        and user.may(PLAN_VISITS.code)
        and VisitRoute.objects.visible_to(user, PLAN_VISITS.code).filter(pk=one.pk).exists()
    )
    for target in targets:
        target.route = one
    stops = [
        {
            "target": target,
            "name": looks.name_of_target(target),
            "class_label": looks.class_of(target.enrolment, kind),
            "tone": looks.TARGET_TONES[State(target.state)],
            "items": list(target.enrolment.items.all()),
            "waits": target.state == State.PLANNED,
            "hand": typed.get(("hand", target.pk)) or HandOverForm(kind, target)
            if may_tick and target.state == State.PLANNED
            else None,
            "miss": typed.get(("miss", target.pk)) or MissedForm(target)
            if may_tick and target.state == State.PLANNED
            else None,
            "missing": ("miss", target.pk) in typed,
        }
        for target in targets
    ]
    context = {
        "route": one,
        "campaign": campaign,
        "stops": stops,
        "members": list(one.group.members.all()),
        "may_plan": may_plan,
        "may_tick": may_tick,
        "waiting": sum(1 for one in stops if one["waits"]),
        "to_load": sum(
            1
            for one in targets
            if one.state == State.PLANNED and not one.is_loaded and one.enrolment.items.all()
        ),
    }
    return render(request, "campaigns/route.html", context)
