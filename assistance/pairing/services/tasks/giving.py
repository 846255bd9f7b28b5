"""Give tasks: in a meeting, in a group, or to any agency for any link point; and give them anew."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from assistance.pairing import queries, rules
from assistance.pairing.events import TaskAssigned
from assistance.pairing.models import (
    AssistanceTask,
    Cadre,
    LiaisonMeeting,
    PairingGroup,
    TaskShare,
)
from assistance.pairing.rules import NewTask
from assistance.pairing.services.groups import working_group
from assistance.pairing.services.once import once
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@transaction.atomic
def assign_task(
    *,
    by: User | None,
    agency: Organisation,
    content: str,
    due_on: date,
    group: PairingGroup | None = None,
    link_point: Organisation | None = None,
    meeting: LiaisonMeeting | None = None,
    co_agencies: Sequence[Organisation] = (),
    cadre: Cadre | None = None,
) -> AssistanceTask:
    """Give one task to an agency: of a group today or as of a meeting, or for a link point without one.

    One agency answers for it; `co_agencies` help. `cadre` is the person of the agency who answers.
    """
    if group is not None:
        group = working_group(group)
        link_point = group.link_point
    if link_point is None:
        raise RuleBroken(
            "task_about_nobody",
            "请写明任务是为哪个双联点",
            fields={"link_point": "请选择双联点"},
        )
    if meeting is not None and (group is None or meeting.group_id != group.pk):
        raise RuleBroken(
            "meeting_of_another_group",
            "所选会议不是本组的会议",
            fields={"meeting": "不是本组的会议"},
        )
    members = queries.member_ids(group) if group else None
    shares = rules.check_shares(co_agencies, agency=agency, member_ids=members)
    rules.check_cadre(cadre, agency=agency)
    [task] = give_tasks(
        by,
        group,
        link_point,
        [NewTask(agency, content, due_on, cadre)],
        given_on=meeting.held_on if meeting else clock.today(),
        meeting=meeting,
    )
    TaskShare.objects.bulk_create(TaskShare(task=task, agency=one) for one in shares)
    record(
        by,
        "pairing.task_assigned",
        task,
        group=group.pk if group else None,
        agency=agency.pk,
        co_agencies=[one.pk for one in shares],
        due_on=due_on,
    )
    publish(assigned(task))
    return task


@transaction.atomic
def reassign_task(
    *,
    by: User,
    task: AssistanceTask,
    agency: Organisation,
    due_on: date,
    content: str = "",
    co_agencies: Sequence[Organisation] = (),
    cadre: Cadre | None = None,
) -> AssistanceTask:
    """Give a task that came back, or that nobody takes up, to another agency or with another day.

    Its way begins anew: to be taken up, not pressed. An empty `content` leaves the words as they are.
    """
    task = queries.locked_task(task.pk)
    if task.state not in AssistanceTask.PENDING:
        raise RuleBroken("task_closed", f"任务{task.get_state_display()}，不能重新交办")
    members = queries.member_ids(task.group) if task.group else None
    taken = queries.tasks_taken(task.group, but=task) if task.group else set()
    task.content = rules.check_task(
        content=content or task.content,
        due_on=due_on,
        given_on=clock.today(),
        agency=agency,
        member_ids=members,
        taken=taken,
    )
    shares = rules.check_shares(co_agencies, agency=agency, member_ids=members)
    rules.check_cadre(cadre, agency=agency)
    before = task.agency_id
    task.agency, task.cadre, task.due_on = agency, cadre, due_on
    task.state, task.level, task.level_on = (
        AssistanceTask.State.ASSIGNED,
        AssistanceTask.Level.NONE,
        None,
    )
    with once("task_once"):
        task.save()
    task.shares.all().delete()
    TaskShare.objects.bulk_create(TaskShare(task=task, agency=one) for one in shares)
    record(by, "pairing.task_reassigned", task, before=before, agency=agency.pk, due_on=due_on)
    publish(assigned(task))
    return task


def give_tasks(
    by: User | None,
    group: PairingGroup | None,
    link_point: Organisation,
    tasks: Sequence[NewTask],
    *,
    given_on: date,
    meeting: LiaisonMeeting | None = None,
) -> list[AssistanceTask]:
    """The rows of new tasks. Where a meeting gives them, a fault names its row: `tasks.2.due_on`."""
    members = queries.member_ids(group) if group else None
    taken = queries.tasks_taken(group) if group else set()
    given = []
    for number, new in enumerate(tasks):
        try:
            content = rules.check_task(
                content=new.content,
                due_on=new.due_on,
                given_on=given_on,
                agency=new.agency,
                member_ids=members,
                taken=taken,
            )
        except RuleBroken as broken:
            if meeting is None:
                raise
            fields = {f"tasks.{number}.{name}": text for name, text in broken.fields.items()}
            raise RuleBroken(
                broken.code, f"第{number + 1}项任务：{broken.message}", fields=fields
            ) from broken
        if group is not None:
            taken.add((new.agency.pk, content))
        given.append(
            AssistanceTask(
                group=group,
                meeting=meeting,
                link_point=link_point,
                agency=new.agency,
                cadre=new.cadre,
                content=content,
                assigned_by=by,
                assigned_on=given_on,
                due_on=new.due_on,
                first_due_on=new.due_on,
            )
        )
    with once("task_once"):
        return AssistanceTask.objects.bulk_create(given)


def assigned(task: AssistanceTask) -> TaskAssigned:
    return TaskAssigned(task_id=task.pk, agency_id=task.agency_id, due_on=task.due_on)
