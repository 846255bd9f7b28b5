"""What is due in a month, done and overdue: as a calendar, as a list, by agency; what was missed."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.rounds import queries, rules
from assistance.rounds.models import Due, MissedDuty, RoundStop, VisitDuty
from assistance.rounds.permissions import SEE_ROUNDS
from assistance.rounds.views import looks
from assistance.visits.models import Visit
from assistance.visits.permissions import RECORD_VISIT
from ground.accounts.models import Organisation, User, below
from ground.kernel import clock
from ground.sheets.writing import SheetColumn
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, page

SEE = SEE_ROUNDS
PER_PAGE = 25
SPANS = [("month", "本月"), ("quarter", "本季度"), ("year", "本年")]


def _by_state(rows: QuerySet[Due], value: str) -> QuerySet[Due]:
    if value == "done":
        return rows.filter(counted__gte=F("owed"))
    rows = rows.filter(counted__lt=F("owed"))
    today = clock.today()
    return rows.filter(last_on__lt=today) if value == "late" else rows.filter(last_on__gte=today)


def _record_url(due: Due) -> str:
    """The form that records what is missing, filled in; nothing where nothing is, or it is too late."""
    if due.counted >= due.owed:
        return ""
    if due.pair_id:
        return reverse("households:visit_home", args=[due.pair_id])
    query = {"link_point": due.link_point_id}
    return f"{reverse('visits:record')}?{urlencode(query)}"


def _made_url(due: Due) -> str:
    """The visits of this link point in the slot."""
    query = {
        "link_point": due.link_point_id,
        "on_from": due.first_on,
        "on_to": due.last_on,
    }
    return f"{reverse('visits:list')}?{urlencode(query)}"


DUES = ListPage(
    title="走访日历",
    columns=[
        Column(
            "link_point",
            "走访点",
            "link",
            sort="link_point__name",
            value=lambda due: due.link_point.name,
            url=_made_url,
        ),
        Column("who", "谁", sort="who", value=lambda due: due.get_who_display()),
        Column("agency", "单位", sort="agency__name", value=lambda due: due.agency.name),
        Column(
            "slot",
            "周期",
            sort=("first_on", "last_on"),
            value=lambda due: rules.slot_label(due.first_on, due.every),
        ),
        Column("owed", "应走访（次）", "number", sort="owed"),
        Column("counted", "已走访（次）", "number", sort="counted"),
        Column("state", "情况", "badge", value=looks.due_state, tone=looks.due_tone),
    ],
    ordering=["last_on", "link_point__name", "key"],
    search=["link_point__name", "link_point__short_name", "agency__name"],
    search_hint="走访点或单位",
    filters=[
        Choice("who", "谁", VisitDuty.Who.choices, any_label="单位和领导"),
        Choice(
            "state",
            "情况",
            [("open", "还应走访"), ("done", "已完成"), ("late", "逾期")],
            narrow=_by_state,
        ),
    ],
    noun="项",
    empty=Empty(
        "这个月没有应走访的事项",
        "结对批准后，按“走访要求”从第一个完整周期起算；要求由管理员维护。",
        "calendar",
    ),
    template="rounds/calendar.html",
)

MISSED = ListPage(
    title="未完成的走访",
    subtitle="周期结束、过了登记期仍没有走访的，逐项记录；补登后注明补齐日期",
    parent=("走访日历", "rounds:calendar"),
    columns=[
        Column("link_point", "走访点", sort="link_point__name", value=lambda m: m.link_point.name),
        Column("agency", "单位", sort="agency__name", value=lambda m: m.agency.name),
        Column("who", "谁", value=lambda m: m.duty.get_who_display()),
        Column(
            "slot",
            "周期",
            sort=("first_on", "last_on"),
            value=lambda m: rules.slot_label(m.first_on, m.duty.every),
        ),
        Column("owed", "应走访（次）", "number"),
        Column("counted", "当时已走访（次）", "number"),
        Column("noted_on", "记录日期", "date", sort="noted_on"),
        Column("made_good_on", "补齐日期", "date", sort="made_good_on"),
    ],
    ordering=["-last_on", "link_point__name"],
    search=["link_point__name", "agency__name"],
    search_hint="走访点或单位",
    filters=[
        Choice("who", "谁", VisitDuty.Who.choices, "duty__who"),
        Choice(
            "state",
            "情况",
            [("open", "未补齐"), ("good", "已补齐")],
            narrow=lambda rows, value: rows.filter(made_good_on__isnull=value == "open"),
        ),
        Span("on", "记录日期", "noted_on"),
    ],
    noun="项",
    empty=Empty("没有未完成的走访", "每个周期结束后自动核对，没有走访的会列在这里。", "check"),
)


@require_GET
@page(SEE)
def month(request: HttpRequest) -> HttpResponse:
    user, today = acting(request), clock.today()
    first = looks.month_asked(request)
    period = rules.slot_of(first, 1)
    rows = Due.objects.visible_to(user, SEE.code).touching(period)
    if request.GET.get("who") != VisitDuty.Who.FAMILY:
        rows = rows.of_groups()  # a province has 200,000 families: they are asked for by name
    listed = replace(
        DUES,
        subtitle=f"{first.year}年{first.month}月：这个月所在的周期里，谁应走访、去了没有",
        title=f"走访日历 {looks.month_name(first)}",
    )
    made, stops = _by_day(user, period.starts_on, period.ends_on)
    actions = [
        Action("按单位", reverse("rounds:agencies"), "office"),
        Action("未完成记录", reverse("rounds:missed"), "history"),
    ]
    if user.may(RECORD_VISIT.code):
        actions.append(Action("登记走访", reverse("visits:record"), "add", "primary"))
    return listed.respond(
        request,
        rows.select_related("link_point", "agency"),
        actions=actions,
        tally=queries.tally(rows, on=today),
        weeks=[
            [
                {
                    "on": day,
                    "inside": day.month == first.month,
                    "today": day == today,
                    "made": made.get(day, 0),
                    "stops": stops.get(day, []),
                    "url": f"{reverse('visits:list')}?on_from={day}&on_to={day}",
                }
                for day in week
            ]
            for week in looks.weeks_of(first)
        ],
        month=first,
        earlier=looks.month_name(looks.beside(first, -1)),
        later=looks.month_name(looks.beside(first, 1)),
    )


def _by_day(
    user: User, first: date, last: date
) -> tuple[dict[date, int], dict[date, list[RoundStop]]]:
    """Visits made on each day, and the stops of leaders' rounds, in this person's scope."""
    made = dict(
        Visit.objects.visible_to(user, SEE.code)
        .filter(visited_on__range=(first, last))
        .exclude(state=Visit.State.RETURNED)
        .order_by()
        .values_list("visited_on")
        .annotate(number=Count("pk"))
    )
    stops: dict[date, list[RoundStop]] = {}
    paths = user.scope(SEE.code)
    planned = (
        RoundStop.objects.filter(
            below("link_point__path", paths) | below("round__organiser__path", paths),
            planned_on__range=(first, last),
        )
        .exclude(round__state="cancelled")
        .select_related("link_point", "round")
        .order_by("planned_on", "place", "pk")[:200]
    )
    for stop in planned:
        stops.setdefault(stop.planned_on, []).append(stop)
    return made, stops


@require_GET
@page(SEE)
def agencies(request: HttpRequest) -> HttpResponse:
    """Agencies by what they owe and have done, those behind first."""
    user, today = acting(request), clock.today()
    span, period = looks.span_asked(request)
    tallies = queries.duties_by_agency(user.scope(SEE.code), period, on=today)
    order = sorted(tallies, key=lambda pk: (-tallies[pk].late, tallies[pk].rate or 0.0, pk))
    title = f"走访完成情况 {period}"
    if request.GET.get("export") == "xlsx":
        names = dict(Organisation.objects.filter(pk__in=order).values_list("pk", "name"))
        columns = [SheetColumn("参联单位", width=28)] + [
            SheetColumn(label, "number")
            for label in ("应走访（次）", "已走访（次）", "其中逾期欠（次）")
        ]
        lines = ([names[pk], t.owed, t.done, t.late] for pk in order for t in [tallies[pk]])
        return looks.sheet_answer(request, f"走访完成情况{span}", columns, lines, len(order))
    shown = Paginator(order, PER_PAGE).get_page(request.GET.get("page"))
    names = dict(Organisation.objects.filter(pk__in=list(shown)).values_list("pk", "name"))
    first = looks.month_asked(request)
    query: dict[str, Any] = {"span": span, "month": looks.month_name(first)}
    return render(
        request,
        "rounds/agencies.html",
        {
            "title": title,
            "period": period,
            "page": shown,
            "rows": [{"pk": pk, "name": names[pk], "tally": tallies[pk]} for pk in shown],
            "all": queries.Tally(
                sum(t.owed for t in tallies.values()),
                sum(t.done for t in tallies.values()),
                sum(t.late for t in tallies.values()),
            ),
            "behind": sum(bool(t.late) for t in tallies.values()),
            "query": f"{urlencode(query)}&",
            "tabs": [
                {
                    "label": label,
                    "url": f"?{urlencode(query | {'span': name})}",
                    "here": name == span,
                }
                for name, label in SPANS
            ],
        },
    )


@require_GET
@page(SEE)
def missed(request: HttpRequest) -> HttpResponse:
    rows = MissedDuty.objects.visible_to(acting(request), SEE.code)
    return MISSED.respond(request, rows.select_related("duty", "agency", "link_point"))
