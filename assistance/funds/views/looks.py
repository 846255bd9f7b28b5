"""How allocations and returns look in lists."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from assistance.funds.models import Allocation, FundReturn, FundSource
from ground.kernel import clock
from ground.web.lists import Choice, Column, Empty, ListPage, Span

if TYPE_CHECKING:
    from django.db.models import QuerySet

TONES = {"sent": "warn", "received": "good", "refused": "bad"}


def allocation_tone(one: Allocation) -> str:
    return TONES[one.state]


def return_tone(one: FundReturn) -> str:
    return TONES[one.state]


def _late(rows: "QuerySet[Any]", _value: str) -> "QuerySet[Any]":
    return rows.filter(state="sent", due_on__lt=clock.today())


ALLOCATIONS = ListPage(
    title="下达与缴回",
    subtitle="上级下达、本级确认到账；未用完的沿原路缴回。两边各记各账，一一对应",
    columns=[
        Column(
            "purpose",
            "用途",
            "link",
            "purpose",
            url=lambda one: reverse("funds:allocation", args=[one.pk]),
        ),
        Column("giver", "下达单位", value=lambda one: str(one.source.organisation)),
        Column("to", "接收单位", sort="to__path", value=lambda one: str(one.to)),
        Column("source", "资金", value=lambda one: str(one.source)),
        Column("kind", "来源", value=lambda one: one.source.get_kind_display()),
        Column("amount", "金额（元）", "money", "amount"),
        Column("returned", "已缴回（元）", "money", "returned"),
        Column("on", "下达日期", "date", "on"),
        Column("state", "状态", "badge", tone=allocation_tone),
        Column("decided_on", "到账（退回）日期", "date", "decided_on"),
        Column("due_on", "应确认日期", "date", export_only=True),
        Column("document_no", "文号", export_only=True),
        Column("reason", "退回原因", export_only=True),
    ],
    search=["purpose", "document_no", "to__name", "source__name", "source__organisation__name"],
    search_hint="用途、文号、单位或资金",
    filters=[
        Choice("state", "状态", Allocation.State.choices),
        Choice("kind", "来源", FundSource.Kind.choices, field="source__kind"),
        Choice("late", "期限", [("late", "逾期未确认")], narrow=_late),
        Span("on", "下达日期", "on"),
    ],
    ordering=["-pk"],
    noun="笔",
    empty=Empty("还没有下达", "从一笔资金的页面把钱下达给下级单位，或等待上级下达。", "transfer"),
    parent=("帮扶资金", "funds:sources"),
)

RETURNS = ListPage(
    title="缴回",
    columns=[
        Column(
            "why",
            "缴回原因",
            "link",
            "why",
            url=lambda one: reverse("funds:return", args=[one.pk]),
        ),
        Column("giver", "缴回单位", value=lambda one: str(one.source.organisation)),
        Column("to", "收回单位", value=lambda one: str(one.allocation.source.organisation)),
        Column("source", "资金", value=lambda one: str(one.source)),
        Column("amount", "金额（元）", "money", "amount"),
        Column("on", "缴回日期", "date", "on"),
        Column("state", "状态", "badge", tone=return_tone),
        Column("decided_on", "确认日期", "date", "decided_on"),
        Column("reason", "未收到的说明", export_only=True),
    ],
    search=["why", "source__name", "source__organisation__name"],
    search_hint="原因、单位或资金",
    filters=[
        Choice("state", "状态", FundReturn.State.choices),
        Span("on", "缴回日期", "on"),
    ],
    ordering=["-pk"],
    noun="笔",
    empty=Empty("还没有缴回", "上级下达的资金没有用完时，从该笔资金的页面缴回。", "undo"),
    parent=("下达与缴回", "funds:allocations"),
)
