"""Rounds of leaders: shown, printed, finished; and the leaders who have not gone."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.rounds import queries, services
from assistance.rounds.models import LeaderRound, RoundStop
from assistance.rounds.permissions import PLAN_ROUND, SEE_ROUNDS
from assistance.rounds.views import looks
from assistance.visits.permissions import RECORD_VISIT
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, done, page
from ground.web.trail import moments_of

SEE, PLAN = SEE_ROUNDS, PLAN_ROUND

TOURS = ListPage(
    title="领导走访",
    subtitle="领导集中走访的行程：去哪里、看什么、去了没有",
    columns=[
        Column(
            "theme",
            "主题",
            "link",
            sort="theme",
            url=lambda tour: reverse("rounds:tour", args=[tour.pk]),
        ),
        Column("leader_name", "带队领导", sort="leader_name"),
        Column("starts_on", "开始", "date", sort="starts_on"),
        Column("ends_on", "结束", "date", sort="ends_on"),
        Column("organiser", "组织单位", value=lambda tour: tour.organiser.name),
        Column("stop_count", "走访点（个）", "number"),
        Column("visited_count", "已走访（个）", "number"),
        Column("skipped_count", "未去（个）", "number", export_only=True),
        Column("state", "状态", "badge", sort="state", tone=looks.tour_tone),
    ],
    ordering=["-starts_on"],
    search=["theme", "leader_name", "organiser__name"],
    search_hint="主题、领导或单位",
    filters=[
        Choice("state", "状态", LeaderRound.State.choices),
        Span("on", "开始日期", "starts_on"),
    ],
    noun="次",
    empty=Empty(
        "还没有安排领导走访", "双联办安排行程后，可以打印行程单，走访登记后逐点销号。", "visit"
    ),
)

LEADERS = ListPage(
    title="还没有去的挂点领导",
    subtitle="本周期内没有到过所挂双联点的领导；去过以后登记走访即自动消失",
    parent=("领导走访", "rounds:tours"),
    columns=[
        Column("link_leader", "挂点领导", sort="link_leader"),
        Column(
            "link_point",
            "双联点",
            "link",
            sort="link_point__name",
            value=lambda group: group.link_point.name,
            url=lambda group: reverse("pairing:group", args=[group.pk]),
        ),
        Column("lead", "牵头单位", sort="lead_agency__name", value=lambda g: g.lead_agency.name),
        Column(
            "record",
            "登记",
            "link",
            value=lambda _: "登记走访",
            url=lambda group: _record_url(group.link_point_id),
            page_only=True,
        ),
    ],
    ordering=["link_leader", "link_point__name"],
    search=["link_leader", "link_point__name", "lead_agency__name"],
    search_hint="领导、双联点或单位",
    noun="位次",
    empty=Empty("挂点领导都去过了", "没有挂点领导的结对不在此列。", "check"),
)


def _record_url(link_point: int, **more: object) -> str:
    query = {"link_point": link_point, "kind": "concentrated", **more}
    return f"{reverse('visits:record')}?{urlencode(query)}"


@require_GET
@page(SEE)
def tour_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = [Action("还没有去的领导", reverse("rounds:leaders"), "people")]
    if user.may(PLAN.code):
        actions.append(Action("安排行程", reverse("rounds:plan"), "add", "primary"))
    rows = LeaderRound.objects.visible_to(user, SEE.code)
    return TOURS.respond(request, queries.rounds_in_lists(rows), actions=actions)


@require_GET
@page(SEE)
def leaders(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    waiting = queries.leaders_not_gone(user, SEE.code, on=clock.today())
    actions = [Action("领导走访", reverse("rounds:tours"), "visit")]
    return LEADERS.respond(request, waiting, actions=actions)


@require_GET
@page(SEE)
def tour_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    tour = _seen(user, pk)
    stops = list(queries.stops_in_order(tour))
    open_ = tour.state in {LeaderRound.State.PLANNED, LeaderRound.State.UNDER_WAY}
    keeps = open_ and _keeps(user, tour)
    return render(
        request,
        "rounds/tour.html",
        {
            "tour": tour,
            "tone": looks.tour_tone(tour),
            "stops": [
                {
                    "stop": stop,
                    "tone": looks.STOP_TONES[RoundStop.State(stop.state)],
                    "record_url": _record_url(
                        stop.link_point_id, origin=f"{services.STOP_ORIGIN}{stop.pk}"
                    ),
                }
                for stop in stops
            ],
            "waiting": sum(stop.state == RoundStop.State.PLANNED for stop in stops),
            "visited": sum(stop.state == RoundStop.State.VISITED for stop in stops),
            "moments": moments_of(tour),
            "keeps": keeps,
            "may_record": open_ and user.may(RECORD_VISIT.code),
        },
    )


@require_GET
@page(SEE)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The route sheet (行程单), one page of A4."""
    tour = _seen(acting(request), pk)
    days: dict[Any, list[RoundStop]] = {}
    for stop in queries.stops_in_order(tour):
        days.setdefault(stop.planned_on, []).append(stop)
    return render(
        request,
        "rounds/sheet.html",
        {"tour": tour, "days": list(days.items()), "back_url": reverse("rounds:tour", args=[pk])},
    )


@require_POST
@page(PLAN)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    tour = kept_by(request, pk)
    done(request, services.finish_round, said="行程已完成", by=acting(request), round=tour)
    return redirect("rounds:tour", pk)


@require_POST
@page(PLAN)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    tour = kept_by(request, pk)
    reason = request.POST.get("reason", "")
    done(
        request,
        services.cancel_round,
        said="行程已取消",
        by=acting(request),
        round=tour,
        reason=reason,
    )
    return redirect("rounds:tour", pk)


@require_POST
@page(PLAN)
def skip(request: HttpRequest, tour_pk: int, pk: int) -> HttpResponse:
    stop = get_object_or_404(RoundStop, round=kept_by(request, tour_pk), pk=pk)
    done(
        request,
        services.skip_stop,
        said="已登记未去的原因",
        by=acting(request),
        stop=stop,
        reason=request.POST.get("reason", ""),
    )
    return redirect("rounds:tour", tour_pk)


def _seen(user: User, pk: int) -> LeaderRound:
    visible = LeaderRound.objects.visible_to(user, SEE.code)
    return get_object_or_404(visible.select_related("organiser", "planned_by"), pk=pk)


def _keeps(user: User, tour: LeaderRound) -> bool:
    own = LeaderRound.objects.organised_by(user, PLAN.code)
    return user.may(PLAN.code) and own.filter(pk=tour.pk).exists()


def kept_by(request: HttpRequest, pk: int) -> LeaderRound:
    return get_object_or_404(LeaderRound.objects.organised_by(acting(request), PLAN.code), pk=pk)
