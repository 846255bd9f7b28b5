"""Which part of an area, or of an agency's link points, was visited in which month; and which not."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.pairing.models import GroupMember, PairingGroup
from assistance.rounds import queries
from assistance.rounds.permissions import SEE_ROUNDS
from assistance.rounds.queries import Cell
from assistance.rounds.views import looks
from assistance.visits.models import Visit
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.kernel.periods import Period
from ground.sheets.writing import SheetColumn
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, page

SEE = SEE_ROUNDS
PER_PAGE = 25
SINCE = [("never", "从未走访"), ("30", "30天"), ("60", "60天"), ("90", "90天"), ("180", "180天")]


def _not_since(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "never":
        return rows.filter(last_visited_on__isnull=True)
    day = clock.today() - timedelta(days=int(value))
    return rows.filter(Q(last_visited_on__isnull=True) | Q(last_visited_on__lt=day))


def _days(point: Any) -> int | None:
    last = point.last_visited_on
    return (clock.today() - last).days if last else None


UNVISITED = ListPage(
    title="没有走访的点",
    subtitle="进行中的双联点，按最近一次走访的先后排列；从未去过的在最前面",
    parent=("走访覆盖", "rounds:coverage"),
    columns=[
        Column(
            "name",
            "走访点",
            "link",
            sort="name",
            value=lambda point: point.name,
            url=lambda point: f"{reverse('visits:list')}?link_point={point.pk}",
        ),
        Column("kind", "类别", value=lambda point: point.get_kind_display()),
        Column("led_by", "牵头单位", sort="led_by", value=lambda point: point.led_by or ""),
        Column("last_visited_on", "最近走访", "date", sort="quiet_since"),
        Column("days", "已隔（天）", "number", value=_days),
        Column("visits_within", "本年走访（次）", "number", sort="visits_within"),
        Column(
            "record",
            "登记",
            "link",
            value=lambda _: "登记走访",
            url=lambda point: f"{reverse('visits:record')}?link_point={point.pk}",
            page_only=True,
        ),
    ],
    ordering=["quiet_since"],
    search=["name", "short_name"],
    search_hint="企业或社区",
    filters=[Choice("since", "多久没有走访", SINCE, narrow=_not_since)],
    noun="个",
    empty=Empty("没有这样的点", "换一个天数或地区再看。", "check"),
)


@require_GET
@page(SEE)
def areas(request: HttpRequest) -> HttpResponse:
    user, year = acting(request), looks.year_asked(request)
    period = _year(year)
    scope = user.scope(SEE.code)
    area = _area(user, request.GET.get("area", ""))
    paths = (area.path,) if area else scope
    width = (len(area.path) if area else min((len(path) for path in scope), default=0)) + STEP
    cells = queries.area_coverage(paths, period, width=width)
    found = Organisation.objects.filter(path__in=list(cells))
    names = {one.path: one for one in found}
    rows = [_area_row(path, names.get(path), cells[path], year) for path in sorted(cells)]
    rows = _direct_together(rows)
    if request.GET.get("export") == "xlsx":
        return _sheet(request, f"走访覆盖{year}", "地区", rows)
    context = {
        "title": f"走访覆盖 {year}年",
        "rows": rows,
        "area": area,
        "what": "地区",
        "page": None,
        **_frame(year, {"area": area.pk} if area else {}, "areas"),
    }
    return render(request, "rounds/coverage.html", context)


@require_GET
@page(SEE)
def agencies(request: HttpRequest) -> HttpResponse:
    user, year = acting(request), looks.year_asked(request)
    period = _year(year)
    standing = GroupMember.objects.standing(
        starts_on=period.starts_on, ends_on=period.ends_on
    ).exclude(group__state=PairingGroup.State.PROPOSED)
    linked = (
        Organisation.objects.visible_to(user, SEE.code)
        .filter(pk__in=standing.order_by().values("agency_id"))
        .order_by("path")
    )
    exported = request.GET.get("export") == "xlsx"
    shown = Paginator(linked, PER_PAGE).get_page(request.GET.get("page"))
    listed = list(linked) if exported else list(shown)
    cells = queries.agency_coverage([one.pk for one in listed], period)
    rows = [_row(one.name, cells.get(one.pk, {}), year, "", {"agency": one.pk}) for one in listed]
    if exported:
        return _sheet(request, f"单位走访覆盖{year}", "参联单位", rows)
    context = {
        "title": f"走访覆盖 {year}年",
        "rows": rows,
        "area": None,
        "what": "参联单位",
        "page": shown,
        **_frame(year, {}, "agencies"),
    }
    return render(request, "rounds/coverage.html", context)


@require_GET
@page(SEE)
def unvisited(request: HttpRequest) -> HttpResponse:
    """Linked places by their last visit; of an area, an agency, a month, where the address says so."""
    user, asked = acting(request), request.GET
    today = clock.today()
    scope = user.scope(SEE.code)
    area = _area(user, asked.get("area", ""))
    agency = _area(user, asked.get("agency", ""))
    month = looks.month_asked(request) if asked.get("month") else None
    period = _month(month) if month else Period(starts_on=today, ends_on=today)
    points = queries.linked_points((area.path,) if area else scope, period)
    visits = Visit.objects.exclude(state=Visit.State.RETURNED)
    if agency:
        members = GroupMember.objects.filter(agency=agency).standing(
            starts_on=period.starts_on, ends_on=period.ends_on
        )
        points = queries.linked_points(("",), period).filter(
            pk__in=members.values("group__link_point_id")
        )
        visits = visits.filter(agency=agency)
    if month:
        gone = visits.filter(visited_on__range=(period.starts_on, period.ends_on))
        points = points.exclude(pk__in=gone.order_by().values("link_point_id"))
    within = Period(starts_on=today.replace(month=1, day=1), ends_on=max(today, period.ends_on))
    told = [
        f"{month.year}年{month.month}月没有走访" if month else "",
        area.name if area else "",
        f"参联单位：{agency.name}" if agency else "",
    ]
    listed = replace(UNVISITED, subtitle=" · ".join(filter(None, told)) or UNVISITED.subtitle)
    return listed.respond(
        request,
        queries.points_with_last_visit(points, within),
        actions=[Action("走访覆盖", reverse("rounds:coverage"), "map")],
    )


STEP = Organisation.steplen


def _year(year: int) -> Period:
    """The months of a year that have begun."""
    today = clock.today()
    last = date(year, 12, 31)
    if year == today.year:
        last = looks.beside(today.replace(day=1), 1) - timedelta(days=1)
    return Period(starts_on=date(year, 1, 1), ends_on=last)


def _month(first: date) -> Period:
    return Period(starts_on=first, ends_on=looks.beside(first, 1) - timedelta(days=1))


def _area(user: User, text: str) -> Organisation | None:
    """An organisation that the address names, in scope: anything else is not there."""
    if not text:
        return None
    known = text.isascii() and text.isdecimal() and len(text) <= 18  # noqa: PLR2004 -- a key
    seen = Organisation.objects.visible_to(user, SEE.code)
    return get_object_or_404(seen, pk=int(text) if known else 0)


def _area_row(
    path: str, organisation: Organisation | None, cells: dict[date, Cell], year: int
) -> dict[str, Any]:
    """An area's row; a link point that hangs at the top itself is told with the others like it."""
    if organisation is None or organisation.kind in {"enterprise", "community", "village"}:
        return _row("", cells, year, "", {})
    query = {"area": organisation.pk}
    below_url = f"?{urlencode({'year': year, **query})}"
    return _row(organisation.name, cells, year, below_url, query)


