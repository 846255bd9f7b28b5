"""How campaigns look: their list, the roster, the colours of states, the chart and the way of one."""

from typing import Any

from django.urls import reverse

from campaigns import kinds, queries
from campaigns.models import Campaign, Enrolment
from campaigns.queries import Progress
from campaigns.rules.states import RUNNING, WAY
from ground.kernel import identifiers
from ground.web.lists import Choice, Column, Empty, ListPage

State = Campaign.State
_TONES = {State.ARCHIVED: "neutral", State.PLANNED: "neutral", State.SUMMARISED: "good"}
_ENROLMENT_TONES = {
    Enrolment.State.LISTED: "neutral",
    Enrolment.State.ELIGIBLE: "info",
    Enrolment.State.INELIGIBLE: "bad",
    Enrolment.State.APPROVED: "info",
    Enrolment.State.PLANNED: "warn",
    Enrolment.State.REACHED: "good",
}


def state_tone(campaign: Campaign) -> str:
    return _TONES.get(State(campaign.state), "info")


def enrolment_tone(one: Enrolment) -> str:
    return _ENROLMENT_TONES.get(Enrolment.State(one.state), "neutral")


def name_of(one: Any) -> str:
    """Whom an enrolment is of, masked. It needs `queries.roster_of`."""
    if one.member_id:
        return identifiers.masked_name(one.member.name)
    if one.person_name:
        return identifiers.masked_name(one.person_name)
    return identifiers.masked_name(one.holder_name) if one.file_id else "现场发放"


def class_of(one: Any) -> str:
    kind = kinds.kind_of(one.campaign.kind)
    stage = kind.stage_label(one.stage)
    label = queries.class_label(kind, one.person_class)
    return f"{label}·{stage}" if stage else label


def steps_of(campaign: Campaign) -> list[dict[str, str]]:
    """The way of a campaign, with where it stands."""
    here = WAY.index(campaign.state)
    steps = []
    for number, state in enumerate(WAY):
        if state == State.NOTICE and not campaign.notice_days and campaign.state != State.NOTICE:
            continue
        told = "done" if number < here else "here" if number == here else "todo"
        steps.append({"label": str(State(state).label), "state": told})
    return steps


def _running(rows: Any, value: str) -> Any:
    return rows.filter(state__in=[State.PUBLISHED, *RUNNING]) if value == "yes" else rows


CAMPAIGNS = ListPage(
    title="活动",
    subtitle="送温暖、金秋助学：每场活动的名单、预算和到位情况",
    columns=[
        Column(
            "name",
            "活动名称",
            "link",
            sort="name",
            url=lambda campaign: reverse("campaigns:campaign", args=[campaign.pk]),
            width=28,
        ),
        Column("kind", "类型", sort="kind"),
        Column("organiser", "主办单位", sort="organiser__name", width=24),
        Column("starts_on", "开始", "date", sort="starts_on"),
        Column("settle_by", "到位期限", "date", sort="settle_by"),
        Column("budget", "预算（元）", "money", sort="budget"),
        Column("held", "已批准（元）", "money"),
        Column("paid", "已到位（元）", "money"),
        Column("reached", "到位 / 名单", value=lambda one: f"{one.reached} / {one.number}"),
        Column("state", "状态", "badge", sort="state", tone=state_tone),
    ],
    search=["name", "organiser__name"],
    search_hint="活动名称或主办单位",
    filters=[
        Choice("kind", "类型", kinds.choices),
        Choice("state", "状态", State.choices),
        Choice("running", "进度", [("yes", "进行中")], narrow=_running),
    ],
    ordering=["-starts_on"],
    noun="场",
    empty=Empty("还没有活动", "筹备一场活动，由另一人发布后，就可以列入名单。", "campaign"),
)


def roster_list(campaign: Campaign, is_waiting: Any) -> ListPage:
    """The roster of one campaign as a list."""
    kind = kinds.kind_of(campaign.kind)
    classes = [(one.code, one.label) for one in kind.classes]
    return ListPage(
        title=f"{campaign.name}名单",
        subtitle="姓名已遮盖；点档案或姓名看审核结果、事项和款项",
        parent=("活动", "campaigns:list"),
        columns=[
            Column(
                "name",
                "对象",
                "link",
                value=name_of,
                url=lambda one: reverse("campaigns:enrolment", args=[one.pk]),
            ),
            Column("file_no", "档案编号", value=lambda one: one.file.file_no if one.file else ""),
            Column("unit", "单位", sort="unit__path", value=lambda one: one.unit.name, width=24),
            Column("person_class", "类别", value=class_of, width=20),
            Column("reason", "列入理由", width=32),
            Column("amount", "金额（元）", "money", sort="amount"),
            Column("state", "状态", "badge", sort="state", tone=enrolment_tone),
            Column(
                "findings",
                "审核结果",
                value=lambda one: "；".join(found["says"] for found in one.findings),
                width=36,
            ),
        ],
        search=["file__file_no", "reason", "unit__name"],
        search_hint="档案编号、单位或理由",
        filters=[
            Choice("state", "状态", Enrolment.State.choices),
            Choice("class", "类别", [*classes, (kinds.VISITED, "走访现场发放")], "person_class"),
            Choice("exception", "例外", [("yes", "待同意")], narrow=is_waiting),
        ],
        ordering=["pk"],
        noun=kind.unit,
        template="campaigns/roster.html",
        empty=Empty("名单还是空的", "按规则从档案列入，或逐户列入。", "family"),
    )


def chart_of(progress: Progress) -> dict[str, object]:
    """Money by unit: approved beside arrived."""
    return {
        "labels": [one.unit for one in progress.units],
        "series": [
            {"name": "已批准", "values": [one.held for one in progress.units]},
            {"name": "已到位", "values": [one.paid for one in progress.units]},
        ],
    }
