"""What the task of a problem brings about: taken up, returned, answered. Called by its events."""

from datetime import date

from django.db import transaction

from assistance.pairing.models import AssistanceTask
from assistance.problems import queries, rules
from assistance.problems.events import ProblemAnswered, ProblemDispatched, ProblemReturned
from assistance.problems.models import Answer, EnterpriseProblem
from assistance.problems.services.offices import to_office
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock

State = EnterpriseProblem.State
GIVEN_BACK = (AssistanceTask.State.RETURNED, AssistanceTask.State.CANCELLED)
REPORTED = (AssistanceTask.State.DONE, AssistanceTask.State.VERIFIED)


@transaction.atomic
def take_up(*, task_id: int) -> EnterpriseProblem | None:
    """The agency has accepted the task: the problem is being handled."""
    problem = queries.locked_problem_of_task(task_id)
    if problem is None or not rules.may_step("take_up", problem.state):
        return None
    problem.state = State.HANDLING
    problem.save(update_fields=["state"])
    record(None, "problems.problem_taken_up", problem)
    return problem


@transaction.atomic
def return_to_office(*, task_id: int) -> EnterpriseProblem | None:
    """The task was given back or cancelled: the office decides anew, and reads why."""
    problem = queries.locked_problem_of_task(task_id)
    if problem is None or not rules.may_step("return", problem.state):
        return None
    task = AssistanceTask.objects.get(pk=task_id)
    if task.state not in GIVEN_BACK:  # in the meantime it was given out again
        return None
    to_office(problem, task.stated_reason)
    record(None, "problems.problem_returned", problem, agency=task.agency_id)
    publish(
        ProblemReturned(
            problem_id=problem.pk, link_point_id=problem.link_point_id, agency_id=task.agency_id
        )
    )
    return problem


@transaction.atomic
def reopen_dispatch(*, task_id: int, agency_id: int, due_on: date) -> EnterpriseProblem | None:
    """A task that had come back was given to an agency on its own page: the problem goes with it."""
    problem = queries.locked_problem_of_task(task_id)
    if problem is None or not rules.may_step("dispatch", problem.state):
        return None
    problem.state = State.DISPATCHED
    problem.return_reason = ""
    problem.step_due_on = None
    problem.save(update_fields=["state", "return_reason", "step_due_on"])
    record(None, "problems.problem_dispatched", problem, agency=agency_id, due_on=due_on)
    publish(
        ProblemDispatched(
            problem_id=problem.pk,
            link_point_id=problem.link_point_id,
            task_id=task_id,
            agency_id=agency_id,
            due_on=due_on,
        )
    )
    return problem


@transaction.atomic
def record_answer(*, task_id: int, answered_on: date) -> Answer | None:
    """The task is done: what the agency wrote is the answer of this turn, for the enterprise to judge."""
    problem = queries.locked_problem_of_task(task_id)
    if problem is None or not rules.may_step("answer", problem.state):
        return None
    task = AssistanceTask.objects.get(pk=task_id)
    if task.state not in REPORTED:  # in the meantime it was sent back
        return None
    last = queries.last_answer(problem)
    answer = Answer.objects.create(
        problem=problem,
        task=task,
        turn=last.turn + 1 if last else 1,
        text=task.completion_note,
        answered_on=answered_on,
    )
    problem.state = State.ANSWERED
    problem.answered_by_id = task.done_by_id
    problem.step_due_on = queries.day_by(
        "problems.ask_workdays", after=clock.today(), division=problem.link_point.division
    )
    problem.save(update_fields=["state", "answered_by", "step_due_on"])
    record(None, "problems.problem_answered", problem, agency=task.agency_id, turn=answer.turn)
    publish(
        ProblemAnswered(
            problem_id=problem.pk,
            link_point_id=problem.link_point_id,
            agency_id=task.agency_id,
            answered_on=answered_on,
            turn=answer.turn,
        )
    )
    return answer


@transaction.atomic
def withdraw_answer(*, task_id: int) -> EnterpriseProblem | None:
    """The task was sent back before the enterprise spoke: its answer and its link are void."""
    problem = queries.locked_problem_of_task(task_id)
    if problem is None or not rules.may_step("ask", problem.state):
        return None
    answer, task = queries.locked_last_answer(problem), AssistanceTask.objects.get(pk=task_id)
    if answer is None:
        return None
    if task.state in REPORTED:  # in the meantime it was reported anew
        answer.text, answer.answered_on = task.completion_note, task.done_on or answer.answered_on
        answer.save(update_fields=["text", "answered_on"])
        return problem
    answer.delete()
    problem.state = State.HANDLING
    problem.step_due_on = None
    problem.save(update_fields=["state", "step_due_on"])
    record(None, "problems.answer_withdrawn", problem)
    return problem
