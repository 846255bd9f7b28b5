"""How complaints look: their list, the colours of states, the light of a day, the way of one."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from assistance.complaints import queries, rules
from assistance.complaints.models import Complaint, Inquiry
from assistance.complaints.permissions import SEE_COMPLAINTS
from ground.accounts.models import User
from ground.kernel import clock
from ground.sheets.writing import SheetColumn
from ground.web.lists import Choice, Column, Empty, ListPage, Span, years_of

State = Complaint.State
TONES = {
    State.RECEIVED: "warn",
    State.REFUSED: "neutral",
    State.ACCEPTED: "warn",
    State.LOOKING: "info",
    State.ANSWERED: "info",
    State.CLOSED: "good",
}
WAY = ("收到", "受理", "调查", "办结")
_HERE = {
    State.RECEIVED: 1,
    State.ACCEPTED: 2,
    State.LOOKING: 2,
    State.ANSWERED: 3,
    State.CLOSED: 4,
}
PUBLIC_WORDS = {
    State.RECEIVED: "已收到，待受理",
    State.REFUSED: "不予受理",
    State.ACCEPTED: "已受理",
    State.LOOKING: "正在调查",
    State.ANSWERED: "正在调查",
    State.CLOSED: "已办结",
}
FIGURES = [
    SheetColumn("类别", width=14),
    SheetColumn("收到（件）", "number"),
    SheetColumn("不予受理", "number"),
    SheetColumn("在办", "number"),
    SheetColumn("已办结", "number"),
    SheetColumn("按期完结", "number"),
    SheetColumn("有超期", "number"),
    SheetColumn("属实和部分属实", "number"),
]


def tone_of(complaint: Complaint) -> str:
    return TONES[State(complaint.state)]


def steps_of(complaint: Complaint) -> list[dict[str, str]]:
    if complaint.state == State.REFUSED:
        return [{"label": "收到", "state": "done"}, {"label": "不予受理", "state": "here"}]
    here = _HERE[State(complaint.state)]
    return [
        {
            "label": label,
            "state": "done" if number < here else "here" if number == here else "todo",
        }
        for number, label in enumerate(WAY)
    ]


def warn_days(on: date) -> int:
    return queries.days_of("complaints.warn_days", on=on, division=None)


def light_of(complaint: Complaint, today: date, warn: int) -> tuple[str, str]:
    """The tone of its day and the words: 剩 3 日."""
    light = rules.light_of(complaint.due_on, today, warn)
    return rules.LIGHT_TONES[light], rules.countdown_of(complaint.due_on, today)


def _standing(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "standing":
        return rows.exclude(state__in=Complaint.ENDED)
    if value == "overdue":
        return rows.filter(queries.overdue(clock.today()))
    return rows.filter(state=value)


def complaint_list(user: User) -> ListPage:
    """The register as this person sees it: lights as of today."""
    today = clock.today()
    warn = warn_days(today)
    seen = Complaint.objects.visible_to(user, SEE_COMPLAINTS.code)
    return ListPage(
        title="投诉举报登记",
        subtitle="反映人和内容加密保存，列表和导出中都没有；涉及本单位或本人的不在您的列表中",
        columns=[
            Column(
                "mark",
                "编号",
                "link",
                sort=("year", "number"),
                url=lambda one: reverse("complaints:complaint", args=[one.pk]),
                width=14,
            ),
            Column("received_on", "收到日期", "date", sort="received_on"),
            Column("way", "来源"),
            Column("kind", "类别", sort="kind"),
            Column(
                "unit",
                "被反映单位",
                value=lambda one: one.unit.name if one.unit_id else "未判明",
                width=26,
            ),
            Column("about_label", "涉及事项", width=26),
            Column("state", "状态", "badge", tone=tone_of),
            Column(
                "light",
                "期限",
                "badge",
                value=lambda one: light_of(one, today, warn)[1],
                tone=lambda one: light_of(one, today, warn)[0],
                page_only=True,
            ),
            Column("due_on", "本环节期限", "date", sort="due_on", export_only=True),
            Column("handler_name", "承办人"),
            Column(
                "finding",
                "结论",
                value=lambda one: Inquiry.Finding(one.finding).label if one.finding else "",
            ),
            Column("ended_on", "办结日期", "date", sort="ended_on"),
        ],
        search=["about_label"],
        search_hint="涉及事项",
        filters=[
            Choice(
                "state",
                "状态",
                [("standing", "未办结"), ("overdue", "已超期"), *State.choices],
                narrow=_standing,
            ),
            Choice("kind", "类别", Complaint.Kind.choices),
            Choice("way", "来源", Complaint.Way.choices),
            Choice(
                "finding",
                "结论",
                Inquiry.Finding.choices,
                narrow=lambda rows, value: rows.filter(finding=value),
            ),
            Span("received", "收到日期", "received_on"),
            Choice("year", "年度", years_of(seen, "received_on"), field="year"),
        ],
        ordering=["-year", "-number"],
        noun="件",
        empty=Empty(
            "没有投诉举报",
            "有人从结果公开页、登录页反映，或来电、来信、来访时登记后，会列在这里。",
            "message",
        ),
    )
