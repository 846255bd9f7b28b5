"""送温暖统计表, 金秋助学汇总表: as page, workbook and PDF; the list that hangs, masked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from assistance.notices.queries import desk_above
from campaigns import looks, queries
from campaigns.forms import NoticeSheetForm
from campaigns.kinds import CampaignKind
from campaigns.models import Campaign, Enrolment
from campaigns.permissions import SEE_CAMPAIGNS
from campaigns.queries import Line, Report
from campaigns.queries.goods import GoodsProgress, goods_progress
from campaigns.queries.visiting import Visiting, visiting_of
from campaigns.rules.publishing import public_class
from campaigns.rules.states import HOLDING
from campaigns.views.parts import steered
from ground.briefs.tables import HANDS, MOST_ROWS, Table, book_answer, table_answer
from ground.kernel.money import shown_short
from ground.sheets.writing import SheetColumn
from ground.web.pages import acting, page

COLUMNS = [
    SheetColumn("对象类别", width=22),
    SheetColumn("学段", width=16),
    SheetColumn("对象（个）", "number"),
    SheetColumn("户数", "number"),
    SheetColumn("人数", "number"),
    SheetColumn("批准金额（元）", "money"),
    SheetColumn("到位（个）", "number"),
    SheetColumn("到位金额（元）", "money"),
]
NOTICE = [
    SheetColumn("序号", "number", 6),
    SheetColumn("姓名", width=12),
    SheetColumn("单位", width=30),
    SheetColumn("类别", width=24),
    SheetColumn("金额（元）", "money"),
]


@page(SEE_CAMPAIGNS)
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures that an office reports; `?export=xlsx` and `?export=pdf` for paper."""
    campaign = steered(request, pk, SEE_CAMPAIGNS)
    told = queries.report_of(campaign)
    visited, goods = visiting_of(campaign), goods_progress(campaign)
    title = f"{campaign.name}{campaign.kind.report}"
    shown = _columns_of(campaign.kind)
    columns = [COLUMNS[at] for at in shown]
    *rows, total = [[cells[at] for at in shown] for cells in map(_cells, (*told.lines, told.total))]
    export = request.GET.get("export")
    if export in {"xlsx", "pdf"}:
        table = Table(
            title=title,
            columns=columns,
            rows=rows,
            total=total,
            marks=[
                f"单位：{campaign.organiser.name}",
                _days(campaign),
                *_marks(told),
                *_visited(visited, goods),
            ],
            hands=HANDS,
        )
        of = acting(request).organisation
        if export == "xlsx":
            return book_answer(request, table, organisation=of, filters=_days(campaign))
        return table_answer(request, table, organisation=of)
    context = {
        "campaign": campaign,
        "kind": campaign.kind,
        "report": told,
        "visited": visited,
        "goods": goods,
    }
    return render(request, "campaigns/report.html", context)


@page(SEE_CAMPAIGNS)
@require_GET
def notice_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of those who fulfil the rules, masked, to be posted; of one unit where it is chosen."""
    campaign = steered(request, pk, SEE_CAMPAIGNS)
    among = Enrolment.objects.visible_to(acting(request), SEE_CAMPAIGNS.code)
    shown = among.filter(state__in=["eligible", *HOLDING])
    asked = NoticeSheetForm(campaign, request.GET)
    if not asked.is_valid():
        messages.error(request, "这个单位不在名单里：请重新选择单位")
        return redirect("campaigns:notice", pk)
    unit = asked.cleaned_data["unit"]
    if unit is not None:
        shown = shown.filter(unit__path__startswith=unit.path)
    rows = queries.roster_of(campaign, shown).select_related("campaign", "unit", "member", "file")
    number, kind = rows.count(), campaign.kind
    if number > MOST_ROWS:
        messages.error(
            request, f"名单共{number:,}个，一张公示单最多{MOST_ROWS:,}个：请选单位分别打印"
        )
        return redirect("campaigns:notice", pk)
    if not number:
        messages.error(request, "没有符合条件的对象可以公示：请先进行资格审核")
        return redirect("campaigns:notice", pk)
    table = Table(
        title=f"{campaign.name}名单公示",
        columns=NOTICE,
        rows=[
            [
                at,
                looks.name_of(one),
                one.unit.name,
                public_class(looks.class_of(one, kind)),
                one.amount,
            ]
            for at, one in enumerate(rows.order_by("unit__path", "pk"), 1)
        ],
        marks=[kind.notice, *([f"单位：{unit.name}"] if unit else [])],
        notes=_posted(campaign),
        hands=[f"主办单位：{campaign.organiser.name}（盖章）"],
    )
    return table_answer(request, table, organisation=acting(request).organisation)


def _posted(campaign: Campaign) -> list[str]:
    """When and where it hangs, and whom one tells what is wrong; to be filled in where it is not known."""
    at_least = f"不少于{campaign.notice_days}个工作日，" if campaign.notice_days else ""
    days = (
        f"{campaign.notice_from} 至 {campaign.notice_to}"
        if campaign.notice_to
        else f"{at_least}自　　年　　月　　日起至　　年　　月　　日止"
    )
    desk = desk_above(campaign.organiser)
    heard = (
        f"监督电话：{desk.phone}（{desk.contact}）"
        if desk
        else "监督电话：　　　　　　　（　　　　）"
    )
    return [f"公示时间：{days}", f"公示地点：{campaign.notice_place or '　　　　　　　　'}", heard]


def _days(campaign: Campaign) -> str:
    return f"时间：{campaign.starts_on} 至 {campaign.ends_on}"


def _marks(told: Report) -> list[str]:
    money = "；".join(f"{source} {shown_short(amount)}元" for source, amount in told.sources)
    visits = f"走访{told.visits}次、{told.places}处，其中企业{told.enterprises}家"
    given = [f"资金：{money}"] if money else []
    return [*given, f"{visits}；慰问品折合{shown_short(told.goods)}元" if told.goods else visits]


def _columns_of(kind: CampaignKind) -> list[int]:
    """Which columns say something of a kind: stages and money only where it has them."""
    left_out = {*((1,) if not kind.stages else ()), *((5, 7) if not kind.cash else ())}
    return [at for at in range(len(COLUMNS)) if at not in left_out]


def _visited(told: Visiting, goods: list[GoodsProgress]) -> list[str]:
    """Groups, families, envelopes, and each kind of goods with its units and value (domain.md, 5.7)."""
    if not told.families:
        return []
    given = "；".join(
        f"{one.line.goods.name}{one.handed}{one.line.goods.unit}折{shown_short(one.value)}元"
        for one in goods
        if one.handed
    )
    seen = f"慰问组{told.groups}个，入户慰问{told.families}户，送到现金{shown_short(told.cash)}元"
    return [f"{seen}；{given}" if given else seen]


def _cells(one: Line) -> list[object]:
    return [
        one.label,
        one.stage,
        one.number,
        one.households,
        one.people,
        one.amount,
        one.reached,
        one.paid,
    ]
