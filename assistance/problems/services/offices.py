"""What the office does: register, refuse, give out, take back."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from assistance.pairing import services as pairing
from assistance.pairing.models import AssistanceTask
from assistance.problems import queries, rules
from assistance.problems.events import (
    ProblemDispatched,
    ProblemRefused,
    ProblemRegistered,
    ProblemReturned,
)
from assistance.problems.models import EnterpriseProblem
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State = EnterpriseProblem.State
LONGEST_TASK = 300  # what a task's content holds


@transaction.atomic
def register_problem(
    *, by: User, problem: EnterpriseProblem, category: str, urgency: str
) -> EnterpriseProblem:
    """Take a problem in: the next number of the office's year, and what kind of problem it is."""
    problem = queries.locked_problem(problem.pk)
    rules.check_step("register", problem.state, problem.get_state_display())
    rules.check_telling(
        link_point=problem.link_point,
        category=category,
        categories=EnterpriseProblem.Category.values,
        urgency=urgency,
        urgencies=EnterpriseProblem.Urgency.values,
    )
    today = clock.today()
    problem.category, problem.urgency = category, urgency
    problem.year = today.year
    problem.number = queries.next_number(problem.office, today.year)
    problem.registered_on = today
    problem.state = State.REGISTERED
    problem.step_due_on = queries.day_by(
        "problems.dispatch_workdays", after=today, division=problem.link_point.division
    )
    problem.save()
    record(by, "problems.problem_registered", problem, number=problem.mark, urgency=urgency)
    publish(
        ProblemRegistered(
            problem_id=problem.pk, link_point_id=problem.link_point_id, registered_on=today
        )
    )
    return problem


@transaction.atomic
def refuse_problem(*, by: User, problem: EnterpriseProblem, reason: str) -> EnterpriseProblem:
    """Say that a problem is not taken in, and why: the enterprise reads the reason."""
    problem = queries.locked_problem(problem.pk)
    rules.check_step("refuse", problem.state, problem.get_state_display())
    problem.refusal_reason = rules.checked_text(
        reason, field="reason", what="不予受理的理由", longest=rules.LONGEST_REASON
    )
    problem.state = State.REFUSED
    problem.ended_on = clock.today()
    problem.step_due_on = None
    problem.save()
    if problem.task and problem.task.state == AssistanceTask.State.RETURNED:
        pairing.cancel_task(by=by, task=problem.task, reason="问题不予受理")
    record(by, "problems.problem_refused", problem)
    publish(
        ProblemRefused(
            problem_id=problem.pk,
            link_point_id=problem.link_point_id,
            refused_on=problem.ended_on,
        )
    )
    return problem


@transaction.atomic
def dispatch_problem(
    *,
    by: User,
    problem: EnterpriseProblem,
    agency: Organisation,
    due_on: date | None = None,
    co_agencies: Sequence[Organisation] = (),
) -> EnterpriseProblem:
    """Give a problem to an agency as a task (交办). Without a day, the urgency's working days count."""
    problem = queries.locked_problem(problem.pk)
    rules.check_step("dispatch", problem.state, problem.get_state_display())
    today = clock.today()
    due_on = due_on or handling_due(problem, today)
    rules.check_due(due_on=due_on, today=today)
    if agency.pk in {one.pk for one in co_agencies}:
        raise RuleBroken(
            "owner_twice",
            f"“{agency}”已是承办单位，不必再列为协办单位",
            fields={"co_agencies": "不能与承办单位相同"},
        )
    task = _given_task(by, problem, agency, due_on, co_agencies)
    problem.task = task
    problem.state = State.DISPATCHED
    problem.step_due_on = None
    problem.return_reason = ""
    problem.save()
    record(
        by,
        "problems.problem_dispatched",
        problem,
        agency=agency.pk,
        co_agencies=[one.pk for one in co_agencies],
        due_on=due_on,
    )
    publish(
        ProblemDispatched(
            problem_id=problem.pk,
            link_point_id=problem.link_point_id,
            task_id=task.pk,
            agency_id=agency.pk,
            due_on=due_on,
        )
    )
    return problem


@transaction.atomic
def take_back_problem(*, by: User, problem: EnterpriseProblem, reason: str) -> EnterpriseProblem:
    """Take a problem back from its agency, to give it to another (改派)."""
    problem = queries.locked_problem(problem.pk)
    rules.check_step("take_back", problem.state, problem.get_state_display())
    task = present_task(problem)
    reason = rules.checked_text(reason, field="reason", what="收回交办的原因", longest=LONGEST_TASK)
    pairing.cancel_task(by=by, task=task, reason=reason)
    to_office(problem, reason)
    record(by, "problems.problem_taken_back", problem, agency=task.agency_id)
    publish(
        ProblemReturned(
            problem_id=problem.pk,
            link_point_id=problem.link_point_id,
            agency_id=task.agency_id,
        )
    )
    return problem


def handling_due(problem: EnterpriseProblem, today: date) -> date:
    """The day that the dated rule of the problem's urgency gives an agency."""
    return queries.day_by(
        f"problems.handle_workdays_{problem.urgency}",
        after=today,
        division=problem.link_point.division,
    )


def content_of(problem: EnterpriseProblem) -> str:
    """The problem as the sentence of a task: number, enterprise, what it is about."""
    text = f"{problem.mark} {problem.link_point.name}（{problem.get_category_display()}）：{problem.description}"
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_TASK else f"{text[: LONGEST_TASK - 1]}…"


def to_office(problem: EnterpriseProblem, reason: str) -> None:
    """Put a problem back into the office's hands, to be given out again."""
    problem.state = State.REGISTERED
    problem.return_reason = reason[: rules.LONGEST_REASON]
    problem.step_due_on = queries.day_by(
        "problems.dispatch_workdays",
        after=clock.today(),
        division=problem.link_point.division,
    )
    problem.save()


def present_task(problem: EnterpriseProblem) -> AssistanceTask:
    """The task of a problem that is with an agency: the database holds that it has one."""
    if problem.task is None:
        raise RuleBroken("problem_without_task", "该问题还没有交办")
    return problem.task


def _given_task(
    by: User,
    problem: EnterpriseProblem,
    agency: Organisation,
    due_on: date,
    co_agencies: Sequence[Organisation],
) -> AssistanceTask:
    """The task that came back goes on with another agency; where none stands, a new one begins."""
    if problem.task and problem.task.state == AssistanceTask.State.RETURNED:
        return pairing.reassign_task(
            by=by,
            task=problem.task,
            agency=agency,
            due_on=due_on,
            content=content_of(problem),
            co_agencies=co_agencies,
        )
    return pairing.assign_task(
        by=by,
        agency=agency,
        content=content_of(problem),
        due_on=due_on,
        link_point=problem.link_point,
        co_agencies=co_agencies,
    )
