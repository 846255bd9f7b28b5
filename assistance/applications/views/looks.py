"""How applications look: their list, the tones of their states, the steps of their way."""

from typing import Any

from django.urls import reverse

from assistance.applications.models import Application
from assistance.applications.rules import ON_FILE, STATES
from assistance.standards.rules import SOURCE_KINDS, Sentence
from ground.accounts.models import User
from ground.kernel.identifiers import masked_name
from ground.web.lists import Choice, Column, Empty, ListPage, Span, Within

State = Application.State
TONES = {
    State.DRAFT: "neutral",
    State.RECOMMENDED: "warn",
    State.REVIEWED: "warn",
    State.APPROVED: "good",
    State.REJECTED: "bad",
    State.WITHDRAWN: "neutral",
    State.LAPSED: "bad",
}


def family_of(one: Application) -> str:
    """Who asks, masked; for rows read through `queries.in_lists`."""
    name = getattr(one, "holder_name", None) or one.person_name
    return masked_name(name) if name else ""


def url_of(one: Application) -> str:
    return reverse("applications:application", args=[one.pk])


def list_for(user: User, permission: str) -> ListPage:
    """The list with the filters that depend on who looks."""
    return ListPage(
        title="救助申请",
        subtitle="按标准提出建议，写明理由；一人经办、一人复核、一人审批，批准后自动安排款项",
        columns=[
            Column(
                "item", "救助项目", "link", value=lambda one: one.get_aid_type_display(), url=url_of
            ),
            Column("family", "申请人", value=family_of),
            Column(
                "file_no", "档案编号", value=lambda one: one.file.file_no if one.file else "未建档"
            ),
            Column("unit", "所在单位", value=lambda one: one.unit.name, width=28),
            Column("year", "年度", value=lambda one: one.year_words),
            Column("occasion", "事项"),
            Column("asked", "申请金额（元）", "money", sort="asked"),
            Column("proposed_amount", "建议金额（元）", "money"),
            Column("decided_amount", "批准金额（元）", "money", sort="decided_amount"),
            Column(
                "state", "状态", "badge", sort="state", tone=lambda one: TONES[State(one.state)]
            ),
            Column("applied_on", "申请日期", "date", sort="applied_on"),
            Column("source_kind", "拟用资金来源", export_only=True),
            Column("decided_reason", "理由", export_only=True),
            Column("decided_on", "审批日期", "date", export_only=True),
        ],
        search=["file__file_no", "occasion", "unit__name"],
        search_hint="档案编号、事项或单位",
        filters=[
            Choice("state", "状态", State.choices),
            Choice("aid_type", "救助项目", list(ON_FILE.items())),
            Choice("source_kind", "拟用资金", list(SOURCE_KINDS.items())),
            Choice(
                "relative",
                "工作人员亲属",
                [("yes", "是")],
                narrow=lambda rows, _: rows.filter(is_relative=True),
            ),
            Span("applied", "申请日期", "applied_on"),
            Within("unit", "所在单位", user.scope(permission), "unit"),
        ],
        ordering=["-applied_on", "-pk"],
        noun="件",
        empty=Empty("还没有救助申请", "从档案页或这里为家庭登记申请。", "edit"),
    )


def steps_of(one: Application) -> list[dict[str, str]]:
    """The way: what is behind it, where it stands, what is to come."""
    way = [
        ("登记", one.applied_on, ""),
        ("提交", one.recommended_on, State.DRAFT),
        ("复核", one.reviewed_on, State.RECOMMENDED),
        ("审批", one.decided_on, State.REVIEWED),
    ]
    shown = []
    for label, on, here in way:
        state = "done" if on else "here" if one.state == here else "todo"
        shown.append({"label": label, "state": state, "note": f"{on:%m-%d}" if on else ""})
    if one.state in {State.REJECTED, State.WITHDRAWN, State.LAPSED}:
        shown = [each for each in shown if each["state"] == "done"]
        shown.append({"label": STATES[one.state], "state": "failed", "note": ""})
    elif one.state == State.APPROVED:
        shown.append({"label": "已安排款项", "state": "done", "note": ""})
    return shown


def sentences_kept(one: Application) -> list[Sentence]:
    """What was said at the last step."""
    return [Sentence(**each) for each in one.proposal.get("sentences", [])]


def people_of(one: Application) -> list[dict[str, Any]]:
    """Who did what and when."""
    done = [
        ("经办", one.made_by, one.applied_on, ""),
        ("提交复核", one.recommended_by, one.recommended_on, ""),
        ("复核", one.reviewed_by, one.reviewed_on, one.review_opinion),
        ("审批", one.decided_by, one.decided_on, one.opinion),
    ]
    return [
        {"label": label, "who": who, "on": on, "opinion": opinion}
        for label, who, on, opinion in done
        if who is not None
    ]
