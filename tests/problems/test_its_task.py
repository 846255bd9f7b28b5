"""A problem and its task go together: accepted, done, returned, taken back, told late or told of another."""

from datetime import date

import pytest

from assistance.pairing import services as pairing
from assistance.pairing.models import AssistanceTask
from assistance.problems import services
from assistance.problems.models import EnterpriseProblem
from tests.problems.records import again

State = EnterpriseProblem.State
pytestmark = pytest.mark.django_db


def test_the_task_carries_the_problem_along(world, dispatched, drain, at):
    with at("2008-06-05"):
        pairing.accept_task(by=world.handler, task=dispatched.task)
        drain()
    assert again(dispatched).state == State.HANDLING
    with at("2008-06-20"):
        pairing.complete_task(
            by=world.handler, task=dispatched.task, done_on=date(2008, 6, 20), note="已办结"
        )
        drain()
    problem = again(dispatched)
    assert (problem.state, problem.answered_by) == (State.ANSWERED, world.handler)
    answer = problem.answers.get()
    assert (answer.turn, answer.text, answer.answered_on) == (1, "已办结", date(2008, 6, 20))


def test_done_without_having_been_accepted_is_answered_too(dispatched, world, drain, at):
    with at("2008-06-20"):
        pairing.complete_task(
            by=world.handler, task=dispatched.task, done_on=date(2008, 6, 20), note="已办结"
        )
        drain()
    assert again(dispatched).state == State.ANSWERED


def test_a_returned_task_brings_the_problem_back_with_the_reason(world, dispatched, drain, at):
    with at("2008-06-05"):
        pairing.return_task(by=world.handler, task=dispatched.task, reason="不属我局职责")
        drain()
    problem = again(dispatched)
    assert (problem.state, problem.return_reason) == (State.REGISTERED, "不属我局职责")
    with at("2008-06-06"):
        given = services.dispatch_problem(by=world.clerk, problem=problem, agency=world.helper)
        drain()
    problem = again(given)
    assert (problem.state, problem.return_reason) == (State.DISPATCHED, "")
    assert problem.task_id == dispatched.task_id  # the same task goes on
    assert problem.task.agency == world.helper
    assert problem.number == dispatched.number


def test_a_returned_task_given_out_on_its_own_page_takes_the_problem_along(
    world, dispatched, drain, at
):
    with at("2008-06-05"):
        pairing.return_task(by=world.handler, task=dispatched.task, reason="不属我局职责")
        drain()
        pairing.reassign_task(
            by=world.clerk,
            task=dispatched.task,
            agency=world.helper,
            due_on=date(2008, 7, 1),
        )
        drain()
    assert again(dispatched).state == State.DISPATCHED


def test_events_that_come_late_follow_what_is_true_now(world, dispatched, drain, at):
    """Returned and given out again before the first event was delivered."""
    with at("2008-06-05"):
        pairing.return_task(by=world.handler, task=dispatched.task, reason="不属我局职责")
        pairing.reassign_task(
            by=world.clerk, task=dispatched.task, agency=world.helper, due_on=date(2008, 7, 1)
        )
        drain()
    problem = again(dispatched)
    assert problem.state in EnterpriseProblem.WITH_AGENCY
    assert problem.task.state == AssistanceTask.State.ASSIGNED


def test_taking_back_cancels_the_task_and_a_new_one_goes_to_another(world, dispatched, drain, at):
    with at("2008-06-05"):
        services.take_back_problem(by=world.clerk, problem=dispatched, reason="改由财政局办")
        drain()
        problem = again(dispatched)
        assert problem.state == State.REGISTERED
        assert problem.task.state == AssistanceTask.State.CANCELLED
        see = "problems.see_problems"
        assert not EnterpriseProblem.objects.visible_to(world.handler, see).exists()
        assert EnterpriseProblem.objects.visible_to(world.liaison, see).get() == problem
        services.dispatch_problem(by=world.clerk, problem=problem, agency=world.helper)
        drain()
    problem = again(dispatched)
    assert problem.state == State.DISPATCHED
    assert problem.task_id != dispatched.task_id


def test_an_event_of_another_task_changes_nothing(world, answered, drain, at):
    with at("2008-06-21"):
        other = pairing.assign_task(
            by=world.clerk,
            agency=world.bureau,
            content="与问题无关",
            due_on=date(2008, 7, 1),
            link_point=world.haili,
        )
        pairing.accept_task(by=world.handler, task=other)
        pairing.return_task(by=world.handler, task=other, reason="做不了")
        drain()
    assert again(answered).state == State.ANSWERED
