"""Rounds of leaders: planned, shown, printed, finished; and the leaders who have not gone."""

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.pairing.queries import organisations_like
from assistance.pairing.rules import LINK_POINTS
from assistance.planning.models import EnterpriseProfile
from assistance.rounds import queries, rules, services
from assistance.rounds.forms import StopRow, StopRows, TourForm
from assistance.rounds.models import LeaderRound, RoundStop
from assistance.rounds.permissions import PLAN_ROUND, SEE_ROUNDS
from assistance.rounds.rules import Where
from assistance.rounds.views import looks
from assistance.visits.permissions import RECORD_VISIT
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, done, page, posted
from ground.web.rows import carried_out_with, is_adding_row, one_more
from ground.web.trail import moments_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

SEE, PLAN = SEE_ROUNDS, PLAN_ROUND
PREFIX = "stops"
SUGGESTED = 12
ORGANISERS = 50

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


@require_GET
@page(PLAN)
def names(request: HttpRequest) -> HttpResponse:
    """Suggestions for a link point's name that is being typed."""
    typed = (str(one).strip() for one in request.GET.values())
    text = next(filter(None, typed), "")
    found = organisations_like(_among(acting(request)), text)[:SUGGESTED] if text else []
    return render(request, "pairing/names.html", {"names": [one.name for one in found]})


@page(PLAN)
def plan(request: HttpRequest) -> HttpResponse:
    user, today = acting(request), clock.today()
    initial: dict[str, Any] = {"starts_on": today, "ends_on": today, "theme": "领导集中走访"}
    asked = request.GET.get("leader", "")
    if asked:
        initial["leader_name"] = asked[:60]
    return _edited(request, user, None, initial, [])


@page(PLAN)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    tour = get_object_or_404(LeaderRound.objects.organised_by(user, PLAN.code), pk=pk)
    if tour.state not in {LeaderRound.State.PLANNED, LeaderRound.State.UNDER_WAY}:
        messages.error(request, f"行程{tour.get_state_display()}，不能再改")
        return redirect("rounds:tour", pk)
    named = ("theme", "leader_name", "starts_on", "ends_on", "accompanying", "gathers_at")
    initial = {name: getattr(tour, name) for name in named} | {"organiser": tour.organiser_id}
    waiting = queries.stops_in_order(tour).filter(state=RoundStop.State.PLANNED)
    rows = [
        {
            "link_point": stop.link_point.name,
            "planned_on": stop.planned_on,
            "planned_at": stop.planned_at,
            "to_see": stop.to_see,
            "contact": stop.contact,
            "contact_phone": stop.contact_phone,
        }
        for stop in waiting
    ]
    return _edited(request, user, tour, initial, rows)


def _edited(
    request: HttpRequest,
    user: User,
    tour: LeaderRound | None,
    initial: dict[str, Any],
    initial_rows: list[dict[str, Any]],
) -> HttpResponse:
    """The form of a round, new or changed; a button of its own puts the stops in a good order."""
    organisers = [tour.organiser] if tour else _organisers(user)
    among = _among(user)
    kwargs = {"among": among}
    if is_adding_row(request.POST):
        typed, rows = one_more(request.POST, TourForm, StopRows, PREFIX, form_kwargs=kwargs)
        form = TourForm(initial=typed, organisers=organisers)
    elif "suggest_order" in request.POST:
        typed, rows = one_more(request.POST, TourForm, StopRows, PREFIX, form_kwargs=kwargs)
        form = TourForm(initial=typed, organisers=organisers)
        rows = _reordered(request.POST, among, kwargs)
    else:
        form = TourForm(posted(request), initial=initial, organisers=organisers)
        sent = _sent_rows(request)
        shown = None if sent else initial_rows
        rows = StopRows(sent, prefix=PREFIX, initial=shown, form_kwargs=kwargs)
        if request.method == "POST" and (kept := _kept(form, rows, user, tour)):
            messages.success(request, "行程已保存，可以打印行程单")
            return redirect("rounds:tour", kept.pk)
    return render(
        request,
        "rounds/plan.html",
        {
            "form": form,
            "rows": rows,
            "blank": StopRow(prefix=f"{PREFIX}-__prefix__", **kwargs),
            "tour": tour,
            "title": "修改行程" if tour else "安排领导走访",
            "back_url": reverse("rounds:tour", args=[tour.pk]) if tour else reverse("rounds:tours"),
        },
    )


