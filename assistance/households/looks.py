"""How a file looks: its list, the colours of its states, its way as steps, its history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from assistance.households.models import Cause, Gate, HardshipFile, Route, Step
from assistance.households.permissions import SEE_FILES
from assistance.households.queries import FoundPerson, file_numbered, standing_of
from ground.accounts.models import User
from ground.kernel import clock, identifiers
from ground.web.lists import Choice, Column, Empty, ListPage, Within, years_of

State = HardshipFile.State

_TONES = {
    State.DRAFT: "neutral",
    State.UNDERWAY: "info",
    State.IMPORTED: "warn",
    State.ACTIVE: "good",
    State.REJECTED: "bad",
}
_ENDED = {State.REJECTED, State.CANCELLED, State.EXITED}
_MOMENT_TONES = {
    Step.Kind.APPROVED: "good",
    Step.Kind.ACKNOWLEDGED: "good",
    Step.Kind.RETURNED: "warn",
    Step.Kind.TROUBLED: "warn",
    Step.Kind.REJECTED: "bad",
}


def state_tone(file: HardshipFile) -> str:
    if file.gate_state == HardshipFile.GateState.TROUBLED:
        return "warn"
    return _TONES.get(State(file.state), "neutral")


def holder_of(file: HardshipFile) -> str:
    """The holder's masked name. For files read through `queries.with_holder`."""
    return identifiers.masked_name(getattr(file, "holder_name", "") or "")


def found_row(file: HardshipFile, people: Sequence[FoundPerson]) -> dict[str, object]:
    """A found file on the page: who was found, masked, and by what."""
    return {
        "file": file,
        "people": [
            {
                "name": identifiers.masked_name(one.member.name),
                "relation": one.member.get_relation_display(),
                "by": "、".join(one.by),
            }
            for one in people
        ],
        "holder": identifiers.masked_name(people[0].member.holder_name or ""),  # type: ignore[attr-defined]
        "standing": standing_of(file),
        "tone": state_tone(file),
    }


def _url(file: HardshipFile) -> str:
    return reverse("households:file", args=[file.pk])


def _at_gate(files: QuerySet[HardshipFile], kind: str) -> QuerySet[HardshipFile]:
    """Under way is said too, because a gate alone does not tell the planner how few stand at one."""
    return files.filter(state=State.UNDERWAY, gate__kind=kind)


def due_of(file: HardshipFile) -> str:
    """By when the work of the file's gate is to be done; how many days it is late."""
    if file.gate_due_on is None:
        return ""
    late = (clock.today() - file.gate_due_on).days
    return f"超期{late}天" if late > 0 else f"{file.gate_due_on:%m-%d}前"


def due_tone(file: HardshipFile) -> str:
    late = file.gate_due_on is not None and file.gate_due_on < clock.today()
    return "bad" if late else "neutral"


def _late(rows: QuerySet[HardshipFile], value: str) -> QuerySet[HardshipFile]:
    today = clock.today()
    rows = rows.filter(state=State.UNDERWAY)
    return (
        rows.filter(gate_due_on=today) if value == "today" else rows.filter(gate_due_on__lt=today)
    )


def _routes() -> list[tuple[int, str]]:
    published = Route.objects.filter(state=Route.State.PUBLISHED).select_related("division")
    return [(one.pk, f"{one}（{one.division or '全部'}，{one.valid_from}起）") for one in published]


