"""What came back: entered, acted upon, explained, shown for a reason."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from assistance.checks import queries, rules
from assistance.checks.events import CheckAnswered
from assistance.checks.models import CheckAnswer, CheckBatch, CheckPerson, CheckRequest, Found
from assistance.checks.services.withdrawing import mark_withdrawn, refresh
from assistance.households import services as files
from ground.accounts.models import User
from ground.audit.services import record, record_many
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason

State = CheckRequest.State


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
    person = CheckPerson.objects.select_related("consent", "request__batch").get(
        pk=person.pk, request=request
    )
    if request.state not in {State.WAITING, State.HIT} or request.batch.sent_on is None:
        said = "还没有发出" if request.batch.sent_on is None else request.get_state_display()
        raise RuleBroken("check_closed", f"这一户的核对{said}，不能登记答复")
    if queries.consent_gone(person):
        raise RuleBroken("consent_withdrawn", f"{queries.why_closed(person)}；请退回档案")
    earliest = queries.answerable_from(person)
    if not earliest <= answered_on <= clock.today():
        raise RuleBroken(
            "answered_outside",
            f"答复日期应在{earliest}（发出或授权的日期）与今天之间",
            fields={"answered_on": "日期不在范围内"},
        )
    answer = CheckAnswer.objects.create(
        person=person,
        way=CheckAnswer.Way.BY_HAND,
        found=rules.check_found(found, Found.values),
        words=rules.check_text(
            words, field="words", label="答复原文", longest=rules.LONGEST_WORDS, needed=False
        ),
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
    people = _counted(by, held)
    answers = [one for one in map(queries.latest, people) if one]
    hit = any(one.found for one in answers)
    if not answers or (not hit and queries.unanswered(people)):
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
    people = _counted(by, held)
    if queries.not_asked_again(people):
        raise RuleBroken(
            "consent_withdrawn", "有家庭成员撤回了核对授权，核对不完整，不能办结；请退回档案"
        )
    waiting = len(queries.unanswered(people))
    if waiting:
        raise RuleBroken("answers_missing", f"还有{waiting}人没有核对答复，全部答复后才能办结")
    files.clear_hit(by=by, file=held.file, opinion=opinion)
    held.state = State.CLEARED
    held.save(update_fields=["state"])
    _told(by, held)
    return held


@transaction.atomic
def reveal_answer(*, by: User, answer: CheckAnswer, reason: str) -> str:
    """Show the words of an answer once, with a reason; it stands among the reveals of the file."""
    why = check_reason(reason, what="查看", most=200)
    if not answer.words:
        raise RuleBroken("value_empty", "这一项没有登记")
    file = answer.person.request.file
    record(by, "file.revealed", file, field="check_words", reason=why, answer=answer.pk)
    return str(answer.words)


def _counted(by: User, request: CheckRequest) -> list[CheckPerson]:
    """The people of a request, read with them; who has just taken the consent back is marked first."""
    people = list(request.people.all())
    mark_withdrawn(by, request, [one for one in people if queries.consent_gone(one)])
    return people


def _told(by: User, request: CheckRequest) -> None:
    record(by, f"checks.{request.state}", request, file=request.file_id)
    publish(CheckAnswered(request_id=request.pk, file_id=request.file_id, state=request.state))
    refresh(request.batch)
