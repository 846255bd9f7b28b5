"""How a file looks: its list, the colours of its states, its way as steps, its history."""

from collections.abc import Sequence

from django.urls import NoReverseMatch, reverse

from assistance.households.models import HardshipFile, Step
from ground.kernel import identifiers
from ground.web.lists import Choice, Column, Empty, ListPage

State = HardshipFile.State

_TONES = {
    State.DRAFT: "neutral",
    State.NOTICE_POSTED: "info",
    State.NOTICE_PASSED: "warn",
    State.ACTIVE: "good",
    State.REJECTED: "bad",
}
WAY = [
    (Step.Kind.OPENED, "登记"),
    (Step.Kind.SUBMITTED, "提交"),
    (Step.Kind.REVIEWED, "初审"),
    (Step.Kind.INVESTIGATED, "入户调查"),
    (Step.Kind.CHECKED, "经济核对"),
    (Step.Kind.NOTICE_POSTED, "公示"),
    (Step.Kind.NOTICE_PASSED, "无异议"),
    (Step.Kind.APPROVED, "批准"),
]
_ENDED = {State.REJECTED, State.CANCELLED, State.EXITED}
_MOMENT_TONES = {
    Step.Kind.APPROVED: "good",
    Step.Kind.RETURNED: "warn",
    Step.Kind.REJECTED: "bad",
}


def state_tone(file: HardshipFile) -> str:
    return _TONES.get(State(file.state), "neutral" if file.state in _ENDED else "info")


def holder_of(file: HardshipFile) -> str:
    """The holder's masked name. For files read through `queries.with_holder`."""
    return identifiers.masked_name(getattr(file, "holder_name", "") or "")


def _url(file: HardshipFile) -> str:
    return reverse("households:file", args=[file.pk])


FILES = ListPage(
    title="困难职工档案",
    subtitle="一户一档；姓名在列表和导出中都隐去一部分",
    columns=[
        Column("file_no", "档案编号", "link", sort="file_no", url=_url, width=16),
        Column("holder", "户主", value=holder_of),
        Column("unit", "所在单位", sort="unit__name", value=lambda file: file.unit.name, width=28),
        Column("category", "困难类别", sort="category"),
        Column("primary_cause", "主要致困原因", sort="primary_cause", width=20),
        Column("state", "状态", "badge", sort="state", tone=state_tone),
        Column("member_count", "成员", "number", export_only=True),
        Column("tier", "建档标准", export_only=True),
        Column("opened_on", "申请日期", "date", sort="opened_on"),
        Column("approved_on", "批准日期", "date", sort="approved_on"),
    ],
    search=["file_no"],
    search_hint="档案编号",
    filters=[
        Choice("state", "状态", State.choices),
        Choice("category", "困难类别", HardshipFile.Category.choices),
        Choice("cause", "主要致困原因", HardshipFile.Cause.choices, field="primary_cause"),
    ],
    ordering=["-opened_on", "-pk"],
    noun="户",
    empty=Empty(
        "还没有困难职工档案",
        "走访中登记的困难家庭会自动成为待完善的档案，也可以由帮扶干部直接登记。",
        "family",
    ),
)


def way_of(file: HardshipFile, steps: Sequence[Step]) -> list[dict[str, str]]:
    """The way of a file as a list of steps: those of the present round are done, one is next."""
    rounds = [at for at, one in enumerate(steps) if one.kind == Step.Kind.RETURNED]
    present = steps[rounds[-1] :] if rounds else steps
    done = {one.kind: one for one in present}
    done |= {one.kind: one for one in steps if one.kind == Step.Kind.OPENED}
    shown, here = [], file.state in _ENDED and file.approved_on is None
    for kind, label in WAY:
        step = done.get(kind)
        if step:
            shown.append({"label": label, "state": "done", "note": f"{step.on:%m-%d}"})
        elif not here:
            here = True
            note = f"至 {file.notice_ends_on:%m-%d}" if file.notice_ends_on else ""
            waits = kind == Step.Kind.NOTICE_PASSED and file.state == State.NOTICE_POSTED
            shown.append({"label": label, "state": "here", "note": note if waits else ""})
        else:
            shown.append({"label": label, "state": "todo", "note": ""})
    if file.state in _ENDED:
        last = steps[-1]
        tone = "done" if file.state == State.EXITED else "failed"
        shown.append({"label": last.get_kind_display(), "state": tone, "note": f"{last.on:%m-%d}"})
    return shown


def moments_of(steps: Sequence[Step]) -> list[dict[str, object]]:
    """The history, newest first."""
    return [
        {
            "kind": step.get_kind_display(),
            "who": str(step.by) if step.by else "系统",
            "on": step.on,
            "opinion": step.opinion,
            "investigators": step.investigators,
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
