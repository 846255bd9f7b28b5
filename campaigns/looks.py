"""How campaigns look: their list, the roster, the colours of states, the chart and the way of one."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.urls import reverse

from assistance.households.models import HardshipFile
from campaigns import kinds, queries
from campaigns.models import Campaign, Enrolment, KindVersion, VisitTarget
from campaigns.permissions import SEE_CAMPAIGNS
from campaigns.queries import NeedLine, Progress
from campaigns.queries.years import narrowed_since
from campaigns.rules.states import HOLDING, RUNNING, WAY
from ground.accounts.models import User
from ground.kernel import identifiers
from ground.web.lists import Choice, Column, Empty, ListPage, Within

State = Campaign.State
_MARKS = [
    ("relative", "工作人员亲属"),
    *((one, queries.why_named(one).label) for one in queries.LISTED_WHYS),
]
_STANDING = [("yes", "未被否决、未退出"), ("held", "已批准（含已到位）")]
_SINCE = [("again", "上年也帮扶"), ("fresh", "今年新增"), ("gone", "下一年不再帮扶")]
_TONES = {State.ARCHIVED: "neutral", State.PLANNED: "neutral", State.SUMMARISED: "good"}
_ENROLMENT_TONES = {
    Enrolment.State.LISTED: "neutral",
    Enrolment.State.ELIGIBLE: "info",
    Enrolment.State.INELIGIBLE: "bad",
    Enrolment.State.APPROVED: "info",
    Enrolment.State.PLANNED: "warn",
    Enrolment.State.REACHED: "good",
}


TARGET_TONES = {
    VisitTarget.State.PLANNED: "info",
    VisitTarget.State.VISITED: "good",
    VisitTarget.State.MISSED: "warn",
}


def state_tone(campaign: Campaign) -> str:
    return _TONES.get(State(campaign.state), "info")


def enrolment_tone(one: Enrolment) -> str:
    return _ENROLMENT_TONES.get(Enrolment.State(one.state), "neutral")


def name_of(one: Any) -> str:
    """Whom an enrolment is of, masked. It needs `queries.roster_of`."""
    if one.member_id:
        return identifiers.masked_name(one.member.name)
    if one.is_place:
        return str(one.person_name)
    if one.person_name:
        return identifiers.masked_name(one.person_name)
    return identifiers.masked_name(one.holder_name) if one.file_id else "现场发放"


def full_name_of_target(target: Any) -> str:
    """Whom a target is of. It needs `queries.visiting.on_route`."""
    one = target.enrolment
    return str(one.member.name if one.member_id else one.person_name or target.holder_name or "")


def name_of_target(target: Any) -> str:
    full = full_name_of_target(target)
    return full if target.enrolment.is_place else identifiers.masked_name(full)


def class_of(one: Any, kind: kinds.CampaignKind) -> str:
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


def _years() -> list[tuple[int, str]]:
    years = Campaign.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(one, f"{one}年") for one in years]


def campaign_list(user: User, versions: Iterable[KindVersion]) -> ListPage:
    """The campaigns, to be narrowed to the kinds that a person sees."""
    kinds_seen = [(one.kind.code, one.label) for one in versions]
    return ListPage(
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
            Column(
                "kind",
                "类型",
                sort="kind_version__label",
                value=lambda one: one.kind_version.label,
            ),
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
            Choice("kind", "类型", kinds_seen, "kind_version__kind__code"),
            Choice("year", "年度", _years),
            Within("organiser", "主办单位", user.scope(SEE_CAMPAIGNS.code), "organiser"),
            Choice("state", "状态", State.choices),
            Choice("running", "进度", [("yes", "进行中")], narrow=_running),
        ],
        ordering=["-starts_on"],
        noun="场",
        empty=Empty("还没有活动", "筹备一场活动，由另一人发布后，就可以列入名单。", "campaign"),
    )


def roster_list(campaign: Campaign, user: User) -> ListPage:
    """The roster of one campaign as a list; a person narrows it to units in their scope."""
    kind = campaign.kind
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
            Column("person_class", "类别", value=partial(class_of, kind=kind), width=20),
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
            Within("unit", "单位", user.scope(SEE_CAMPAIGNS.code), "unit"),
            Choice("need", "困难类别", queries.NEEDS, narrow=queries.of_need),
            Choice("live", "范围", _STANDING, narrow=_live),
            Choice("since", "比上年", _SINCE, narrow=partial(_since, campaign)),
            Choice("mark", "核查", _MARKS, narrow=partial(_marked, campaign)),
            Choice("exception", "例外", [("yes", "待同意")], narrow=_waiting),
        ],
        ordering=["pk"],
        noun=kind.unit,
        template="campaigns/roster.html",
        empty=Empty("名单还是空的", "按规则从档案列入，或逐户列入。", "family"),
    )


LEFT_OUT = ListPage(
    title="不在名单上",
    columns=[
        Column("name", "户主", value=lambda one: identifiers.masked_name(one.holder_name or "")),
        Column("file_no", "档案编号", sort="file_no"),
        Column("unit", "单位", sort="unit__path", value=lambda one: one.unit.name, width=24),
        Column("category", "困难类别", value=lambda one: one.get_category_display()),
        Column("why", "情况", width=40),
    ],
    filters=[Choice("category", "困难类别", HardshipFile.Category.choices)],
    ordering=["pk"],
    noun="户",
    empty=Empty("没有这样的家庭", "这一类家庭都在名单上，没有就是好消息。", "approve"),
)


def need_chart(lines: Sequence[NeedLine]) -> dict[str, object] | None:
    """What people of each need get, on average and in the middle."""
    told = [one for one in lines if one.mean is not None]
    if len(told) < 2:  # noqa: PLR2004 -- one alone is compared with nothing
        return None
    return {
        "labels": [one.label for one in told],
        "series": [
            {"name": "平均", "values": [one.mean for one in told]},
            {"name": "中位数", "values": [one.median for one in told]},
        ],
    }


def _live(rows: Any, value: str) -> Any:
    return rows.filter(state__in=HOLDING) if value == "held" else queries.live_of(rows)


def _since(campaign: Campaign, rows: Any, value: str) -> Any:
    return narrowed_since(campaign, rows, value)


def _marked(campaign: Campaign, rows: Any, value: str) -> Any:
    if value == "relative":
        return queries.of_relatives(rows)
    return queries.marked(rows, campaign, value)


def _waiting(rows: Any, value: str) -> Any:  # noqa: ARG001 -- the only value
    """Exceptions that wait for another person."""
    return rows.filter(
        state=Enrolment.State.INELIGIBLE, override_by__isnull=False, overridden_by__isnull=True
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
