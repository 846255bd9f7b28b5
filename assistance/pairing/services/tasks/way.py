"""The way of a task: taken up or given back, done, checked or sent back, cancelled."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from assistance.pairing import queries, rules
from assistance.pairing.events import (
    TaskAccepted,
    TaskCancelled,
    TaskCompleted,
    TaskReturned,
    TaskSentBack,
    TaskVerified,
)
from assistance.pairing.models import AssistanceTask, TaskEvidence
from ground.accounts.models import User
from ground.audit.services import record, record_many
from ground.events.services import publish
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason

STATE = AssistanceTask.State


@transaction.atomic
def accept_task(*, by: User, task: AssistanceTask) -> AssistanceTask:
    """Say that the agency has taken the task up."""
    task = queries.locked_task(task.pk)
    if task.state != STATE.ASSIGNED:
        raise RuleBroken("task_not_assigned", f"任务{task.get_state_display()}，不需要接受")
    task.state = STATE.ACCEPTED
    task.save(update_fields=["state"])
    record(by, "pairing.task_accepted", task)
    publish(TaskAccepted(task_id=task.pk, agency_id=task.agency_id))
    return task


@transaction.atomic
def return_task(*, by: User, task: AssistanceTask, reason: str) -> AssistanceTask:
    """Give a task back to whoever gave it: not ours, not possible, not enough known. Says why."""
    task = queries.locked_task(task.pk)
    if task.state not in AssistanceTask.OPEN:
        raise RuleBroken("task_not_open", f"任务{task.get_state_display()}，不能退回")
    task.stated_reason = check_reason(reason, what="退回")
    task.state = STATE.RETURNED
    task.save(update_fields=["state", "stated_reason"])
    record(by, "pairing.task_returned", task, reason=task.stated_reason)
    publish(TaskReturned(task_id=task.pk, agency_id=task.agency_id))
    return task


@transaction.atomic
def complete_task(
    *,
    by: User,
    task: AssistanceTask,
    done_on: date,
    note: str,
    evidence: Sequence[StoredFile] = (),
) -> AssistanceTask:
    """Say that the task is done, when, what came of it and what shows it. Late is possible; silence is not."""
    task = queries.locked_task(task.pk)
    if task.state not in AssistanceTask.OPEN:
        raise RuleBroken("task_not_open", f"任务{task.get_state_display()}，不能再次办结")
    task.completion_note = rules.check_completion(
        done_on=done_on, assigned_on=task.assigned_on, today=clock.today(), note=note
    )
    task.state = STATE.DONE
    task.done_on = done_on
    task.done_by = by
    task.save(update_fields=["state", "done_on", "done_by", "completion_note"])
    show(by, task, evidence)
    record(
        by,
        "pairing.task_completed",
        task,
        done_on=done_on,
        late=done_on > task.due_on,
        evidence=len(evidence),
    )
    publish(TaskCompleted(task_id=task.pk, agency_id=task.agency_id, done_on=done_on))
    return task


def show(by: User, task: AssistanceTask, evidence: Sequence[StoredFile]) -> None:
    """Put files beside a task. One that is there already stays as it is."""
    TaskEvidence.objects.bulk_create(
        (TaskEvidence(task=task, file=one, added_by=by, added_at=clock.now()) for one in evidence),
        ignore_conflicts=True,
    )


@transaction.atomic
def send_back_task(*, by: User | None, task: AssistanceTask, reason: str) -> AssistanceTask:
    """Say that what was reported as done is not: the agency goes on with it, and reads why."""
    task = queries.locked_task(task.pk)
    if task.state != STATE.DONE:
        raise RuleBroken("task_not_done", f"任务{task.get_state_display()}，办结后才能发回")
    task.stated_reason = check_reason(reason, what="发回")
    task.state, task.done_on, task.done_by = STATE.ACCEPTED, None, None
    task.save(update_fields=["state", "stated_reason", "done_on", "done_by"])
    record(by, "pairing.task_sent_back", task, reason=task.stated_reason)
    publish(TaskSentBack(task_id=task.pk, agency_id=task.agency_id))
    return task


@transaction.atomic
def verify_task(*, by: User, task: AssistanceTask) -> AssistanceTask:
    """Confirm that a task reported as done is done: by another person than reported it."""
    task = queries.locked_task(task.pk)
    if task.state != STATE.DONE:
        raise RuleBroken("task_not_done", f"任务{task.get_state_display()}，办结后才能核验")
    rules.check_verifier(done_by=task.done_by_id, verified_by=by.pk)
    task.state, task.verified_by, task.verified_on = STATE.VERIFIED, by, clock.today()
    task.save(update_fields=["state", "verified_by", "verified_on"])
    record(by, "pairing.task_verified", task)
    publish(TaskVerified(task_id=task.pk, agency_id=task.agency_id))
    return task


@transaction.atomic
def cancel_task(*, by: User | None, task: AssistanceTask, reason: str) -> AssistanceTask:
    """Say that a task need not be done any more, and why."""
    task = queries.locked_task(task.pk)
    if task.state not in AssistanceTask.PENDING:
        raise RuleBroken("task_closed", f"任务{task.get_state_display()}，不能取消")
    strike_off(by, [task], check_reason(reason, what="取消"))
    return task


def strike_off(by: User | None, tasks: Sequence[AssistanceTask], reason: str) -> None:
    """Cancel locked tasks, however many, in some statements."""
    if not tasks:
        return
    for task in tasks:
        task.state, task.stated_reason = STATE.CANCELLED, reason
    AssistanceTask.objects.filter(pk__in=[task.pk for task in tasks]).update(
        state=STATE.CANCELLED, stated_reason=reason
    )
    record_many(by, "pairing.task_cancelled", ((task, {"reason": reason}) for task in tasks))
    publish(*(TaskCancelled(task_id=task.pk, agency_id=task.agency_id) for task in tasks))
