"""What a file may do next: its life in one table, and the gates of its route (domain.md, 3.1).

The order of gates is the office's (`Route`), so nothing here knows which one follows. What the work
of a gate is follows from its kind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ground.kernel.errors import RuleBroken

UNDERWAY = "underway"
ENDED = frozenset({"rejected", "exited", "cancelled"})
LONGEST_ROUTE = 12
LONGEST_DEADLINE = 250


@dataclass(frozen=True)
class Move:
    """One thing that can be done with a file: its name for people, in which states of its life."""

    label: str
    sources: frozenset[str]


def _move(label: str, *sources: str) -> Move:
    return Move(label, frozenset(sources))


MOVES = {
    "complete": _move("完善档案", "draft"),
    "submit": _move("提交申请", "draft"),
    "return": _move("退回补充", UNDERWAY),
    "reject": _move("不予建档", UNDERWAY),
    "acknowledge": _move("旧档核认", "imported"),
    "amend": _move("变更登记", "active", "imported"),
    "confirm": _move("复核", "active"),
    "reclassify": _move("类别调整", "active"),
    "merge": _move("并户", "draft", "imported", "active"),
    "split": _move("分户", "draft", "imported", "active"),
    "exit": _move("脱困退档", "active"),
    "cancel": _move("注销档案", "draft", "imported", "active"),
}
# What is done at a gate, by its kind: {action: (kind, the states of the work in which it may be done)}
AT_GATES = {
    "review": ("review", {"waiting"}),
    "investigate": ("investigation", {"waiting", "open"}),
    "send_check": ("check", {"waiting"}),
    "check": ("check", {"waiting", "open"}),
    "report_hit": ("check", {"waiting", "open"}),
    "clear_hit": ("check", {"troubled"}),
    "meet": ("meeting", {"waiting"}),
    "post_notice": ("notice", {"waiting"}),
    "pass_notice": ("notice", {"open"}),
    "withdraw_notice": ("notice", {"open"}),
    "object": ("notice", {"open"}),
    "settle_objection": ("notice", {"troubled"}),
    "opine": ("opinion", {"waiting"}),
    "approve": ("approval", {"waiting"}),
}
ACTION_LABELS = {
    "review": "初审",
    "investigate": "登记入户调查",
    "send_check": "发出核对",
    "check": "登记核对结果",
    "report_hit": "登记核对发现",
    "clear_hit": "处理核对发现",
    "meet": "登记会议研究",
    "post_notice": "张榜公示",
    "pass_notice": "公示无异议",
    "withdraw_notice": "撤下公示",
    "object": "登记异议",
    "settle_objection": "处理异议",
    "opine": "签署意见",
    "approve": "审批",
}


def check_move(action: str, state: str, state_label: str) -> None:
    """Whether the file's life allows it, or a sentence that says why not from here."""
    move = MOVES[action]
    if state not in move.sources:
        raise RuleBroken(
            "file_wrong_state", f"档案现在是“{state_label}”，不能“{move.label}”，请刷新后再看"
        )


def check_at_gate(
    action: str, *, state: str, state_label: str, gate_kind: str | None, gate_state: str
) -> None:
    """Whether the file stands at a gate of which this is the work."""
    kind, states = AT_GATES[action]
    if state != UNDERWAY or gate_kind != kind or gate_state not in states:
        raise RuleBroken(
            "file_wrong_state",
            f"档案现在是“{state_label}”，不能“{ACTION_LABELS[action]}”，请刷新后再看",
        )


def actions_at(gate_kind: str, gate_state: str) -> list[str]:
    """What may be done at a gate now, `pass_notice` apart: only the calendar does that."""
    return [
        action
        for action, (kind, states) in AT_GATES.items()
        if kind == gate_kind and gate_state in states and action != "pass_notice"
    ]


def check_route(gates: Sequence[tuple[str, str, str, int | None]]) -> None:
    """Whether gates (kind, label, actor, workdays) make a way: not empty, approved at its end."""
    if not gates:
        raise RuleBroken("route_empty", "流程至少要有一个环节", fields={"gates": "请添加环节"})
    if len(gates) > LONGEST_ROUTE:
        raise RuleBroken("route_too_long", f"流程最多{LONGEST_ROUTE}个环节，请合并")
    for number, (_, label, _, workdays) in enumerate(gates, 1):
        if not label.strip():
            raise RuleBroken("gate_unnamed", f"第{number}个环节还没有名称，请填写")
        if workdays is not None and not 0 < workdays <= LONGEST_DEADLINE:
            raise RuleBroken(
                "gate_deadline", f"第{number}个环节的期限应在1至{LONGEST_DEADLINE}个工作日之间"
            )
    if gates[-1][0] != "approval":
        raise RuleBroken("route_not_approved", "流程的最后一个环节必须是“审批”，建档要由审批人决定")
    if any(kind == "approval" and actor != "approver" for kind, _, actor, _ in gates):
        raise RuleBroken("approval_by_keeper", "“审批”环节应由审批人办理")


def check_considered(concerns: str, opinion: str, *, considered: bool) -> str:
    """The opinion of an approver who was told what is open about the family and approves it."""
    if not considered:
        raise RuleBroken(
            "concern_open",
            f"{concerns}。请先办结；现在批准的，勾选“已考虑”并在意见中写明理由",
            fields={"considered": "请先办结，或勾选"},
        )
    if not opinion.strip():
        raise RuleBroken(
            "opinion_missing",
            f"{concerns}。仍然批准的，请在意见中写明理由",
            fields={"opinion": "请写明仍然批准的理由"},
        )
    return f"（已考虑：{concerns}）{opinion.strip()}"


def check_approver(approver: int, others: Iterable[int | None]) -> None:
    """An approver has neither submitted the file nor approved it at another gate of this round."""
    if approver in set(others):
        raise RuleBroken(
            "approver_is_submitter",
            "提交人和已审批过的人不能再审批同一份档案，请由另一位审批人办理",
        )
