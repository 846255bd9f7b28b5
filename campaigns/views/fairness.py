"""Whether the money goes where the need is: figures that open to the names behind them."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from campaigns import looks, queries
from campaigns.models import Campaign
from campaigns.permissions import SEE_CAMPAIGNS
from campaigns.queries import Fairness
from campaigns.views.parts import steered
from ground.sheets.writing import SheetColumn
from ground.web.leaving import workbook_answer
from ground.web.pages import acting, page

COLUMNS = [
    SheetColumn("内容", width=16),
    SheetColumn("项目", width=30),
    SheetColumn("对象（个）", "number"),
    SheetColumn("金额合计（元）", "money"),
    SheetColumn("平均（元）", "money"),
    SheetColumn("中位数（元）", "money"),
    SheetColumn("最低（元）", "money"),
    SheetColumn("最高（元）", "money"),
    SheetColumn("说明", width=36),
]


@page(SEE_CAMPAIGNS)
@require_GET
def fairness(request: HttpRequest, pk: int) -> HttpResponse:
    """Amounts by need, units in which all get the same, relatives, who was left out; `?export=xlsx`."""
    campaign, user = steered(request, pk, SEE_CAMPAIGNS), acting(request)
    told = queries.fairness_of(campaign, user, SEE_CAMPAIGNS.code)
    if request.GET.get("export") == "xlsx":
        return _workbook(request, campaign, told)
    context = {"campaign": campaign, "told": told, "chart": looks.need_chart(told.needs)}
    return render(request, "campaigns/fairness.html", context)


@page(SEE_CAMPAIGNS)
@require_GET
def left_out(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Families of the area that a rule speaks of and that are not on the roster."""
    campaign, user = steered(request, pk, SEE_CAMPAIGNS), acting(request)
    if code not in queries.LEFT_OUT_WHYS:
        raise Http404
    rule = queries.why_named(code)
    listed = replace(
        looks.LEFT_OUT,
        title=f"{rule.label}，不在名单上",
        subtitle=f"{campaign.name}：在档、由本活动主办单位管的家庭，姓名已遮盖",
    )
    rows = queries.left_out_by(user, campaign, code, SEE_CAMPAIGNS.code)
    crumb = {"label": "公平性", "url": reverse("campaigns:fairness", args=[pk])}
    return listed.respond(request, rows, parent=crumb)


def _workbook(request: HttpRequest, campaign: Campaign, told: Fairness) -> HttpResponse:
    rows: list[list[object]] = [
        [
            "按困难类别",
            one.label,
            one.number,
            one.whole,
            one.mean,
            one.median,
            one.least,
            one.most,
            "",
        ]
        for one in told.needs
    ]
    rows += [
        [
            "疑似平均分配",
            one.unit,
            one.number,
            None,
            None,
            one.amount,
            None,
            None,
            f"{one.needs}类困难，其中{one.alike}个金额相同",
        ]
        for one in told.flat
    ]
    for title, marks in (("名单上", told.listed), ("不在名单上", told.left_out)):
        rows += [[title, one.label, one.number, *[None] * 5, ""] for one in marks]
    return workbook_answer(
        request,
        title=f"{campaign.name}公平性",
        columns=COLUMNS,
        rows=rows,
        count=len(rows),
        filters=f"时间：{campaign.starts_on} 至 {campaign.ends_on}",
    )
