from assistance.pairing.events import (
    TaskAccepted,
    TaskAssigned,
    TaskCancelled,
    TaskCompleted,
    TaskReturned,
    TaskSentBack,
)
from assistance.problems import services
from assistance.visits.events import NeedTold
from ground.events import handles
from ground.events.events import DayBegan


@handles(NeedTold)
def collect_need(event: NeedTold) -> None:
    """What an enterprise asked for on a visit is a problem of its own: once, however often told."""
    services.collect_need(visit_id=event.visit_id, index=event.index)


@handles(TaskAssigned)
def follow_reassigned_task(event: TaskAssigned) -> None:
    """A task that had come back was given out again where tasks are: so is its problem."""
    services.reopen_dispatch(task_id=event.task_id, agency_id=event.agency_id, due_on=event.due_on)


@handles(TaskAccepted)
def take_up_problem(event: TaskAccepted) -> None:
    services.take_up(task_id=event.task_id)


@handles(TaskReturned)
def return_problem(event: TaskReturned) -> None:
    services.return_to_office(task_id=event.task_id)


@handles(TaskCancelled)
def return_cancelled_problem(event: TaskCancelled) -> None:
    services.return_to_office(task_id=event.task_id)


@handles(TaskCompleted)
def answer_problem(event: TaskCompleted) -> None:
    services.record_answer(task_id=event.task_id, answered_on=event.done_on)


@handles(TaskSentBack)
def go_on_with_problem(event: TaskSentBack) -> None:
    """The answer was not good enough for the office: the enterprise is not asked yet."""
    services.withdraw_answer(task_id=event.task_id)


@handles(DayBegan)
def forget_knocks(day: DayBegan) -> None:
    services.forget_knocks()
