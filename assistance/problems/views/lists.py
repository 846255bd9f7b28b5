"""Problems listed, counted and taken out to Excel."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.problems import looks, permissions, queries
from assistance.problems.models import Answer, EnterpriseProblem
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.places.models import Division
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, page

SEE = permissions.SEE_PROBLEMS
Problem = EnterpriseProblem
State = Problem.State
SHORT = 28
STANDING, OVERDUE, FOR_LEADER = "standing", "overdue", "for_leader"
OPINIONS = dict(Answer.Opinion.choices)
HEAT = 4  # shades beside none


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def _co_agencies(problem: Problem) -> str:
    if problem.task is None:
        return ""
    return "、".join(one.agency.name for one in problem.task.shares.all())


def _progress(problem: Problem) -> str:
    """The state in words, and why it stands there."""
    words = [problem.get_state_display(), problem.refusal_reason, problem.return_reason]
    return "：".join(filter(None, words))


def _light(problem: Any) -> str:
    """How far it has been pressed; nothing on what has ended."""
    ended = problem.state in Problem.ENDED
    return "" if ended else looks.light_words(problem.light)


def _opinion(problem: Any) -> str:
    return "，".join(filter(None, [OPINIONS.get(problem.last_opinion, ""), problem.last_words]))


def _narrowed(rows: Any, value: str) -> Any:
    if value == STANDING:
        return rows.standing()
    if value == OVERDUE:
        return rows.filter(queries.overdue(clock.today()))
    if value == FOR_LEADER:
        return rows.standing().filter(for_leader_on__isnull=False)
    return rows.filter(state=value)


PROBLEMS = ListPage(
    title="企业困难问题",
    subtitle="收集、登记、交办、办理、反馈、企业确认、销号，一个问题一个号",
    columns=[
        Column(
            "mark",
            "编号",
            "badge",
            sort=["year", "number"],
            value=lambda p: p.mark or "未登记",
            width=16,
        ),
        Column("link_point", "企业", sort="link_point__name", value=lambda p: p.link_point.name),
        Column(
            "description",
            "问题",
            "link",
            value=lambda p: _short(p.description),
            url=lambda p: reverse("problems:problem", args=[p.pk]),
            page_only=True,
        ),
        Column("told", "问题", value=lambda p: p.description, export_only=True, width=50),
        Column("category", "类别", sort="category"),
        Column("urgency", "紧急程度", export_only=True),
        Column("raised_on", "反映日期", "date", sort="raised_on"),
        Column(
            "agency",
            "承办单位",
            sort="task__agency__name",
            value=lambda p: p.task.agency.name if p.task else None,
        ),
        Column("co_agencies", "协办单位", value=_co_agencies, export_only=True, width=24),
        Column("due_on", "期限", "date", sort="due_on"),
        Column(
            "state", "环节", "badge", sort=["rank", "state"], tone=looks.tone_of, page_only=True
        ),
        Column(
            "light",
            "灯",
            "badge",
            sort="light",
            value=_light,
            tone=lambda p: looks.light_tone(p.light),
        ),
        Column("progress", "办理情况", value=_progress, export_only=True, width=24),
        Column("last_answer", "办理结果", export_only=True, width=40),
        Column("opinion", "企业意见", value=_opinion, export_only=True, width=30),
        Column("ended_on", "销号日期", "date", sort="ended_on", export_only=True),
    ],
    ordering=["rank", "-light", "-raised_on"],
    search=["link_point__name", "description", "task__agency__name"],
    search_hint="企业、问题或承办单位",
    noun="个",
    empty=Empty(
        "还没有企业困难问题",
        "走访时听到的、企业扫联系卡二维码反映的、双联办收集的问题，都会列在这里。",
        icon="problem",
    ),
)


def _areas(user: User) -> list[tuple[int, str]]:
    """The divisions in which link points of this person's problems lie."""
    rows = Problem.objects.visible_to(user, SEE.code).order_by()
    points = Organisation.objects.filter(pk__in=rows.values("link_point_id"))
    found = Division.objects.filter(pk__in=points.order_by().values("division_id"))
    return list(found.order_by("code").values_list("pk", "name"))


@require_GET
@page(SEE)
def problem_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    states = [
        (STANDING, "未办结（全部）"),
        (OVERDUE, "超期"),
        (FOR_LEADER, "企业两次不满意"),
        *Problem.State.choices,
    ]
    shown = replace(
        PROBLEMS,
        filters=[
            Choice("state", "环节", states, narrow=_narrowed),
            Choice("category", "类别", Problem.Category.choices),
            Choice("urgency", "紧急程度", Problem.Urgency.choices),
            Choice("way", "来源", Problem.Way.choices),
            Choice("area", "区域", lambda: _areas(user), "link_point__division_id"),
            Span("raised", "反映日期", "raised_on"),
        ],
    )
    actions = [Action("问题看板", reverse("problems:board"), "chart")]
    if user.may(permissions.RAISE_PROBLEM.code):
        actions.append(Action("收集问题", reverse("problems:raise"), "add", "primary"))
    rows = Problem.objects.visible_to(user, SEE.code)
    return shown.respond(request, queries.problems_in_lists(rows, clock.today()), actions=actions)


def _sum(row: dict[str, Any], wanted: Callable[[str], bool]) -> int:
    return sum(number for state, number in row["cells"] if wanted(state))


@require_GET
@page(SEE)
def board(request: HttpRequest) -> HttpResponse:
    """How many problems stand at which stage, of what kind, in which area."""
    user = acting(request)
    rows = Problem.objects.visible_to(user, SEE.code)
    counted = queries.by_state_and_category(rows)
    states = [(value, label) for value, label in Problem.State.choices if value != "refused"]
    table: list[dict[str, Any]] = [
        {
            "value": value,
            "label": label,
            "cells": [(state, counted.get((state, value), 0)) for state, _ in states],
            "total": sum(counted.get((state, value), 0) for state, _ in states),
        }
        for value, label in Problem.Category.choices
    ]
    areas = queries.by_area(rows, clock.today())
    most = max((one.standing for one in areas), default=0)
    heat = [{"area": one, "shade": -(-one.standing * HEAT // most) if most else 0} for one in areas]
    ended = {State.CLOSED, State.REFUSED}
    chart = {
        "labels": [row["label"] for row in table],
        "series": [
            {
                "name": "未销号",
                "values": [_sum(row, lambda state: state not in ended) for row in table],
            },
            {
                "name": "已销号",
                "values": [_sum(row, lambda state: state in ended) for row in table],
            },
        ],
    }
    totals = [
        (state, sum(row["cells"][at][1] for row in table)) for at, (state, _) in enumerate(states)
    ]
    return render(
        request,
        "problems/board.html",
        {
            "states": states,
            "table": table,
            "totals": totals,
            "tiles": [(*one, number) for one, (_, number) in zip(states, totals, strict=True)],
            "total": sum(number for _, number in totals),
            "overdue": sum(one.overdue for one in areas),
            "heat": heat,
            "chart": chart,
        },
    )
