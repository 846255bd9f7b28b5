"""历年对比: the campaigns of a kind year by year, as page, workbook and PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from campaigns import year_looks as looks
from campaigns.permissions import PLAN_CAMPAIGN, SEE_CAMPAIGNS
from campaigns.queries.years import campaigns_of_kind, figures_by_year, kinds_held
from campaigns.rules.years import rows_of
from ground.briefs.tables import Table, book_answer, table_answer
from ground.web.pages import acting, page


@page(SEE_CAMPAIGNS)
@require_GET
def over_years(request: HttpRequest) -> HttpResponse:
    """Each year beside the one before it; `?export=xlsx` and `?export=pdf` for paper."""
    user = acting(request)
    kinds = kinds_held(user, SEE_CAMPAIGNS.code)
    asked = looks.asked_for(user, request.GET, kinds)
    campaigns = campaigns_of_kind(
        user, SEE_CAMPAIGNS.code, kind=asked.kind, organiser=asked.organiser, alone=asked.alone
    )
    known = figures_by_year(campaigns)
    until, first = looks.shown_from(known, asked)
    years, rows = until[first:], rows_of(until, shown=first)
    filters = looks.filters_of(user, kinds, [one.year for one in reversed(known)])
    organisation = asked.organiser or user.organisation
    title = f"{asked.label}历年对比"
    export = request.GET.get("export")
    if export in {"xlsx", "pdf"} and years:
        words = looks.words_of(filters, request.GET)
        marks = [f"单位：{organisation.name}", *([words] if words else [])]
        table = Table(
            title=title,
            columns=looks.columns_of(years),
            rows=looks.sheet_rows(rows),
            marks=marks,
            hands=["填报：", "审核：", "（盖章）"],
        )
        if export == "xlsx":
            return book_answer(request, table, organisation=organisation, filters=words)
        return table_answer(request, table, organisation=organisation)
    befores = [None, *until][first : len(until)]
    address = request.GET.copy()
    address.pop("export", None)
    context = {
        "title": title,
        "asked": asked,
        "years": years,
        "lines": [(row.indicator, looks.cells_of(row, years, befores, asked)) for row in rows],
        "charts": looks.charts_of(years),
        "filters": [one.shown(request.GET) for one in filters],
        "is_narrowed": any(one.is_used(request.GET) for one in filters),
        "query": f"{address.urlencode()}&" if address else "",
        "may_plan": user.may(PLAN_CAMPAIGN.code),
    }
    return render(request, "campaigns/over_years.html", context)