FILES = ListPage(
    title="困难职工档案",
    subtitle="一户一档；姓名在列表和导出中都隐去一部分",
    columns=[
        Column("file_no", "档案编号", "link", sort="file_no", url=_url, width=16),
        Column("holder", "户主", value=holder_of),
        Column("unit", "所在单位", sort="unit__path", value=lambda file: file.unit.name, width=28),
        Column("category", "困难类别"),
        Column("primary_cause", "主要致困原因", width=20),
        Column("state", "状态", "badge", value=standing_of, tone=state_tone),
        Column("former_no", "原档案号", export_only=True),
        Column("member_count", "成员", "number", export_only=True),
        Column("tier", "建档标准", export_only=True),
        Column("due", "期限", "badge", value=due_of, tone=due_tone),
        Column("opened_on", "申请日期", "date", sort="opened_on"),
        Column("approved_on", "批准日期", "date", sort="approved_on"),
    ],
    search=file_numbered,
    search_hint="档案编号、其中的流水号，或原档案号",
    filters=[
        Choice("state", "状态", State.choices),
        Choice("gate", "办理环节", Gate.Kind.choices, narrow=_at_gate),
        Choice("late", "期限", [("late", "超期"), ("today", "今天到期")], narrow=_late),
        Choice("route", "建档流程", _routes, field="route_id"),
        Choice("category", "困难类别", HardshipFile.Category.choices),
        Choice("cause", "主要致困原因", Cause.choices, field="primary_cause"),
    ],
    ordering=["-opened_on", "-pk"],
    noun="户",
    empty=Empty(
        "还没有困难职工档案",
        "走访中登记的困难家庭会自动成为待完善的档案，也可以由帮扶干部直接登记。",
        "family",
    ),
)


def files_for(user: User) -> ListPage:
    """The list of files with the filters that depend on who looks."""
    filters = [
        *FILES.filters,
        Within("unit", "所在单位", user.scope(SEE_FILES.code), "unit"),
        Choice(
            "year",
            "申请年度",
            years_of(HardshipFile.objects.filter(stored_only_on__isnull=True), "opened_on"),
            field="opened_on__year",
        ),
    ]
    return replace(FILES, filters=filters)


def way_of(
    file: HardshipFile, steps: Sequence[Step], gates: Sequence[Gate]
) -> list[dict[str, str]]:
    """The way of a file: what is behind it in this round, where it stands, the gates to come."""
    shown = [_passed("登记", steps[0].on)] if steps else []
    submitted = next((one for one in reversed(steps) if one.kind == Step.Kind.SUBMITTED), None)
    is_draft = file.state == State.DRAFT
    if submitted and not is_draft:
        shown.append(_passed("提交", submitted.on))
    elif is_draft:
        shown.append({"label": "提交", "state": "here", "note": ""})
    passed = {
        one.gate_id: one.on
        for one in steps
        if one.kind == Step.Kind.PASSED and one.round == file.round and not is_draft
    }
    for gate in gates:
        if gate.pk in passed:
            shown.append(_passed(gate.label, passed[gate.pk]))
        elif gate.pk == file.gate_id:
            ends = file.notice_ends_on if gate.kind == Gate.Kind.NOTICE else file.gate_due_on
            note = f"至 {ends:%m-%d}" if ends else ""
            shown.append({"label": gate.label, "state": "here", "note": note})
        elif file.state not in _ENDED:
            shown.append({"label": gate.label, "state": "todo", "note": ""})
    if file.state == State.ACTIVE and file.approved_on:
        shown.append(_passed("在档", file.approved_on))
    if file.state in _ENDED:
        last = steps[-1]
        tone = "done" if file.state == State.EXITED else "failed"
        shown.append({"label": last.label, "state": tone, "note": f"{last.on:%m-%d}"})
    return shown


def _passed(label: str, on: date) -> dict[str, str]:
    return {"label": label, "state": "done", "note": f"{on:%m-%d}"}


def moments_of(steps: Sequence[Step]) -> list[dict[str, object]]:
    """The history, newest first."""
    return [
        {
            "kind": step.label,
            "who": str(step.by) if step.by else "系统",
            "on": step.on,
            "opinion": step.opinion,
            "people": step.people,
            "tone": _MOMENT_TONES.get(Step.Kind(step.kind), "neutral"),
        }
        for step in reversed(steps)
    ]


def register_url(file: HardshipFile) -> str:
    """Where the aid that this family received stands: a page of the floor above, known by name."""
    try:
        return f"{reverse('aid:register')}?file={file.pk}"
    except NoReverseMatch:
        return ""
