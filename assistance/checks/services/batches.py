"""Lists of families: made, sent, sent again, and said once when they are late."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from assistance.checks import queries, rules
from assistance.checks.events import CheckBatchOverdue, CheckBatchSent
from assistance.checks.models import CheckBatch, CheckPerson, CheckRequest, Sending
from assistance.checks.services.withdrawing import mark_withdrawn, take_off, why_off
from assistance.households import queries as households
from assistance.households import services as files
from assistance.households.models import Gate, HardshipFile
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.places.queries import local_rule, workdays_after

State, BatchState = CheckRequest.State, CheckBatch.State
NAMED = 10


@transaction.atomic
def make_batch(
    *, by: User, organisation: Organisation, selected: Sequence[HardshipFile], recipient: str
) -> CheckBatch:
    """Put families that wait for the check on one list. Every grown-up has signed for it.

    Refused as a whole where a family is not at its gate, stands on another list already, or lacks
    a signature or an ID number: by name, with what is missing.
    """
    told = rules.check_text(
        recipient, field="recipient", label="核对机构", longest=rules.LONGEST_RECIPIENT
    )
    if not 0 < len(selected) <= rules.MOST_FAMILIES:
        raise RuleBroken("batch_size", f"每批1至{rules.MOST_FAMILIES}户，请调整筛选")
    locked = [households.locked_file(one) for one in sorted(selected, key=lambda one: one.pk)]
    _check_at_gate(locked)
    today = clock.today()
    families = queries.askable(locked, today)
    _check_complete(families)
    number = queries.next_number()
    batch = CheckBatch.objects.create(
        pk=number,
        number=rules.batch_number(today.year, number),
        organisation=organisation,
        recipient=told,
        made_by=by,
        made_on=today,
    )
    try:
        with transaction.atomic():
            made = CheckRequest.objects.bulk_create(
                CheckRequest(batch=batch, file=one.file, round=one.file.round) for one in families
            )
    except IntegrityError as taken:
        raise RuleBroken(
            "check_open_already", "所选家庭中有的已在另一批核对中，请刷新后重新选择"
        ) from taken
    CheckPerson.objects.bulk_create(
        CheckPerson(
            request=request,
            member=member,
            consent=consent,
            name=member.name,
            relation=member.relation,
        )
        for request, one in zip(made, families, strict=True)
        for member, consent in one.people
    )
    record(by, "checks.batch_made", batch, families=len(made))
    return batch


@transaction.atomic
def send_batch(*, by: User, batch: CheckBatch) -> Sending:
    """The list goes out; once more, for those without an answer. Its files are “核对中” from then on.

    A family that took its consent back in between goes off a list that has not been out. On one that
    has, the person is asked about again only where they have signed anew.
    """
    locked = queries.locked_batch(batch)
    if locked.state not in {BatchState.BUILDING, BatchState.SENT}:
        raise RuleBroken("batch_answered", "这一批已经全部答复，不需要再发出")
    first = locked.state == BatchState.BUILDING
    waiting = CheckRequest.objects.filter(batch=locked, state=State.WAITING)
    requests = list(queries.with_people(waiting).order_by("file"))
    for request in requests:
        gone = [one for one in request.people.all() if queries.consent_gone(one)]
        if not first:
            mark_withdrawn(by, request, gone)
        elif gone:
            take_off(by, request, why_off(gone))
        else:
            files.send_check(by=by, file=request.file)
    if not first:
        _ask_anew(requests)
    people = queries.people_to_send(locked)
    if not people:
        raise RuleBroken("nothing_to_send", "名单上没有待答复的人，不需要发出")
    today = clock.today()
    days = local_rule("checks.answer_workdays", on=today, division=locked.organisation.division)
    sending = Sending.objects.create(
        batch=locked,
        number=locked.sendings.count() + 1,
        sent_on=today,
        due_on=workdays_after(today, int(days)),
        people=len(people),
        sent_by=by,
    )
    locked.state = BatchState.SENT
    locked.sent_on = locked.sent_on or today
    locked.due_on, locked.reminded_on = sending.due_on, None
    locked.save()
    record(by, "checks.batch_sent", locked, times=sending.number, people=sending.people)
    publish(
        CheckBatchSent(
            batch_id=locked.pk, number=sending.number, sent_on=today, due_on=sending.due_on
        )
    )
    return sending


@transaction.atomic
def remind_overdue(on: date) -> int:
    """Say once of each batch that its answer is late."""
    late = CheckBatch.objects.select_for_update(skip_locked=True).filter(
        state=BatchState.SENT, due_on__lt=on, reminded_on__isnull=True
    )
    for batch in late:
        batch.reminded_on = on
        batch.save(update_fields=["reminded_on"])
        record(None, "checks.batch_overdue", batch)
        publish(CheckBatchOverdue(batch_id=batch.pk, due_on=batch.due_on or on))
    return len(late)


def _ask_anew(requests: Sequence[CheckRequest]) -> None:
    """Who took the consent back and has signed anew since stands on the list again."""
    gone = [one for request in requests for one in queries.not_asked_again(request.people.all())]
    signed = queries.standing_consents([one.member_id for one in gone if one.member_id])
    CheckPerson.objects.bulk_create(
        CheckPerson(
            request_id=one.request_id,
            member_id=one.member_id,
            consent=signed[one.member_id],
            name=one.name,
            relation=one.relation,
        )
        for one in gone
        if one.member_id in signed
    )


def _check_at_gate(locked: Sequence[HardshipFile]) -> None:
    wrong = [
        f"{one.file_no}（{households.standing_of(one)}）"
        for one in locked
        if one.gate is None or one.gate.kind != Gate.Kind.CHECK or one.gate_state != "waiting"
    ]
    if wrong:
        raise RuleBroken(
            "file_wrong_state", f"有的档案不在待核对的环节：{_some(wrong)}。请刷新后重新选择"
        )


def _check_complete(families: Sequence[queries.Askable]) -> None:
    lacking = [f"{one.file.file_no} {one.lacking}" for one in families if one.lacking]
    if lacking:
        raise RuleBroken(
            "consent_missing",
            f"有{len(lacking)}户还不能核对：{_some(lacking)}。请补齐后再编入",
        )


def _some(lines: Sequence[str]) -> str:
    more = f"；等{len(lines)}户" if len(lines) > NAMED else ""
    return "；".join(lines[:NAMED]) + more
