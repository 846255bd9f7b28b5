"""How the kinds of campaign look: their list, and what one holds in words."""

from typing import Any

from django.urls import reverse

from campaigns import screening
from campaigns.kinds import CampaignKind
from campaigns.models import KindVersion
from ground.web.lists import Choice, Column, Empty, ListPage
from ground.web.local_rules import words_of_rule

State = KindVersion.State


def owner_of(version: KindVersion) -> str:
    return version.kind.owner.name if version.kind.owner else "随系统提供"


def state_of(version: KindVersion) -> tuple[str, str]:
    """The state as people ask for it, and its tone."""
    if version.state == State.DRAFT:
        return "草稿", "neutral"
    return ("已停用", "bad") if version.kind.withdrawn_on else ("已发布", "good")


KINDS = ListPage(
    title="活动类型",
    subtitle="每一类活动问什么、给多少、按什么日期：由单位自己制定，发布后用于筹备活动；改动出新版本，已有的活动不变",
    parent=("活动", "campaigns:list"),
    columns=[
        Column(
            "label",
            "名称",
            "link",
            sort="label",
            url=lambda one: reverse("campaigns:kind", args=[one.pk]),
        ),
        Column("owner", "制定单位", value=owner_of, width=24),
        Column("number", "版次", value=lambda one: f"第{one.number}版" if one.number else "草稿"),
        Column(
            "state",
            "状态",
            "badge",
            value=lambda one: state_of(one)[0],
            tone=lambda one: state_of(one)[1],
        ),
        Column("change_note", "依据或改动说明", width=32),
        Column("published_on", "发布日期", "date", sort="published_on"),
    ],
    search=["label", "change_note", "kind__owner__name"],
    search_hint="名称、单位或依据",
    filters=[Choice("state", "状态", State.choices)],
    ordering=["kind_id", "number"],
    noun="份",
    empty=Empty("没有活动类型", "从已有的类型复制一份，改好后请另一位发布。", "campaign"),
)


def standards_said(kind: CampaignKind) -> list[tuple[str, str, Any, str]]:
    return [
        (
            kind.class_label(one.person_class),
            kind.stage_label(one.stage),
            one.amount,
            words_of_rule(one.rule).label if one.rule else "",
        )
        for one in kind.standards
    ]


def rule_said(code: str, value: Any, local_rule: str) -> str:
    said = screening.words_of(code, value)
    return (
        said.replace("{}元", f"“{words_of_rule(local_rule).label}”规定的数") if local_rule else said
    )


def notice_said(kind: CampaignKind) -> str:
    if kind.notice_days is not None:
        return f"{kind.notice_days}个工作日" if kind.notice_days else "不公示"
    return f"按地方规则“{words_of_rule(kind.notice_rule).label}”" if kind.notice_rule else "不公示"