def _row(
    name: str, cells: dict[date, Cell], year: int, url: str, query: dict[str, int]
) -> dict[str, Any]:
    months = [date(year, month, 1) for month in range(1, 13)]
    shades = [
        looks.shade(
            f"{first.month}月",
            cells.get(first),
            f"{reverse('rounds:unvisited')}?{urlencode({**query, 'month': looks.month_name(first)})}",
        )
        for first in months
    ]
    return {"name": name, "url": url, "cells": shades, "raw": cells}


def _direct_together(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Link points without an office of their own between, as one row named 直属."""
    named = [row for row in rows if row["name"]]
    direct = [row for row in rows if not row["name"]]
    if not direct:
        return named
    summed: dict[date, Cell] = {}
    for row in direct:
        for first, cell in row["raw"].items():
            have = summed.get(first, Cell(0, 0))
            summed[first] = Cell(have.points + cell.points, have.covered + cell.covered)
    year = min(summed).year
    return [_row("直属的点", summed, year, "", {}), *named]


def _frame(year: int, kept: dict[str, int], here: str) -> dict[str, Any]:
    """What both tables have around them: years, tabs, the address of the sheet."""
    query = urlencode({"year": year, **kept})
    return {
        "year": year,
        "earlier": f"?{urlencode({'year': year - 1, **kept})}",
        "later": f"?{urlencode({'year': year + 1, **kept})}",
        "months": [f"{month}月" for month in range(1, 13)],
        "query": f"{query}&",
        "tabs": [
            {
                "label": "按地区",
                "url": f"{reverse('rounds:coverage')}?year={year}",
                "here": here == "areas",
            },
            {
                "label": "按单位",
                "url": f"{reverse('rounds:coverage_agencies')}?year={year}",
                "here": here == "agencies",
            },
        ],
    }


def _sheet(request: HttpRequest, title: str, what: str, rows: list[dict[str, Any]]) -> HttpResponse:
    """Three columns a month: linked, visited, share."""
    columns = [SheetColumn(what, width=28)]
    for month in range(1, 13):
        columns += [
            SheetColumn(f"{month}月双联点", "number"),
            SheetColumn(f"{month}月已走访", "number"),
        ]
    lines = (
        [
            row["name"],
            *(
                n
                for one in row["cells"]
                for n in (one.points or None, one.covered if one.points else None)
            ),
        ]
        for row in rows
    )
    return looks.sheet_answer(request, title, columns, lines, len(rows))
