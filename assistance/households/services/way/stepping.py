"""What every step of a file is made of: the gate it stands at, through it, a line of trail, the event.

The caller has locked the file; `at_gate` does it for those who work at a gate.
"""

from datetime import date

from assistance.households import queries, rules
from assistance.households.events import FileApproved, FileMoved
from assistance.households.models import Gate, HardshipFile, Step
from assistance.households.services.assessing import keep_assessment
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import NotAllowed
from ground.places.queries import workdays_after

State, GateState = HardshipFile.State, HardshipFile.GateState


def at_gate(by: User | None, file: HardshipFile, action: str) -> HardshipFile:
    """The file, locked, at a gate where this may be done, by this person."""
    locked = queries.locked_file(file)
    rules.check_at_gate(
        action,
        state=locked.state,
        state_label=queries.standing_of(locked),
        gate_kind=locked.gate.kind if locked.gate else None,
        gate_state=locked.gate_state,
    )
    if by is not None:
        check_hands(by, locked, action)
    return locked


def passed(
    by: User | None,
    file: HardshipFile,
    *,
    opinion: str = "",
    people: str = "",
    on: date | None = None,
) -> HardshipFile:
    """Let a locked file through its gate: to the next one, or behind the last into active."""
    gate = file.gate
    assert gate is not None  # noqa: S101 -- at_gate has seen it
    following = queries.gate_after(gate)
    if following:
        enter(file, following)
    else:
        leave(file)
        file.state = State.ACTIVE
        file.approved_by, file.approved_on = by, clock.today()
        file.confirmed_on = clock.today()
    file.save()
    tell_step(by, file, Step.Kind.PASSED, gate=gate, opinion=opinion, people=people, on=on)
    if not following:
        keep_assessment(by=by, file=file, step=tell_step(by, file, Step.Kind.APPROVED))
        publish_approved(file)
    return file


def at_work(
    by: User | None,
    file: HardshipFile,
    gate_state: HardshipFile.GateState,
    kind: Step.Kind,
    *,
    opinion: str = "",
) -> HardshipFile:
    file.gate_state = gate_state
    file.save()
    tell_step(by, file, kind, gate=file.gate, opinion=opinion)
    return file


def enter(file: HardshipFile, gate: Gate) -> None:
    today = clock.today()
    file.gate, file.gate_state, file.gate_since = gate, GateState.WAITING, today
    file.gate_due_on = workdays_after(today, gate.workdays) if gate.workdays else None


def leave(file: HardshipFile) -> Gate | None:
    """Take a file from its gate; a notice that hangs comes down unless its days were over."""
    gate = file.gate
    if gate and gate.kind == Gate.Kind.NOTICE:
        file.notice_ends_on = None
    file.gate, file.gate_state = None, GateState.WAITING
    file.gate_since = file.gate_due_on = None
    return gate


def tell_step(
    by: User | None,
    file: HardshipFile,
    kind: Step.Kind,
    *,
    gate: Gate | None = None,
    opinion: str = "",
    people: str = "",
    on: date | None = None,
) -> Step:
    """A step, a line of trail, and the event."""
    today = clock.today()
    step = Step.objects.create(
        file=file,
        kind=kind,
        gate=gate,
        round=file.round,
        on=on or today,
        by=by,
        opinion=rules.check_text("opinion", "意见", opinion, longest=300),
        people=people,
    )
    details: dict[str, object] = {"state": file.state}
    if gate:
        details["gate"] = gate.label
    record(by, f"file.{kind}", file, **details)
    publish(FileMoved(file_id=file.pk, step=kind, state=file.state, on=today))
    return step


def publish_approved(file: HardshipFile) -> None:
    publish(
        FileApproved(
            file_id=file.pk,
            unit_id=file.unit_id,
            category=file.category,
            approved_on=clock.today(),
        )
    )


def check_hands(by: User, file: HardshipFile, action: str) -> None:
    """Whose step it is depends on how far the file has come: no door can ask that."""
    if not queries.may_take(by, file, action):
        label = queries.permission_for(action, file).label
        raise NotAllowed("not_allowed", f"没有“{label}”的权限")
