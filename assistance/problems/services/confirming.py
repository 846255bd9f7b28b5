"""The enterprise's word on an answer: by a link without an account, or by telephone."""

from datetime import date

from django.db import transaction

from assistance.pairing import services as pairing
from assistance.pairing.models import AssistanceTask
from assistance.problems import queries, rules
from assistance.problems.events import ProblemConfirmed, ProblemSentBack
from assistance.problems.models import Answer, EnterpriseProblem
from assistance.problems.services.offices import LONGEST_TASK, content_of, handling_due
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State, Opinion = EnterpriseProblem.State, Answer.Opinion
SPENT = RuleBroken("link_spent", "链接无效、已过期或已经答复过")


@transaction.atomic
def send_link(*, by: User, problem: EnterpriseProblem) -> Answer:
    """Give out a link by which the enterprise answers once. An earlier link opens no longer."""
    problem, answer = _waiting_answer(problem)
    today, division = clock.today(), problem.link_point.division
    answer.link_number += 1
    answer.link_expires_on = queries.day_by(
        "problems.confirm_workdays", after=today, division=division
    )
    answer.asked_on = answer.asked_on or today
    answer.save(update_fields=["link_number", "link_expires_on", "asked_on"])
    problem.step_due_on = silent_until(answer)
    problem.save(update_fields=["step_due_on"])
    record(
        by,
        "problems.link_sent",
        problem,
        turn=answer.turn,
        link=answer.link_number,
        valid_to=answer.link_expires_on,
    )
    return answer


@transaction.atomic
def revoke_link(*, by: User, problem: EnterpriseProblem) -> Answer:
    """Let the link that is out open no longer: it went to the wrong person."""
    problem, answer = _waiting_answer(problem)
    if answer.link_expires_on is None:
        raise RuleBroken("no_link", "目前没有有效的确认链接")
    answer.link_expires_on = None
    answer.save(update_fields=["link_expires_on"])
    record(by, "problems.link_revoked", problem, turn=answer.turn, link=answer.link_number)
    return answer


@transaction.atomic
def tell_opinion(
    *, answer_id: int, link_number: int, opinion: str, words: str = "", told_by: str = ""
) -> EnterpriseProblem:
    """The enterprise says through its link what it thinks of the answer: once."""
    problem_id = Answer.objects.filter(pk=answer_id).values_list("problem_id", flat=True).first()
    if problem_id is None:
        raise SPENT
    problem = queries.locked_problem(problem_id)
    answer = queries.locked_last_answer(problem)
    if answer is None or answer.pk != answer_id or not opens(answer, link_number, clock.today()):
        raise SPENT
    return _take_opinion(
        by=None,
        problem=problem,
        answer=answer,
        opinion=opinion,
        words=words,
        told_by=told_by,
        told_on=clock.today(),
    )


@transaction.atomic
def record_confirmation(
    *,
    by: User,
    problem: EnterpriseProblem,
    opinion: str,
    told_by: str,
    told_on: date,
    words: str = "",
) -> EnterpriseProblem:
    """Write down what the enterprise said by telephone, who said it and when.

    Not by the agencies that handled the problem.
    """
    problem, answer = _waiting_answer(problem)
    rules.check_not_owner(
        recorder_paths=queries.staffed_paths(by), owner_paths=queries.owner_paths(answer.task)
    )
    rules.check_told_on(told_on=told_on, answered_on=answer.answered_on, today=clock.today())
    rules.checked_text(told_by, field="told_by", what="确认人", longest=rules.LONGEST_NAME)
    return _take_opinion(
        by=by,
        problem=problem,
        answer=answer,
        opinion=opinion,
        words=words,
        told_by=told_by,
        told_on=told_on,
    )


def opens(answer: Answer, link_number: int, today: date) -> bool:
    """Whether this link opens this answer: the last one given out, not revoked, in time, unused."""
    return (
        not answer.opinion
        and link_number == answer.link_number
        and answer.link_expires_on is not None
        and today <= answer.link_expires_on
    )


