"""Strike a problem off the list (销号)."""

from django.db import transaction

from assistance.pairing import services as pairing
from assistance.pairing.models import AssistanceTask
from assistance.problems import queries, rules
from assistance.problems.events import ProblemClosed
from assistance.problems.models import EnterpriseProblem
from assistance.problems.services.confirming import silent_until
from assistance.problems.services.offices import present_task
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock

State = EnterpriseProblem.State


@transaction.atomic
def close_problem(*, by: User, problem: EnterpriseProblem, remark: str = "") -> EnterpriseProblem:
    """Strike a problem off: confirmed by the enterprise, or silent for the days of the rule.

    By another person than handled it or wrote down the enterprise's word. The task that it was is
    thereby verified.
    """
    problem = queries.locked_problem(problem.pk)
    rules.check_step("close", problem.state, problem.get_state_display())
    answer, task, today = queries.last_answer(problem), present_task(problem), clock.today()
    confirmed = problem.state == State.CONFIRMED
    rules.check_closer(
        by=by.pk,
        answered_by=problem.answered_by_id,
        recorded_by=answer.recorded_by_id if answer else None,
    )
    remark = rules.checked_text(
        remark, field="remark", what="销号说明", longest=rules.LONGEST_REASON, needed=False
    )
    if not confirmed:
        rules.check_silence(
            asked=bool(answer and answer.asked_on),
            silent_until=silent_until(answer) if answer else None,
            today=today,
            remark=remark,
        )
    if task.state == AssistanceTask.State.DONE:
        problem.task = pairing.verify_task(by=by, task=task)
    problem.state = State.CLOSED
    problem.closed_by, problem.closing_remark, problem.ended_on = by, remark, today
    problem.step_due_on = None
    problem.save()
    record(by, "problems.problem_closed", problem, confirmed=confirmed)
    publish(
        ProblemClosed(
            problem_id=problem.pk,
            link_point_id=problem.link_point_id,
            agency_id=task.agency_id,
            closed_on=today,
            confirmed=confirmed,
        )
    )
    return problem
