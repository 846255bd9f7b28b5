"""What makes a route of gates: see `check_route` of the way for the whole of it."""

from collections.abc import Sequence
from datetime import date

from assistance.households.rules.way import LONGEST_DEADLINE, LONGEST_ROUTE
from ground.kernel.errors import RuleBroken

KINDS = ("review", "investigation", "check", "meeting", "notice", "opinion", "approval")
ACTORS = ("keeper", "approver")
HINTS = {
    "investigation": "没有“入户调查”：多数地方的办法要求至少两人入户。",
    "check": "没有“家庭经济状况核对”：未经核对建档，容易被审计退回。",
    "notice": "没有“公示”：多数地方的办法要求在单位或社区公示五个工作日以上。",
}


def check_route_head(name: str, source: str) -> tuple[str, str]:
    name, source = name.strip(), source.strip()
    if not name or len(name) > 60:  # noqa: PLR2004 -- as the column
        raise RuleBroken(
            "route_name", "请填写流程名称，不超过60字", fields={"name": "请填写，不超过60字"}
        )
    if not source or len(source) > 200:  # noqa: PLR2004 -- as the column
        raise RuleBroken(
            "route_source",
            "请写明依据的文件，不超过200字",
            fields={"source": "请填写，不超过200字"},
        )
    return name, source


def check_gate(kind: str, label: str, actor: str, workdays: int | None) -> str:
    """One gate by itself; its name, stripped."""
    label = label.strip()
    if kind not in KINDS or actor not in ACTORS:
        raise RuleBroken("gate_kind", "请选择环节的类型和经办人", fields={"kind": "请选择"})
    if not label or len(label) > 30:  # noqa: PLR2004 -- as the column
        raise RuleBroken(
            "gate_unnamed", "请填写环节名称，不超过30字", fields={"label": "请填写，不超过30字"}
        )
    if kind == "approval" and actor != "approver":
        raise RuleBroken(
            "approval_by_keeper", "“审批”环节应由审批人办理", fields={"actor": "应为审批人"}
        )
    if workdays is not None and not 0 < workdays <= LONGEST_DEADLINE:
        raise RuleBroken(
            "gate_deadline",
            f"期限应在1至{LONGEST_DEADLINE}个工作日之间，不限期的留空",
            fields={"workdays": f"1至{LONGEST_DEADLINE}"},
        )
    return label


def check_room(number: int) -> None:
    if number >= LONGEST_ROUTE:
        raise RuleBroken("route_too_long", f"流程最多{LONGEST_ROUTE}个环节，请合并")


def check_publishable(
    *, is_draft: bool, made_by: int | None, publisher: int, valid_from: date, today: date
) -> None:
    if not is_draft:
        raise RuleBroken("route_published", "流程已经发布，请刷新后再看")
    if made_by == publisher:
        raise RuleBroken("publisher_is_maker", "起草人不能发布自己起草的流程，请由另一位发布")
    if valid_from < today:
        raise RuleBroken("route_in_the_past", f"施行日期{valid_from}已过，请改为今天或以后再发布")


def hints_on(kinds: Sequence[str]) -> list[str]:
    """What an office may have forgotten. It decides: nothing here is refused."""
    return [hint for kind, hint in HINTS.items() if kind not in kinds]
