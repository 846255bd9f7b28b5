"""Steps taken with many files at a time, in a constant number of statements.

The caller has locked the files (with unit, gate and route) in the order of their keys, and asked for
each whether the step may be taken and by whom: nothing is refused here.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Model

from assistance.households import rules
from assistance.households.events import FileApproved, FileMoved
from assistance.households.models import Gate, HardshipFile, Step
from assistance.households.services.assessing import keep_assessments
from ground.accounts.models import User
from ground.audit.services import record_many
from ground.events.services import publish
from ground.kernel import clock

State = HardshipFile.State


@transaction.atomic
def acknowledge_files(*, by: User, files: Sequence[HardshipFile]) -> None:
    """Take files of the old ledger for good, as `acknowledge_file` does one."""
    today = clock.today()
    for file in files:
        file.approved_by, file.approved_on = by, file.approved_on or today
        file.state = State.ACTIVE
    HardshipFile.objects.bulk_update(files, ["approved_by", "approved_on", "state"])
    steps = _told(by, files, Step.Kind.ACKNOWLEDGED)
    keep_assessments(by=by, files=files, steps=steps)
    publish(
        *(
            FileApproved(
                file_id=file.pk, unit_id=file.unit_id, category=file.category, approved_on=today
            )
            for file in files
        )
    )


@transaction.atomic
def return_files(*, by: User, files: Sequence[HardshipFile], reason: str) -> None:
    """Send files back to be completed for the same reason, as `return_file` does one."""
    reason = rules.check_reason(reason)
    gates = [file.gate for file in files]
    for file in files:
        file.gate, file.gate_state = None, HardshipFile.GateState.WAITING
        file.gate_since = file.gate_due_on = file.notice_ends_on = None
        file.state = State.DRAFT
    HardshipFile.objects.bulk_update(
        files, ["gate", "gate_state", "gate_since", "gate_due_on", "notice_ends_on", "state"]
    )
    _told(by, files, Step.Kind.RETURNED, gates=gates, opinion=reason)


def _told(
    by: User,
    files: Sequence[HardshipFile],
    kind: Step.Kind,
    *,
    gates: Sequence[Gate | None] = (),
    opinion: str = "",
) -> list[Step]:
    """A step, a line of trail and the event of each file."""
    today = clock.today()
    at = gates or [None] * len(files)
    steps = Step.objects.bulk_create(
        Step(file=file, kind=kind, gate=gate, round=file.round, on=today, by=by, opinion=opinion)
        for file, gate in zip(files, at, strict=True)
    )
    lines = [_line(file, gate) for file, gate in zip(files, at, strict=True)]
    record_many(by, f"file.{kind}", lines)
    publish(*(FileMoved(file_id=file.pk, step=kind, state=file.state, on=today) for file in files))
    return steps


def _line(file: HardshipFile, gate: Gate | None) -> tuple[Model | str, dict[str, object]]:
    at_gate = {"gate": gate.label} if gate else {}
    return file, {"state": file.state, **at_gate}
