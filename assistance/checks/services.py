"""Ask civil affairs about families, take the answers, and let each family go on or explain."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction

from assistance.checks import queries, rules
from assistance.checks.events import CheckAnswered, CheckBatchOverdue, CheckBatchSent
from assistance.checks.models import (
    CheckAnswer,
    CheckBatch,
    CheckPerson,
    CheckRequest,
    Found,
    Sending,
)
from assistance.households import queries as households
from assistance.households import services as files
from assistance.households.models import Gate, HardshipFile
from ground.accounts.models import Organisation, User
from ground.audit.services import record, record_many
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason
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
        "recipient", "核对机构", recipient, rules.LONGEST_RECIPIENT, needed=True
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

    A family that took its consent back in between goes off the list.
    """
    locked = queries.locked_batch(batch)
    if locked.state not in {BatchState.BUILDING, BatchState.SENT}:
        raise RuleBroken("batch_answered", "这一批已经全部答复，不需要再发出")
    first = locked.state == BatchState.BUILDING
    waiting = CheckRequest.objects.filter(batch=locked, state=State.WAITING)
    for request in queries.with_people(waiting).order_by("file"):
        if any(queries.consent_gone(person) for person in request.people.all()):
            _withdrawn(by, request, "家庭成员撤回了核对授权")
        elif first:
            files.send_check(by=by, file=request.file)
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
def withdraw_request(*, by: User | None, request: CheckRequest, reason: str) -> CheckRequest:
    """Take a family off its list: it waits at its gate, or has left it."""
    locked = queries.locked_request(request)
    if locked.state not in {State.WAITING, State.HIT}:
        raise RuleBroken("check_closed", f"这一户的核对{locked.get_state_display()}，不能撤出")
    if by is not None and locked.batch.state != BatchState.BUILDING:
        file = households.locked_file(locked.file)
        if file.gate is not None and file.gate.kind == Gate.Kind.CHECK:
            raise RuleBroken("check_sent", "名单已经发出，请等待答复；要停止核对，请先退回档案")
    _withdrawn(by, locked, check_reason(reason, what="撤出"))
    _refresh(locked.batch)
    return locked


@transaction.atomic
def record_answer(
    *,
    by: User,
    person: CheckPerson,
    words: str,
    found: Mapping[str, int],
    answered_on: date,
) -> CheckAnswer:
    """Enter by hand what came back about one person; the family goes on where it was the last."""
    request = queries.locked_request(person.request)
    person = CheckPerson.objects.select_related("consent").get(pk=person.pk, request=request)
    if request.state not in {State.WAITING, State.HIT} or request.batch.sent_on is None:
        said = "还没有发出" if request.batch.sent_on is None else request.get_state_display()
        raise RuleBroken("check_closed", f"这一户的核对{said}，不能登记答复")
    if queries.consent_gone(person):
        raise RuleBroken(
            "consent_withdrawn", "本人已撤回核对授权，撤回后的核对结果不能使用；请退回档案"
        )
    if not request.batch.sent_on <= answered_on <= clock.today():
        raise RuleBroken(
            "answered_outside",
            f"答复日期应在{request.batch.sent_on}（发出日期）与今天之间",
            fields={"answered_on": "日期不在范围内"},
        )
    answer = CheckAnswer.objects.create(
        person=person,
        way=CheckAnswer.Way.BY_HAND,
        found=rules.check_found(found, Found.values),
        words=rules.check_text("words", "答复原文", words, rules.LONGEST_WORDS),
        answered_on=answered_on,
        recorded_by=by,
        recorded_on=clock.today(),
    )
    record(by, "checks.answer_recorded", answer, request=request.pk)
    settle_request(by=by, request=request)
    return answer


