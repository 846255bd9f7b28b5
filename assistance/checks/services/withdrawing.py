"""Off the list: a family that goes another way, and a person who took the consent back."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from assistance.checks import queries
from assistance.checks.models import CheckBatch, CheckPerson, CheckRequest
from assistance.households import queries as households
from assistance.households.models import Gate
from ground.accounts.models import User
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.identifiers import masked_name
from ground.kernel.texts import check_reason

State, BatchState = CheckRequest.State, CheckBatch.State


@transaction.atomic
def withdraw_request(*, by: User | None, request: CheckRequest, reason: str) -> CheckRequest:
    """Take a family off its list: it waits at its gate, or has left it."""
    locked = queries.locked_request(request)
    if locked.state not in {State.WAITING, State.HIT}:
        raise RuleBroken("check_closed", f"这一户的核对{locked.get_state_display()}，不能撤出")
    if by is not None and locked.batch.state != BatchState.BUILDING:
        file = households.locked_file(locked.file)
        if file.gate is not None and file.gate.kind == Gate.Kind.CHECK:
            raise RuleBroken("check_sent", "名单已经发出，请等待答复；要停止核对，请先退回档案")
    take_off(by, locked, check_reason(reason, what="撤出"))
    refresh(locked.batch)
    return locked


@transaction.atomic
def withdraw_for(*, file_id: int, reason: str) -> None:
    """A file has left the gate of its check by another way: nothing more is asked about it."""
    for request in CheckRequest.objects.standing().filter(file=file_id):
        withdraw_request(by=None, request=request, reason=reason)


@transaction.atomic
def withdraw_people(*, consent_id: int, on: date) -> None:
    """Somebody took the consent back to be asked about (PIPL 15), from this day on.

    From a list that has not been out the family goes, for it cannot be checked without them. On one
    that has, the person is marked: what comes back, or came, about them no longer counts. A check that
    is over stays as it is.
    """
    asked = CheckPerson.objects.filter(consent=consent_id, withdrawn_on__isnull=True)
    for request in CheckRequest.objects.standing().filter(people__in=asked).order_by("pk"):
        locked = queries.locked_request(request)
        gone = list(asked.filter(request=locked))
        if locked.state not in {State.WAITING, State.HIT} or not gone:
            continue
        if locked.batch.state == BatchState.BUILDING:
            take_off(None, locked, why_off(gone, on))
        else:
            mark_withdrawn(None, locked, gone, on)
        refresh(locked.batch)


def mark_withdrawn(
    by: User | None, request: CheckRequest, gone: Sequence[CheckPerson], on: date | None = None
) -> None:
    """These people of a request that is out took their consent back: its day is noted, once."""
    fresh = [one for one in gone if one.withdrawn_on is None]
    for one in fresh:
        one.withdrawn_on = on or queries.taken_back_on(one) or clock.today()
    CheckPerson.objects.bulk_update(fresh, ["withdrawn_on"])
    if fresh:
        record(by, "checks.person_withdrawn", request, file=request.file_id, people=len(fresh))


def why_off(gone: Sequence[CheckPerson], on: date | None = None) -> str:
    """Why a family went off its list, by masked name."""
    names = "、".join(f"{masked_name(one.name)}（{one.get_relation_display()}）" for one in gone)
    day = on or queries.taken_back_on(gone[0]) or clock.today()
    return f"{names}{day}撤回了核对授权"


def take_off(by: User | None, request: CheckRequest, reason: str) -> None:
    request.state, request.withdrawn_why = State.WITHDRAWN, reason
    request.save(update_fields=["state", "withdrawn_why"])
    record(by, "checks.request_withdrawn", request, file=request.file_id)


def refresh(batch: CheckBatch) -> None:
    """A batch is answered when nobody waits, and closed when nothing is left to be explained."""
    locked = queries.locked_batch(batch)
    if locked.state == BatchState.BUILDING:
        return
    states = set(CheckRequest.objects.filter(batch=locked).values_list("state", flat=True))
    locked.state = BatchState.CLOSED
    if State.HIT in states:
        locked.state = BatchState.ANSWERED
    if State.WAITING in states:
        locked.state = BatchState.SENT
    locked.save(update_fields=["state"])
