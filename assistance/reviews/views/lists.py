"""Work lists, and the rates with the rows behind them."""

from dataclasses import replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assistance.households import looks as file_looks
from assistance.households import queries as households
from assistance.households import registries as file_registries
from assistance.households.models import HardshipFile
from assistance.households.permissions import SEE_FILES
from assistance.reviews import permissions, queries
from assistance.reviews.registries import WorkList, work_list_named
from assistance.reviews.rules import RATES
from assistance.reviews.views import looks
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period
from ground.sheets.writing import SheetColumn
from ground.web.leaving import workbook_answer
from ground.web.lists import Column, Empty, ListPage
from ground.web.pages import acting, page

SEE = permissions.SEE_REVIEWS
PARTS = {"above": "分子", "below": "分母"}


@page(SEE)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every work list with how many files stand on it, counted as far as a thousand."""
    counted = queries.counted_lists(acting(request))
    return render(
        request,
        "reviews/lists.html",
        {
            "lists": counted.value,
            "note": counted.note,
            "any": any(one.number for one in counted.value),
        },
    )


@page(SEE)
@require_GET
def work_list_page(request: HttpRequest, code: str) -> HttpResponse:
    named = work_list_named(code)
    if named is None:
        raise Http404
    user = acting(request)
    rows = named.narrow(HardshipFile.objects.visible_to(user, SEE_FILES.code), clock.today())
    return list_for(user, named).respond(
        request,
        households.with_holder(rows),
        on_filter=[
            replace(one, url=f"{one.url}?list={code}")
            for one in file_registries.list_actions_for(user)
        ],
    )


def list_for(user: User, named: WorkList | None) -> ListPage:
    """The list of files, under the name of a work list where there is one."""
    files = file_looks.files_for(user)
    if named is None:
        return files
    confirmed = Column("confirmed_on", "最近核实", "date")
    return replace(
        files,
        title=named.label,
        subtitle=named.says,
        parent=("疑点名单", "reviews:lists"),
        most_counted=queries.COUNTED_TO,
        columns=[*files.columns, confirmed],
        filters=[*named.filters, *files.filters],
        empty=Empty("没有这样的档案", "名单每次打开时重新核对，没有就是好消息。", "approve"),
    )


@page(SEE)
@require_GET
def rates(request: HttpRequest) -> HttpResponse:
    user, period = acting(request), _period(request)
    chosen, paths = _area(request, user)
    figures = queries.rates(paths, period)
    if request.GET.get("export") == "xlsx":
        return _rates_sheet(request, period, figures)
    query = f"from={period.starts_on}&to={period.ends_on}" + (
        f"&unit={chosen.pk}" if chosen else ""
    )
    offered = Organisation.objects.visible_to(user, SEE.code).filter(
        kind__in=[Organisation.Kind.UNION, Organisation.Kind.LINK_OFFICE], is_active=True
    )
    context = {
        "figures": figures,
        "period": period,
        "area": chosen,
        "query": query,
        "offices": list(offered[:300]),
    }
    return render(request, "reviews/rates.html", context)


@page(SEE)
@require_GET
def rate_rows(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """The very rows above or below the line of a rate."""
    if code not in RATES or part not in PARTS:
        raise Http404
    user, period = acting(request), _period(request)
    _, paths = _area(request, user)
    figure = queries.rate_of(code, paths, period)
    held = figure.above if part == "above" else figure.below
    label = figure.rate.above if part == "above" else figure.rate.below
    title, says = f"{figure.rate.label}{PARTS[part]}：{label}", figure.rate.says
    if held.files is not None:
        files = replace(file_looks.FILES, filters=[], title=title, subtitle=says)
        return files.respond(request, households.with_holder(held.files))
    if request.GET.get("rows") == "families" and held.families is not None:
        families = replace(looks.UNFILED, filters=[], title=title, subtitle=says)
        return families.respond(request, held.families.select_related("unit", "file"))
    assert held.reviews is not None  # noqa: S101 -- what is not of files is of reviews
    listed = replace(looks.REVIEWS, filters=[], title=title, subtitle=says)
    reviews = replace(listed, template="reviews/rate_rows.html")
    tabs = []
    if held.families is not None:
        base = f"from={period.starts_on}&to={period.ends_on}"
        tabs = [
            {"label": "抽查的档案", "url": f"?{base}", "here": True},
            {"label": "未建档家庭", "url": f"?{base}&rows=families", "here": False},
        ]
    return reviews.respond(request, queries.reviews_in_lists(held.reviews), tabs=tabs)


def _period(request: HttpRequest) -> Period:
    """What the address names, else this year until today."""
    today = clock.today()
    try:
        return Period(
            starts_on=date.fromisoformat(request.GET.get("from", "")),
            ends_on=date.fromisoformat(request.GET.get("to", "")),
        )
    except (ValueError, RuleBroken):
        return Period(starts_on=date(today.year, 1, 1), ends_on=today)


def _area(request: HttpRequest, user: User) -> tuple[Organisation | None, tuple[str, ...]]:
    """The office that the address names, where it is in one's scope; else all of one's scope."""
    asked = request.GET.get("unit", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 18:  # noqa: PLR2004 -- a key
        chosen = Organisation.objects.visible_to(user, SEE.code).filter(pk=asked).first()
        if chosen:
            return chosen, (chosen.path,)
    return None, user.scope(SEE.code)


def _rates_sheet(
    request: HttpRequest, period: Period, figures: list[queries.Figure]
) -> HttpResponse:
    columns = [
        SheetColumn("指标", width=18),
        SheetColumn("数值（%）", "number"),
        SheetColumn("分子", "number"),
        SheetColumn("分母", "number"),
        SheetColumn("95%区间", width=18),
        SheetColumn("口径", width=60),
        SheetColumn("依据", width=60),
    ]
    rows = [
        [
            one.rate.label,
            None if one.share is None else round(one.share * 100, 2),
            one.above.number,
            one.below.number,
            one.interval_words,
            one.rate.says,
            one.rate.source,
        ]
        for one in figures
    ]
    return workbook_answer(
        request,
        title="动态管理指标",
        columns=columns,
        rows=rows,
        count=len(rows),
        filters=f"{period.starts_on}至{period.ends_on}",
    )
