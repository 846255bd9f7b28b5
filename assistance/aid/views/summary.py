"""发放汇总 as page, sheet and PDF."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assistance.aid import queries
from assistance.aid.permissions import SEE_AID
from assistance.funds.models import FundSource
from ground.briefs.tables import HANDS, Table, book_answer, table_answer
from ground.kernel.periods import Period
from ground.sheets.writing import SheetColumn
from ground.web.pages import acting, page
from ground.web.spans import period_of_year

TITLE = "帮扶资金发放汇总表"
COLUMNS = [
    SheetColumn("项目", width=14),
    SheetColumn("困难类别", width=12),
    SheetColumn("单位", width=34),
    SheetColumn("在档户数", "number"),
    SheetColumn("笔数", "number"),
    SheetColumn("金额（元）", "money"),
    SheetColumn("其中追回（元）", "money"),
]


@page(SEE_AID)
def summary(request: HttpRequest) -> HttpResponse:
    """What was given in a period, by item, category and unit; each line opens to its payments."""
    user = acting(request)
    period, problem = period_of_year(request)
    sources = FundSource.objects.visible_to(user, SEE_AID.code).select_related("organisation")
    chosen = request.GET.get("source", "")
    payments = queries.payments_seen_by(user, SEE_AID.code, source=chosen)
    told = queries.summary_of(payments, period)
    days = f"{period.starts_on} 至 {period.ends_on}"
    export = request.GET.get("export")
    if export in {"xlsx", "pdf"}:
        table = Table(
            title=TITLE,
            columns=COLUMNS,
            rows=_rows(told),
            total=_total(told),
            marks=[f"单位：{user.organisation.name}", f"时间：{days}", "金额单位：元"],
            hands=HANDS,
        )
        if export == "xlsx":
            return book_answer(request, table, organisation=user.organisation, filters=days)
        return table_answer(request, table, organisation=user.organisation)
    query = request.GET.copy()
    return render(
        request,
        "aid/summary.html",
        {
            "told": told,
            "problem": problem,
            "sources": sources,
            "chosen": chosen,
            "query": f"{query.urlencode()}&" if query else "",
            "bars": [(one.label, float(one.total.amount)) for one in told.items],
            "payments": _payments(period, chosen),
        },
    )


def _payments(period: Period, source: str) -> str:
    asked = {
        "state": "paid",
        "given_from": period.starts_on,
        "given_to": period.ends_on,
        "source": source,
    }
    return f"{reverse('aid:payments')}?{urlencode(asked)}"


def _rows(told: queries.Summary) -> list[list[object]]:
    rows: list[list[object]] = []
    for item in told.items:
        rows += [
            [item.label, line.label, line.unit.name, *_cells(line.given)] for line in item.lines
        ]
        rows.append([f"{item.label}小计", None, None, *_cells(item.total)])
    return rows


def _total(told: queries.Summary) -> list[object]:
    return ["合计", None, None, *_cells(told.total)]


def _cells(given: queries.Given) -> list[object]:
    return [given.families, given.times, given.amount, given.recovered]