@transaction.atomic
def settle_request(*, by: User, request: CheckRequest) -> CheckRequest:
    """Act upon what came back: any finding is to be explained; all clear lets the family go on.

    As long as somebody's answer is missing and nothing was found, it waits.
    """
    queries.locked_request(request)
    held = queries.with_people(CheckRequest.objects.filter(pk=request.pk)).get()
    if held.state != State.WAITING:
        return held
    people = list(held.people.all())
    answers = [one for one in map(queries.latest, people) if one]
    hit = any(one.found for one in answers)
    if not answers or (not hit and len(answers) < len(people)):
        return held
    held.answered_on = max(one.answered_on for one in answers)
    if hit:
        held.state = State.HIT
        finding = queries.finding_of(people)[:300]
        files.report_hit(by=by, file=held.file, finding=finding)
    else:
        held.state = State.CLEAR
        opinion = f"{held.batch.recipient}核对无异常（{held.batch.number}）"
        files.check_file(by=by, file=held.file, opinion=opinion)
    held.save(update_fields=["state", "answered_on"])
    record_many(by, "checks.answer_used", [(one, {"request": held.pk}) for one in answers])
    _told(by, held)
    return held


def settle_batch(*, by: User, batch: CheckBatch) -> tuple[int, list[str]]:
    """Act upon all that came back for a batch: how many families moved, and which could not."""
    answered = CheckRequest.objects.filter(
        batch=batch, state=State.WAITING, people__answers__isnull=False
    )
    moved, refused = 0, []
    for request in answered.distinct().select_related("file").order_by("file"):
        try:
            moved += settle_request(by=by, request=request).state != State.WAITING
        except RuleBroken as broken:
            refused.append(f"{request.file.file_no}：{broken.message}")
    return moved, refused


def settle_answers_before(day: date) -> int:
    """Act upon the answers of earlier days that nobody has acted upon, as who entered them would."""
    moved = 0
    for pk in queries.answered_before(day):
        request = CheckRequest.objects.get(pk=pk)
        last = CheckAnswer.objects.filter(person__request=request).select_related("recorded_by")
        by = last.latest("pk").recorded_by
        try:
            moved += settle_request(by=by, request=request).state != State.WAITING
        except RuleBroken as broken:  # it waits on the workbench, with its batch
            record(None, "checks.not_settled", request, why=broken.code)
    return moved


@transaction.atomic
def explain_hit(*, by: User, request: CheckRequest, opinion: str) -> CheckRequest:
    """What was found has been explained or put right: the family goes on."""
    queries.locked_request(request)
    held = queries.with_people(CheckRequest.objects.filter(pk=request.pk)).get()
    if held.state != State.HIT:
        raise RuleBroken("check_not_hit", f"这一户的核对{held.get_state_display()}，不需要说明")
    waiting = sum(queries.latest(person) is None for person in held.people.all())
    if waiting:
        raise RuleBroken("answers_missing", f"还有{waiting}人没有核对答复，全部答复后才能办结")
    files.clear_hit(by=by, file=held.file, opinion=opinion)
    held.state = State.CLEARED
    held.save(update_fields=["state"])
    _told(by, held)
    return held


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


@transaction.atomic
def withdraw_for(*, file_id: int, reason: str) -> None:
    """A file has left the gate of its check by another way: nothing more is asked about it."""
    for request in CheckRequest.objects.standing().filter(file=file_id):
        withdraw_request(by=None, request=request, reason=reason)


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


def _withdrawn(by: User | None, request: CheckRequest, reason: str) -> None:
    request.state, request.withdrawn_why = State.WITHDRAWN, reason
    request.save(update_fields=["state", "withdrawn_why"])
    record(by, "checks.request_withdrawn", request, file=request.file_id)


def _told(by: User, request: CheckRequest) -> None:
    record(by, f"checks.{request.state}", request, file=request.file_id)
    publish(CheckAnswered(request_id=request.pk, file_id=request.file_id, state=request.state))
    _refresh(request.batch)


def _refresh(batch: CheckBatch) -> None:
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


@transaction.atomic
def reveal_answer(*, by: User, answer: CheckAnswer, reason: str) -> str:
    """Show the words of an answer once, with a reason; it stands among the reveals of the file."""
    why = check_reason(reason, what="查看", most=200)
    if not answer.words:
        raise RuleBroken("value_empty", "这一项没有登记")
    file = answer.person.request.file
    record(by, "file.revealed", file, field="check_words", reason=why, answer=answer.pk)
    return str(answer.words)
