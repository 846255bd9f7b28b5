"""How home investigations look in lists."""

from django.urls import reverse

from assistance.investigations.models import HomeInvestigation
from ground.kernel.identifiers import masked_name
from ground.web.lists import Choice, Column, Empty, ListPage, Span

CONCLUSION_TONES = {"true": "good", "mostly": "info", "false": "bad"}


def holder_of(one: HomeInvestigation) -> str:
    return masked_name(vars(one)["holder_name"] or "")


def state_of(one: HomeInvestigation) -> str:
    is_withdrawn = one.state == HomeInvestigation.State.WITHDRAWN
    return one.get_state_display() if is_withdrawn else one.get_conclusion_display()


def tone_of(one: HomeInvestigation) -> str:
    is_withdrawn = one.state == HomeInvestigation.State.WITHDRAWN
    return "neutral" if is_withdrawn else CONCLUSION_TONES[one.conclusion]


INVESTIGATIONS = ListPage(
    title="入户调查",
    columns=[
        Column(
            "file_no",
            "档案编号",
            "link",
            url=lambda one: reverse("investigations:investigation", args=[one.pk]),
            value=lambda one: one.file.file_no,
            width=16,
        ),
        Column("holder", "户主", value=holder_of),
        Column("unit", "所在单位", value=lambda one: one.file.unit.name, width=28),
        Column("purpose", "用途"),
        Column("visited_on", "调查日期", "date", sort="visited_on"),
        Column(
            "investigators",
            "调查人",
            value=lambda one: "、".join(person.name for person in one.investigators.all()),
            width=20,
        ),
        Column("conclusion", "结论", "badge", value=state_of, tone=tone_of),
        Column("recorded_by", "登记人", value=lambda one: str(one.recorded_by), export_only=True),
    ],
    search=["file__file_no"],
    search_hint="档案编号",
    filters=[
        Choice("purpose", "用途", HomeInvestigation.Purpose.choices),
        Choice("conclusion", "结论", HomeInvestigation.Conclusion.choices),
        Choice("state", "状态", HomeInvestigation.State.choices),
        Span("on", "调查日期", "visited_on"),
    ],
    ordering=["-visited_on", "-pk"],
    noun="次调查",
    empty=Empty("还没有入户调查", "档案到“入户调查”环节后，由至少两人入户并在手机上登记。", "home"),
)
