"""资金来源与分配表 as page, sheet and PDF, at the end of any day."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assistance.funds import queries
from assistance.funds.models import FundSource
from assistance.funds.permissions import SEE_FUNDS
from ground.accounts.models import Organisation
from ground.briefs.tables import HANDS, Table, book_answer, table_answer
from ground.kernel import clock
from ground.kernel.money import shown
from ground.sheets.writing import SheetColumn
from ground.web.pages import acting, page

TITLE = "资金来源与分配表"
RATE = "使用率＝已使用÷（收入－下达－缴回－结转）"
COLUMNS = [
    SheetColumn("资金来源", width=14),
    SheetColumn("资金", width=30),
    SheetColumn("年度", width=7),
    SheetColumn("管理单位", width=26),
    SheetColumn("文号", width=20),
    SheetColumn("收入（元）", "money"),
    SheetColumn("分配到", width=40),
    SheetColumn("已下达（元）", "money"),
    SheetColumn("已使用（元）", "money"),
    SheetColumn("已缴回（元）", "money"),
    SheetColumn("已结转（元）", "money"),
    SheetColumn("结余（元）", "money"),
    SheetColumn("其中在途（元）", "money"),
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
    if on > clock.today():
        on, problem = clock.today(), "不能晚于今天，已按今天计算"
    user = acting(request)
    sources = FundSource.objects.visible_to(user, SEE_FUNDS.code)
    table = queries.distribution(on, sources)
    export = request.GET.get("export")
    if export in {"xlsx", "pdf"}:
        return _taken_out(request, table, user.organisation, export)
    return render(request, "funds/distribution.html", {"table": table, "problem": problem})


def _taken_out(
    request: HttpRequest, table: queries.Distribution, of: Organisation, export: str
) -> HttpResponse:
    paper = Table(
        title=TITLE,
        columns=COLUMNS,
        rows=_rows(table),
        total=_total(table),
        marks=[f"单位：{of.name}", f"截至：{table.on}", "金额单位：元", RATE],
        hands=HANDS,
    )
    back = f"{request.path}?on={table.on.isoformat()}"
    if export == "xlsx":
        said = f"截至：{table.on}"
        return book_answer(request, paper, organisation=of, filters=said, back=back)
    return table_answer(request, paper, organisation=of, back=back)


def _rows(table: queries.Distribution) -> list[list[object]]:
    return [
        [
            one.source.get_kind_display(),
            one.source.name,
            str(one.source.year),
            one.source.organisation.name,
            one.source.document_no,
            one.balances.granted,
            "；".join(f"{each.unit} {shown(each.amount)}" for each in one.given),
            one.balances.allocated,
            one.balances.spent,
            one.balances.returned,
            one.balances.carried,
            one.left,
            one.balances.in_transit,
            one.rate,
        ]
        for one in table.shares
    ]


def _passed_out(table: queries.Distribution) -> str:
    return f"；已转出、对方尚未入账 {shown(table.passed_out)}" if table.passed_out else ""


def _total(table: queries.Distribution) -> list[object]:
    total = table.total
    return [
        "合计",
        "收入不重复计算内部下达和结转" + _passed_out(table),
        *[None] * 3,
        table.received,
        None,
        total.allocated,
        total.spent,
        total.returned,
        total.carried,
        table.left,
        total.in_transit,
        table.rate,
    ]
