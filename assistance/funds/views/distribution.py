"""资金来源与分配表 as page, sheet and PDF, at the end of any day."""

from datetime import date
from importlib import resources

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from assistance.funds import queries
from assistance.funds.models import FundSource
from assistance.funds.permissions import SEE_FUNDS
from ground.accounts.models import Organisation
from ground.briefs import press
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.money import shown
from ground.sheets.writing import SheetColumn
from ground.web.leaving import file_answer, workbook_answer
from ground.web.pages import acting, page

TITLE = "资金来源与分配表"
ROWS_OF_A_PART = 200
COLUMNS = [
    SheetColumn("资金来源", width=14),
    SheetColumn("资金", width=30),
    SheetColumn("年度", "number"),
    SheetColumn("管理单位", width=26),
    SheetColumn("文号", width=20),
    SheetColumn("收入（元）", "money"),
    SheetColumn("分配到", width=40),
    SheetColumn("已下达（元）", "money"),
    SheetColumn("已使用（元）", "money"),
    SheetColumn("已缴回（元）", "money"),
    SheetColumn("已结转（元）", "money"),
    SheetColumn("结余（元）", "money"),
    SheetColumn("使用率（%）", "money"),
]


@page(SEE_FUNDS)
@require_GET
def distribution(request: HttpRequest) -> HttpResponse:
    asked, on, problem = request.GET.get("on", ""), clock.today(), ""
    if asked:
        try:
            on = date.fromisoformat(asked)
        except ValueError:
            problem = "日期无法识别，已按今天计算"
    user = acting(request)
    sources = FundSource.objects.visible_to(user, SEE_FUNDS.code)
    table = queries.distribution(on, sources)
    if request.GET.get("export") == "xlsx":
        return _sheet(request, table)
    if request.GET.get("export") == "pdf":
        try:
            return _pdf(request, table, user.organisation)
        except RuleBroken as broken:
            messages.error(request, broken.message)
            return redirect("funds:distribution")
    return render(request, "funds/distribution.html", {"table": table, "problem": problem})


def _sheet(request: HttpRequest, table: queries.Distribution) -> HttpResponse:
    rows: list[list[object]] = [
        [
            one.source.get_kind_display(),
            one.source.name,
            one.source.year,
            one.source.organisation.name,
            one.source.document_no,
            one.balances.granted,
            "；".join(f"{each.unit} {shown(each.amount)}" for each in one.given),
            one.balances.allocated,
            one.balances.spent,
            one.balances.returned,
            one.balances.carried,
            one.left,
            one.rate,
        ]
        for one in table.shares
    ]
    total = table.total
    rows.append(
        [
            "合计",
            "收入不重复计算内部下达和结转",
            *[None] * 3,
            table.received,
            None,
            total.allocated,
            total.spent,
            total.returned,
            total.carried,
            table.left,
            table.rate,
        ]
    )
    return workbook_answer(
        request,
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        count=len(rows),
        name=f"{TITLE}_{table.on:%Y%m%d}.xlsx",
        filters=f"截至：{table.on}",
    )


def _pdf(request: HttpRequest, table: queries.Distribution, of: Organisation) -> HttpResponse:
    """The table on paper; long ones are set in parts."""
    style = resources.files("assistance.funds").joinpath("distribution.css")
    shares = table.shares
    parts = [shares[at : at + ROWS_OF_A_PART] for at in range(0, len(shares), ROWS_OF_A_PART)] or [
        []
    ]
    pages = [
        press.sheet(
            render_to_string(
                "funds/distribution_paper.html",
                {"table": table, "shares": part, "of": of, "is_last": part is parts[-1]},
            ),
            style.read_text(encoding="utf-8"),
        ).pdf
        for part in parts
    ]
    return file_answer(
        request,
        content=press.joined(pages),
        title=TITLE,
        name=f"{TITLE}_{table.on:%Y%m%d}.pdf",
        content_type="application/pdf",
        organisation=of,
        rows=len(shares),
        inline=True,
    )
