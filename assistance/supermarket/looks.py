"""How cards, issues, families and differences look in lists."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from assistance.households.models import HardshipFile
from assistance.supermarket.models import CardKind, Difference, Issue, LoveCard
from ground.kernel import clock
from ground.kernel.identifiers import masked_name
from ground.web.lists import Choice, Column, Empty, ListPage, Span

if TYPE_CHECKING:
    from django.db.models import QuerySet


def holder(one: Any) -> str:
    return masked_name(vars(one).get("holder_name") or "")


def card_tone(one: LoveCard) -> str:
    return "good" if one.state == LoveCard.State.ACTIVE else "bad"


def difference_tone(one: Difference) -> str:
    return "good" if one.decision else "warn"


def state_of(one: Issue) -> str:
    return "已冲正" if hasattr(one, "reversal") else "已领取"


def issue_tone(one: Issue) -> str:
    return "bad" if hasattr(one, "reversal") else "good"


def goods_of(one: Issue) -> str:
    return "，".join(
        f"{line.goods.name} {line.quantity}{line.goods.unit}" for line in one.lines.all()
    )


def _ended(rows: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
    if value == "ended":
        return rows.filter(valid_to__lt=clock.today())
    return rows.filter(valid_to__gte=clock.today())


def _reversed(rows: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
    return rows.filter(reversal__isnull=value != "reversed")


CARDS = ListPage(
    title="爱心卡",
    subtitle="卡上的余额由流水逐笔累计，永不透支；卡号只显示后四位",
    columns=[
        Column(
            "number",
            "卡号尾数",
            "link",
            value=lambda c: f"尾号{c.number[-4:]}",
            url=lambda c: reverse("supermarket:card", args=[c.pk]),
        ),
        Column("holder", "户主", value=holder),
        Column("file", "档案编号", value=lambda c: c.file.file_no),
        Column("unit", "所在单位", value=lambda c: str(c.file.unit)),
        Column("kind", "卡种", sort="kind"),
        Column("balance", "余额（元）", "money", "balance"),
        Column("valid_to", "有效期至", "date", "valid_to"),
        Column("state", "状态", "badge", tone=card_tone),
        Column("organisation", "发卡单位"),
        Column("issued_on", "发卡日期", "date", "issued_on"),
    ],
    search=["file__file_no", "file__unit__name"],
    search_hint="档案编号或单位",
    filters=[
        Choice("kind", "卡种", CardKind.choices),
        Choice("state", "状态", LoveCard.State.choices),
        Choice("valid", "有效期", [("valid", "有效"), ("ended", "已到期")], narrow=_ended),
    ],
    ordering=["-pk"],
    noun="张",
    empty=Empty("还没有爱心卡", "先规定额度，再给在档家庭发卡，打印卡片后就能到柜台领取。", "card"),
)
ISSUES = ListPage(
    title="领取记录",
    subtitle="每次领取扣卡、出库同时入账；当天办错的可以冲正",
    columns=[
        Column(
            "pk",
            "单号",
            "link",
            "pk",
            value=str,
            url=lambda i: reverse("supermarket:issue", args=[i.pk]),
        ),
        Column("on", "日期", "date", ["on", "pk"]),
        Column("holder", "户主", value=holder),
        Column("file", "档案编号", value=lambda i: i.file.file_no),
        Column("goods", "物资", value=goods_of, width=36),
        Column("value", "价值（元）", "money", "value"),
        Column("charged", "扣卡（元）", "money"),
        Column("state", "状态", "badge", value=state_of, tone=issue_tone),
        Column("was_offline", "离线", value=lambda i: "离线" if i.was_offline else ""),
        Column("store", "超市"),
        Column("made_by", "经办人"),
    ],
    search=["file__file_no"],
    search_hint="档案编号",
    filters=[
        Span("on", "日期", "on"),
        Choice("state", "状态", [("issued", "已领取"), ("reversed", "已冲正")], narrow=_reversed),
        Choice(
            "offline", "离线", [("True", "离线发放"), ("False", "联网发放")], field="was_offline"
        ),
    ],
    ordering=["-on"],
    noun="次",
    empty=Empty("还没有领取", "在柜台扫爱心卡和商品，发放后列在这里。", "receipt"),
)
FAMILIES = ListPage(
    title="各户年度领取",
    subtitle="每户全年在爱心超市领取的次数和价值，不含已冲正的",
    columns=[
        Column(
            "file_no",
            "档案编号",
            "link",
            "file_no",
            url=lambda f: f"{reverse('supermarket:issues')}?q={f.file_no}",
        ),
        Column("holder", "户主", value=holder),
        Column("unit", "所在单位", value=lambda f: str(f.unit)),
        Column("category", "困难类别"),
        Column("times", "次数", "number", "times"),
        Column("value", "价值（元）", "money", "value"),
        Column("last_on", "最近领取", "date", "last_on"),
    ],
    search=["file_no", "unit__name"],
    search_hint="档案编号或单位",
    filters=[Choice("category", "困难类别", HardshipFile.Category.choices)],
    ordering=["-value"],
    noun="户",
    empty=Empty("这一年还没有家庭领取", "换一个年度，或到柜台开始发放。", "family"),
)
DIFFERENCES = ListPage(
    title="差异处理",
    subtitle="柜台离线时发放、联网后与账上不符的，由发放人以外的人查明处理",
    columns=[
        Column(
            "kind",
            "差异",
            "link",
            "kind",
            url=lambda d: reverse("supermarket:difference", args=[d.pk]),
        ),
        Column("words", "说明", width=40),
        Column("issue", "领取", value=lambda d: str(d.issue)),
        Column("on", "日期", "date", value=lambda d: d.issue.on),
        Column("amount", "金额（元）", "money", "amount"),
        Column("handed_by", "发放人"),
        Column(
            "decision",
            "处理",
            "badge",
            value=lambda d: d.get_decision_display() or "待处理",
            tone=difference_tone,
        ),
        Column("owed", "待扣（元）", "money"),
        Column("settled_by", "处理人"),
        Column("reason", "处理说明", export_only=True),
    ],
    filters=[
        Choice("kind", "差异", Difference.Kind.choices),
        Choice(
            "open",
            "处理",
            [("open", "待处理"), ("settled", "已处理")],
            narrow=lambda rows, value: (
                rows.filter(decision="") if value == "open" else rows.exclude(decision="")
            ),
        ),
    ],
    ordering=["-pk"],
    noun="项",
    empty=Empty("没有差异", "柜台离线发放的记录都与账上相符。", "approve"),
)