def silent_until(answer: Answer) -> date | None:
    """The day after which the office may strike off without a word of the enterprise."""
    if answer.asked_on is None:
        return None
    return queries.day_by(
        "problems.silence_workdays",
        after=answer.asked_on,
        division=answer.problem.link_point.division,
    )


def _waiting_answer(problem: EnterpriseProblem) -> tuple[EnterpriseProblem, Answer]:
    problem = queries.locked_problem(problem.pk)
    rules.check_step("ask", problem.state, problem.get_state_display())
    answer = queries.locked_last_answer(problem)
    if answer is None or answer.opinion:
        raise RuleBroken("no_answer", "目前没有等待企业确认的答复")
    answer.problem = problem
    return problem, answer


def _take_opinion(
    *,
    by: User | None,
    problem: EnterpriseProblem,
    answer: Answer,
    opinion: str,
    words: str,
    told_by: str,
    told_on: date,
) -> EnterpriseProblem:
    rules.check_step("confirm", problem.state, problem.get_state_display())
    words = rules.checked_text(
        words, field="words", what="意见", longest=rules.LONGEST_WORDS, needed=False
    )
    rules.check_opinion(opinion=opinion, opinions=Opinion.values, words=words)
    answer.opinion, answer.words, answer.told_on = opinion, words, told_on
    answer.told_by = rules.checked_text(
        told_by, field="told_by", what="确认人", longest=rules.LONGEST_NAME, needed=False
    )
    answer.recorded_by = by
    answer.link_expires_on = None
    answer.save()
    record(
        by,
        "problems.told_by_phone" if by else "problems.told_by_enterprise",
        problem,
        turn=answer.turn,
        opinion=answer.get_opinion_display(),
    )
    if opinion == Opinion.DISSATISFIED:
        _send_back(by, problem, answer)
    else:
        _confirm(problem, answer, told_on)
    return problem


def _confirm(problem: EnterpriseProblem, answer: Answer, told_on: date) -> None:
    problem.state = State.CONFIRMED
    problem.step_due_on = queries.day_by(
        "problems.close_workdays", after=clock.today(), division=problem.link_point.division
    )
    problem.save(update_fields=["state", "step_due_on"])
    publish(
        ProblemConfirmed(
            problem_id=problem.pk,
            link_point_id=problem.link_point_id,
            agency_id=answer.task.agency_id,
            opinion=answer.opinion,
            confirmed_on=told_on,
        )
    )


def _send_back(by: User | None, problem: EnterpriseProblem, answer: Answer) -> None:
    """The agency goes on with the enterprise's words before it; the second time a leader looks on."""
    task = answer.task
    for_leader = (
        Answer.objects.filter(problem=problem, opinion=Opinion.DISSATISFIED).count()
        >= rules.DISSATISFIED_FOR_LEADER
    )
    reason = f"企业不满意：{' '.join(answer.words.split())}"[:LONGEST_TASK]
    if task.state == AssistanceTask.State.DONE:
        pairing.send_back_task(by=by, task=task, reason=reason)
        problem.state = State.HANDLING
    else:  # checked and closed in the meantime: the same agency gets it anew
        problem.task = pairing.assign_task(
            by=by,
            agency=task.agency,
            content=content_of(problem),
            due_on=handling_due(problem, clock.today()),
            link_point=problem.link_point,
            co_agencies=[one.agency for one in task.shares.select_related("agency")],
        )
        problem.state = State.DISPATCHED
    problem.step_due_on = None
    if for_leader:
        problem.for_leader_on = problem.for_leader_on or clock.today()
    problem.save()
    publish(
        ProblemSentBack(
            problem_id=problem.pk,
            link_point_id=problem.link_point_id,
            agency_id=task.agency_id,
            turn=answer.turn,
            for_leader=for_leader,
        )
    )
