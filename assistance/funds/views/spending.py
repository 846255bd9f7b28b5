from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assistance.funds import queries
from assistance.funds.kinds import label_of_aid_type
from assistance.funds.models import Account, FundSource
from assistance.funds.permissions import SEE_FUNDS
from ground.kernel.periods import Period
from ground.sheets.writing import SheetColumn
from ground.web.leaving import workbook_answer
from ground.web.pages import acting, page
from ground.web.spans import period_of_year

ROWS = 100
GRANTED = Account.Kind.GRANTED
ALWAYS = {GRANTED, Account.Kind.SPENT}
INSIDE = "其中由表内资金下达、结转而来"


@dataclass(frozen=True)
class Line:
    """A row of the summary as it is shown: amounts with the statements that they open to."""

    row: queries.SpendingRow
    item: str
    cells: list[tuple[str, Decimal, str]]  # label, amount, address


@page(SEE_FUNDS)
def spending(request: HttpRequest) -> HttpResponse:
    """What came in and was spent in a period, by source, item and unit."""
    period, problem = period_of_year(request)
    sources = FundSource.objects.visible_to(acting(request), SEE_FUNDS.code).select_related(
        "organisation"
    )
    chosen = request.GET.get("source", "")
    narrowed = sources.filter(pk=int(chosen)) if chosen.isdecimal() else sources
    told = queries.spending(period, narrowed)
    kinds = [kind for kind in Account.Kind if kind in ALWAYS or _has(told, kind)]
    if request.GET.get("export") == "xlsx":
        return _sheet(request, told, kinds)
    pages = Paginator(told.rows, ROWS).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    kept = query.urlencode()
    return render(
        request,
        "funds/spending.html",
        {
            "told": told,
            "lines": [_line(row, period, kinds) for row in pages],
            "page": pages,
            "labels": [kind.label for kind in kinds],
            "totals": [(kind.label, told.total.by_kind[kind]) for kind in kinds],
            "inside_words": INSIDE,
            "inside": [
                (kind.label, told.from_inside if kind == GRANTED else None) for kind in kinds
            ],
            "problem": problem,
            "sources": sources,
            "chosen": chosen,
            "query": f"{kept}&" if kept else "",
        },
    )


def _has(told: queries.Spending, kind: Account.Kind) -> bool:
    """Available is what the others leave: it is not a column of its own."""
    return kind != Account.Kind.AVAILABLE and any(row.moved.by_kind[kind] for row in told.rows)


def _line(row: queries.SpendingRow, period: Period, kinds: list[Account.Kind]) -> Line:
    page_of = reverse("funds:source", args=[row.source.pk])
    unit = row.unit.pk if row.unit else ""
    cells = []
    for kind in kinds:
        query = urlencode(
            {
                "account": kind.value,
                "from": period.starts_on,
                "to": period.ends_on,
                "item": row.item,
                "unit": unit,
            }
        )
        cells.append((kind.label, row.moved.by_kind[kind], f"{page_of}?{query}"))
    return Line(row, label_of_aid_type(row.item), cells)


def _sheet(request: HttpRequest, told: queries.Spending, kinds: list[Account.Kind]) -> HttpResponse:
    columns = [
        SheetColumn("资金", width=30),
        SheetColumn("年度", "number"),
        SheetColumn("管理单位", width=30),
        SheetColumn("项目"),
        SheetColumn("单位", width=30),
        SheetColumn("支出凭证（笔）", "number"),
        *(SheetColumn(f"{kind.label}（元）", "money") for kind in kinds),
    ]
    rows: list[list[object]] = [
        [
            row.source.name,
            row.source.year,
            row.source.organisation.name,
            label_of_aid_type(row.item) or "未分项目",
            row.unit.name if row.unit else "未分单位",
            row.number,
            *(row.moved.by_kind[kind] for kind in kinds),
        ]
        for row in told.rows
    ]
    rows.append(
        ["合计", None, None, None, None, told.number, *(told.total.by_kind[kind] for kind in kinds)]
    )
    if told.from_inside:
        inside = [told.from_inside if kind == GRANTED else None for kind in kinds]
        rows.append([INSIDE, None, None, None, None, None, *inside])
    period = told.period
    return workbook_answer(
        request,
        title="资金收支汇总表",
        columns=columns,
        rows=rows,
        count=len(rows),
        name=f"资金收支汇总表_{period.starts_on:%Y%m%d}-{period.ends_on:%Y%m%d}.xlsx",
        filters=f"{period.starts_on} 至 {period.ends_on}",
        marks=[
            f"单位：{acting(request).organisation.name}",
            f"时间：{period.starts_on} 至 {period.ends_on}",
            "金额单位：元",
        ],
    )
