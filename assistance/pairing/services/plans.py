"""The yearly work plan of a group: its lines, and how they become tasks."""

from datetime import date

from django.db import transaction

from assistance.pairing import queries, rules
from assistance.pairing.models import AssistanceTask, PairingGroup, WorkPlanItem
from assistance.pairing.services.groups import working_group
from assistance.pairing.services.once import once
from assistance.pairing.services.tasks.giving import assign_task
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@transaction.atomic
def write_plan_item(
    *,
    by: User,
    group: PairingGroup,
    kind: str,
    agency: Organisation,
    content: str,
    due_on: date,
    responsible: str = "",
    measure: str = "",
    item: WorkPlanItem | None = None,
) -> WorkPlanItem:
    """Add a line to a group's plan, or with `item` write one anew that nothing has come of yet."""
    group = working_group(group)
    is_new = item is None
    item = WorkPlanItem(group=group, written_by=by) if item is None else _open_item(item)
    item.content = rules.check_item(
        content=content,
        agency=agency,
        due_on=due_on,
        year=group.year,
        member_ids=queries.member_ids(group),
    )
    item.kind, item.agency, item.due_on = kind, agency, due_on
    item.responsible, item.measure = responsible.strip(), measure.strip()
    with once("plan_item_once"):
        item.save()
    record(
        by,
        "pairing.plan_item_added" if is_new else "pairing.plan_item_changed",
        item,
        group=group.pk,
        agency=agency.pk,
        due_on=due_on,
    )
    return item


@transaction.atomic
def drop_plan_item(*, by: User, item: WorkPlanItem) -> None:
    """Take a line out of the plan, as long as nothing has come of it."""
    item = _open_item(item)
    record(by, "pairing.plan_item_dropped", item, group=item.group_id, content=item.content)
    item.delete()


@transaction.atomic
def assign_plan_item(*, by: User, item: WorkPlanItem) -> AssistanceTask:
    """Make a line of the plan a task of its agency, due on the day of the plan."""
    item = _open_item(item)
    task = assign_task(
        by=by,
        agency=item.agency,
        content=item.content,
        due_on=max(item.due_on, clock.today()),
        group=item.group,
    )
    item.task = task
    item.save(update_fields=["task"])
    record(by, "pairing.plan_item_assigned", item, task=task.pk)
    return task


@transaction.atomic
def finish_plan_item(*, by: User, item: WorkPlanItem, done_on: date, note: str) -> WorkPlanItem:
    """Say that a line without a task has been carried out, when, and what came of it."""
    item = _open_item(item)
    item.done_note = rules.check_completion(
        done_on=done_on,
        assigned_on=item.group.starts_on,
        today=clock.today(),
        note=note,
    )
    item.done_on = done_on
    item.save(update_fields=["done_on", "done_note"])
    record(by, "pairing.plan_item_done", item, done_on=done_on)
    return item


def _open_item(item: WorkPlanItem) -> WorkPlanItem:
    item = queries.locked_plan_item(item.pk)
    if item.task_id is not None or item.done_on is not None:
        raise RuleBroken("item_settled", "该项工作已交办或已开展，不能再改动")
    return item
