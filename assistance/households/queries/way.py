"""Where a file stands on its route, whose turn it is, and which route holds in a region."""

from datetime import date

from django.db.models import Q

from assistance.households import rules
from assistance.households.models import Gate, HardshipFile, Route, Step
from assistance.households.permissions import APPROVE_FILE, KEEP_FILES
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.kernel.errors import RuleBroken
from ground.places.models import Division

FOR_APPROVER = {"approve", "exit", "acknowledge", "reclassify"}
_OPEN_WORDS = {Gate.Kind.NOTICE: "公示中", Gate.Kind.CHECK: "核对中"}
_TROUBLED_WORDS = {Gate.Kind.NOTICE: "公示有异议", Gate.Kind.CHECK: "核对有发现"}


def standing_of(file: HardshipFile) -> str:
    """Where a file is, in the field's words: 待初审, 公示中, 在档. Reads `gate`."""
    gate = file.gate
    if gate is None:
        return str(file.get_state_display())
    if file.gate_state == HardshipFile.GateState.OPEN:
        return _OPEN_WORDS.get(Gate.Kind(gate.kind), f"{gate.label}中")
    if file.gate_state == HardshipFile.GateState.TROUBLED:
        return _TROUBLED_WORDS.get(Gate.Kind(gate.kind), f"{gate.label}待处理")
    return f"待{gate.label}"


def class_wanted(file: HardshipFile, category: str, tier: str) -> tuple[str, str]:
    """Category and tier into which a file is to go; empty where it stays. One at least differs."""
    category = rules.check_one_of("category", "困难类别", category, HardshipFile.Category)
    tier = rules.check_one_of("tier", "建档标准", tier, HardshipFile.Tier)
    category = "" if category == file.category else category
    tier = "" if tier == file.tier else tier
    if not category and not tier:
        raise RuleBroken(
            "class_unchanged",
            "请选择与现在不同的困难类别或建档标准",
            fields=dict.fromkeys(("category", "tier"), "两项与现在相同，至少改一项"),
        )
    return category, tier


def class_change_of(file: HardshipFile, category: str, tier: str) -> str:
    """What `class_wanted` would change, in words: `困难类别 相对困难→深度困难；建档标准 基层→全国级`."""
    told = []
    if category:
        before, after = file.get_category_display(), HardshipFile.Category(category).label
        told.append(f"困难类别 {before or '未分类'}→{after}")
    if tier:
        told.append(f"建档标准 {file.get_tier_display()}→{HardshipFile.Tier(tier).label}")
    return "；".join(told)


def route_for(division: Division | None, *, on: date) -> Route:
    """The route in force: the nearest division's, then the general one; the newest of a place."""
    held: dict[int | None, Route] = {}
    published = Route.objects.filter(state=Route.State.PUBLISHED, valid_from__lte=on)
    for route in published.order_by("valid_from", "pk"):
        held[route.division_id] = route
    nearest = division
    while nearest is not None and nearest.pk not in held:
        nearest = nearest.parent
    found = held.get(nearest.pk if nearest else None)
    if found is None:
        raise RuleBroken(
            "no_route", f"没有在{on}有效的建档流程，请管理员在“建档流程”中发布后再提交"
        )
    return found


def first_gate(route: Route) -> Gate:
    gate = route.gates.order_by("position").first()
    if gate is None:
        raise LookupError(f"route {route.pk} was published without gates")
    return gate


def gate_after(gate: Gate) -> Gate | None:
    following = Gate.objects.filter(route=gate.route_id, position__gt=gate.position)
    return following.order_by("position").first()


def hangs(file: HardshipFile) -> bool:
    """Whether a notice of this file is on the wall, objected to or not. Reads `gate`."""
    gate = file.gate
    return bool(gate and gate.kind == Gate.Kind.NOTICE and file.gate_state != "waiting")


def permission_for(action: str, file: HardshipFile) -> Permission:
    """Whose step it is: the gate says; outside of gates the approver's are exit and the like."""
    gate = file.gate
    if action in FOR_APPROVER or (action == "cancel" and file.state == "active"):
        return APPROVE_FILE
    if gate and (action in rules.AT_GATES or action in {"return", "reject"}):
        return APPROVE_FILE if gate.actor == Gate.Actor.APPROVER else KEEP_FILES
    return KEEP_FILES


def is_for_approver(action: str, file: HardshipFile) -> bool:
    return permission_for(action, file) is APPROVE_FILE


def actions_for(user: User, file: HardshipFile) -> list[str]:
    """What this person may do with this file now: at its gate, then in its life."""
    at_gate = rules.actions_at(file.gate.kind, file.gate_state) if file.gate else []
    in_life = [action for action, move in rules.MOVES.items() if file.state in move.sources]
    return [action for action in [*at_gate, *in_life] if may_take(user, file, action)]


def may_take(user: User, file: HardshipFile, action: str) -> bool:
    """Whether a step is this person's to take: the role, over the file's unit.

    To look at a family again is for those who keep files and for those who approve them.
    """
    own = permission_for(action, file)
    asked = {KEEP_FILES, APPROVE_FILE} if action == "confirm" else {own}
    return any(user.reaches(file.unit, one.code) for one in asked)


def hands_on(file: HardshipFile) -> list[int | None]:
    """Everybody who submitted the file, in any round, or approved it at a gate of this one."""
    steps = Step.objects.filter(file=file).filter(
        Q(kind=Step.Kind.SUBMITTED)
        | Q(kind=Step.Kind.PASSED, gate__kind=Gate.Kind.APPROVAL, round=file.round)
    )
    return [file.submitted_by_id, *steps.values_list("by_id", flat=True)]
