"""A later day: asked for by who does the task, decided by another person."""

from datetime import date

from django.db import transaction

from assistance.pairing import queries, rules
from assistance.pairing.events import TaskPostponed
from assistance.pairing.models import AssistanceTask, Postponement
from assistance.pairing.services.once import once
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason


@transaction.atomic
def ask_postponement(*, by: User, task: AssistanceTask, due_on: date, reason: str) -> Postponement:
    """Ask for a later day. Until somebody decides, the old one stands, and the task is pressed by it."""
    task = queries.locked_task(task.pk)
    if task.state not in AssistanceTask.OPEN:
        raise RuleBroken("task_not_open", f"任务{task.get_state_display()}，不能申请延期")
    reason = rules.check_postponement(
        due_on=due_on, from_due_on=task.due_on, today=clock.today(), reason=reason
    )
    with once("postponement_open_once"):
        asked = Postponement.objects.create(
            task=task,
            from_due_on=task.due_on,
            due_on=due_on,
            reason=reason,
            asked_by=by,
            asked_at=clock.now(),
        )
    record(by, "pairing.postponement_asked", task, due_on=due_on, reason=reason)
    return asked


@transaction.atomic
def decide_postponement(
    *, by: User, postponement: Postponement, granted: bool, opinion: str = ""
) -> Postponement:
    """Grant or refuse a later day: not by who asked for it; a refusal says why.

    What is granted begins anew: the task is pressed again from the new day on.
    """
    task = queries.locked_task(postponement.task_id)
    asked = queries.locked_postponement(postponement.pk)
    if asked.state != Postponement.State.ASKED:
        raise RuleBroken("postponement_decided", f"该申请已批复：{asked.get_state_display()}")
    rules.check_decider(asked_by=asked.asked_by_id, decided_by=by.pk)
    if not granted:
        opinion = check_reason(opinion, what="不同意", field="opinion")
    asked.state = Postponement.State.GRANTED if granted else Postponement.State.REFUSED
    asked.decided_by, asked.decided_at, asked.opinion = by, clock.now(), opinion.strip()
    asked.save(update_fields=["state", "decided_by", "decided_at", "opinion"])
    if granted:
        if task.state not in AssistanceTask.OPEN:
            raise RuleBroken("task_not_open", f"任务{task.get_state_display()}，不必再延期")
        task.due_on, task.level, task.level_on = asked.due_on, AssistanceTask.Level.NONE, None
        task.save(update_fields=["due_on", "level", "level_on"])
        publish(TaskPostponed(task_id=task.pk, agency_id=task.agency_id, due_on=task.due_on))
    record(
        by,
        "pairing.postponement_decided",
        task,
        granted=granted,
        due_on=asked.due_on,
        opinion=asked.opinion,
    )
    return asked