def _sent_rows(request: HttpRequest) -> QueryDict | None:
    """The rows as sent, each of them new: one that was emptied is then not there any more."""
    if request.method != "POST":
        return None
    sent = request.POST.copy()
    sent[f"{PREFIX}-INITIAL_FORMS"] = "0"
    return sent


def _kept(form: TourForm, rows: Any, user: User, tour: LeaderRound | None) -> LeaderRound | None:
    valid, rows_valid = form.is_valid(), rows.is_valid()
    if not rows_valid:
        form.add_error(None, "走访点中有填写错误，请看标出的各项")
    if not (valid and rows_valid):
        return None
    stops = [row.stop() for row in rows.filled()]
    values = dict(form.cleaned_data)
    if tour is None:
        return carried_out_with(rows, form, services.plan_round, by=user, stops=stops, **values)
    values.pop("organiser")
    return carried_out_with(
        rows, form, services.change_round, by=user, round=tour, stops=stops, **values
    )


def _reordered(sent: QueryDict, among: "QuerySet[Organisation]", kwargs: dict[str, Any]) -> Any:
    """The rows as typed, area after area and near after near; what is not known stays at the end."""
    try:
        count = min(int(sent.get(f"{PREFIX}-TOTAL_FORMS", "0")), rules.MOST_STOPS)
    except ValueError:
        count = 0
    names = list(StopRow.base_fields)
    typed = [
        {name: sent.get(f"{PREFIX}-{row}-{name}", "") for name in names} for row in range(count)
    ]
    typed = [row for row in typed if row["link_point"].strip()]
    wanted = {row["link_point"].strip() for row in typed}
    points = {one.name: one for one in among.filter(name__in=wanted)}
    points |= {one.short_name: one for one in among.filter(short_name__in=wanted - {""})}
    profiles = EnterpriseProfile.objects.filter(organisation__in=points.values())
    places = {one.organisation_id: one for one in profiles}

    def where(name: str) -> Where:
        point = points.get(name)
        if point is None:
            return Where("~")
        place = places.get(point.pk)
        area = point.path[: -Organisation.steplen]
        if place is None or place.latitude is None or place.longitude is None:
            return Where(area)
        return Where(area, float(place.latitude), float(place.longitude))

    ordered: list[dict[str, str]] = []
    for day in sorted({row["planned_on"] for row in typed}):
        of_day = [row for row in typed if row["planned_on"] == day]
        order = rules.suggested_order([where(row["link_point"].strip()) for row in of_day])
        ordered += [of_day[at] for at in order]
    return StopRows(initial=ordered, prefix=PREFIX, form_kwargs=kwargs)


@require_POST
@page(PLAN)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    tour = _kept_by(request, pk)
    done(request, services.finish_round, said="行程已完成", by=acting(request), round=tour)
    return redirect("rounds:tour", pk)


@require_POST
@page(PLAN)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    tour = _kept_by(request, pk)
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
    stop = get_object_or_404(RoundStop, round=_kept_by(request, tour_pk), pk=pk)
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


def _kept_by(request: HttpRequest, pk: int) -> LeaderRound:
    return get_object_or_404(LeaderRound.objects.organised_by(acting(request), PLAN.code), pk=pk)


def _organisers(user: User) -> list[Organisation]:
    """The organisations for which this person plans, their own first."""
    held = user.memberships.select_related("organisation")
    found = {one.organisation_id: one.organisation for one in held if one.role in PLAN.roles}
    own = sorted(found.values(), key=lambda one: (one.pk != user.organisation_id, one.path))
    return own[:ORGANISERS]


def _among(user: User) -> "QuerySet[Organisation]":
    """The places to which this person may plan a round."""
    seen = cast("QuerySet[Organisation]", Organisation.objects.visible_to(user, PLAN.code))
    return seen.filter(is_active=True, kind__in=LINK_POINTS)
