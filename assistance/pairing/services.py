"""Pair agencies with link points, meet, give tasks and see them done."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction

from assistance.pairing import queries, rules
from assistance.pairing.events import (
    GroupApproved,
    GroupEnded,
    MeetingHeld,
    TaskAssigned,
    TaskCompleted,
    TaskOverdue,
)
from assistance.pairing.models import AssistanceTask, GroupMember, LiaisonMeeting, PairingGroup
from assistance.pairing.rules import NewTask
from ground.accounts.models import Organisation, User
from ground.accounts.services import grant_scope, withdraw_scope
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

TAKEN = {
    "pairing_group_once": RuleBroken(
        "group_exists",
        "该双联点本年度已有同一牵头单位的结对，请在原结对上办理",
        fields={"lead_agency": "本年度已牵头联系该双联点"},
    ),
    "meeting_once": RuleBroken(
        "meeting_exists",
        "该日在同一地点的联系会议已经登记，请勿重复登记",
        fields={"held_on": "当日同一地点的会议已登记"},
    ),
    "task_once": RuleBroken(
        "task_exists",
        "该单位已有同样内容的任务，请勿重复交办",
        fields={"content": "该单位已有同样内容的任务"},
    ),
}


@transaction.atomic
def propose_group(
    *,
    by: User,
    year: int,
    link_point: Organisation,
    lead_agency: Organisation,
    members: Sequence[Organisation],
    starts_on: date,
    link_leader: str = "",
    work_plan: str = "",
) -> PairingGroup:
    """Propose that a lead agency and members be linked to a link point for a year.

    The lead agency is a member whether it is named among them or not. Nobody sees more for it yet.
    """
    agencies = list({agency.pk: agency for agency in (lead_agency, *members)}.values())
    rules.check_pairing(year=year, starts_on=starts_on, link_point=link_point, agencies=agencies)
    if PairingGroup.objects.filter(
        year=year, link_point=link_point, lead_agency=lead_agency
    ).exists():
        raise TAKEN["pairing_group_once"]
    with _once("pairing_group_once"):
        group = PairingGroup.objects.create(
            year=year,
            link_point=link_point,
            lead_agency=lead_agency,
            link_leader=link_leader.strip(),
            work_plan=work_plan.strip(),
            proposed_by=by,
            starts_on=starts_on,
        )
    GroupMember.objects.bulk_create(GroupMember(group=group, agency=agency) for agency in agencies)
    record(
        by,
        "pairing.group_proposed",
        group,
        year=year,
        link_point=link_point.pk,
        lead_agency=lead_agency.pk,
        agencies=[agency.pk for agency in agencies],
    )
    return group


@transaction.atomic
def approve_group(*, by: User, group: PairingGroup) -> PairingGroup:
    """Let a proposed group begin to work. From now on its agencies see the link point."""
    group = queries.locked_group(group.pk)
    if group.state != PairingGroup.State.PROPOSED:
        raise RuleBroken("group_not_proposed", "该结对方案已批准，无需再次批准")
    rules.check_four_eyes(proposed_by=group.proposed_by_id, approved_by=by.pk)
    group.state = PairingGroup.State.ACTIVE
    group.approved_by = by
    group.save(update_fields=["state", "approved_by"])
    agencies = [
        member.agency for member in group.members.select_related("agency").order_by("agency_id")
    ]
    grant_scope(organisations=agencies, over=group.link_point, source=grant_source(group))
    record(by, "pairing.group_approved", group, agencies=[agency.pk for agency in agencies])
    publish(GroupApproved(group_id=group.pk, link_point_id=group.link_point_id, year=group.year))
    return group


@transaction.atomic
def withdraw_proposal(*, by: User, group: PairingGroup, reason: str) -> None:
    """Take back a proposal. It is gone; the trail keeps what it was and why."""
    group = queries.locked_group(group.pk)
    if group.state != PairingGroup.State.PROPOSED:
        raise RuleBroken("group_not_proposed", "已批准的结对不能撤回，请办理结束")
    if not reason.strip():
        raise RuleBroken("reason_missing", "请写明撤回的原因", fields={"reason": "不能为空"})
    record(
        by,
        "pairing.group_withdrawn",
        group,
        year=group.year,
        link_point=group.link_point_id,
        lead_agency=group.lead_agency_id,
        agencies=sorted(queries.member_ids(group)),
        reason=reason.strip(),
    )
    group.delete()


@transaction.atomic
def end_group(*, by: User, group: PairingGroup, ends_on: date) -> PairingGroup:
    """End a group: what its agencies saw through it, they see no longer. Its records stay."""
    group = queries.locked_group(group.pk)
    if group.state != PairingGroup.State.ACTIVE:
        raise RuleBroken("group_not_active", "只有进行中的结对才能结束")
    rules.check_end(starts_on=group.starts_on, ends_on=ends_on, today=clock.today())
    group.state = PairingGroup.State.ENDED
    group.ends_on = ends_on
    group.save(update_fields=["state", "ends_on"])
    withdraw_scope(source=grant_source(group))
    record(by, "pairing.group_ended", group, ends_on=ends_on)
    publish(GroupEnded(group_id=group.pk, link_point_id=group.link_point_id, ended_on=ends_on))
    return group


@transaction.atomic
def record_meeting(
    *,
    by: User,
    group: PairingGroup,
    held_on: date,
    place: str,
    topics: str,
    convener: str = "",
    decisions: str = "",
    tasks: Sequence[NewTask] = (),
) -> LiaisonMeeting:
    """Put a meeting on record, together with the tasks that it gave: all of it, or nothing."""
    group = _working_group(group)
    rules.check_meeting(
        held_on=held_on,
        starts_on=group.starts_on,
        today=clock.today(),
        place=place,
        topics=topics,
    )
    place = place.strip()
    if group.meetings.filter(held_on=held_on, place=place).exists():
        raise TAKEN["meeting_once"]
    with _once("meeting_once"):
        meeting = LiaisonMeeting.objects.create(
            group=group,
            held_on=held_on,
            place=place,
            convener=convener.strip(),
            topics=topics.strip(),
            decisions=decisions.strip(),
            recorded_by=by,
        )
    given = _give_tasks(group, tasks, given_on=held_on, meeting=meeting)
    record(
        by, "pairing.meeting_recorded", meeting, group=group.pk, tasks=[task.pk for task in given]
    )
    publish(
        MeetingHeld(meeting_id=meeting.pk, group_id=group.pk, held_on=held_on),
        *(_assigned(task) for task in given),
    )
    return meeting


@transaction.atomic
def assign_task(
    *,
    by: User,
    group: PairingGroup,
    agency: Organisation,
    content: str,
    due_on: date,
    meeting: LiaisonMeeting | None = None,
) -> AssistanceTask:
    """Give one task to an agency of the group, today or as of one of the group's meetings."""
    group = _working_group(group)
    if meeting is not None and meeting.group_id != group.pk:
        raise RuleBroken(
            "meeting_of_another_group",
            "所选会议不是本组的会议",
            fields={"meeting": "不是本组的会议"},
        )
    [task] = _give_tasks(
        group,
        [NewTask(agency, content, due_on)],
        given_on=meeting.held_on if meeting else clock.today(),
        meeting=meeting,
    )
    record(by, "pairing.task_assigned", task, group=group.pk, agency=agency.pk, due_on=due_on)
    publish(_assigned(task))
    return task


@transaction.atomic
def accept_task(*, by: User, task: AssistanceTask) -> AssistanceTask:
    """Say that the agency has taken the task up."""
    task = queries.locked_task(task.pk)
    if task.state != AssistanceTask.State.ASSIGNED:
        raise RuleBroken("task_not_assigned", f"任务{task.get_state_display()}，不需要接受")
    task.state = AssistanceTask.State.ACCEPTED
    task.save(update_fields=["state"])
    record(by, "pairing.task_accepted", task)
    return task


@transaction.atomic
def complete_task(*, by: User, task: AssistanceTask, done_on: date, note: str) -> AssistanceTask:
    """Say that the task is done, when, and what came of it. Late is possible; silence is not."""
    task = queries.locked_task(task.pk)
    if task.state not in AssistanceTask.OPEN:
        raise RuleBroken("task_not_open", f"任务{task.get_state_display()}，不能再次办结")
    task.completion_note = rules.check_completion(
        done_on=done_on, assigned_on=task.assigned_on, today=clock.today(), note=note
    )
    task.state = AssistanceTask.State.DONE
    task.done_on = done_on
    task.done_by = by
    task.save(update_fields=["state", "done_on", "done_by", "completion_note"])
    record(by, "pairing.task_completed", task, done_on=done_on, late=done_on > task.due_on)
    publish(TaskCompleted(task_id=task.pk, agency_id=task.agency_id, done_on=done_on))
    return task


@transaction.atomic
def verify_task(*, by: User, task: AssistanceTask) -> AssistanceTask:
    """Confirm that a task reported as done is done: by another person than reported it."""
    task = queries.locked_task(task.pk)
    if task.state != AssistanceTask.State.DONE:
        raise RuleBroken("task_not_done", f"任务{task.get_state_display()}，办结后才能核验")
    rules.check_verifier(done_by=task.done_by_id, verified_by=by.pk)
    task.state = AssistanceTask.State.VERIFIED
    task.verified_by = by
    task.save(update_fields=["state", "verified_by"])
    record(by, "pairing.task_verified", task)
    return task


@transaction.atomic
def mark_overdue(*, on: date) -> list[AssistanceTask]:
    """Mark the open tasks that were due before this day: each once, however often told."""
    late = queries.locked_tasks_overdue_on(on)
    for task in late:
        task.state = AssistanceTask.State.OVERDUE
    AssistanceTask.objects.bulk_update(late, ["state"])
    for task in late:
        record(None, "pairing.task_overdue", task, due_on=task.due_on)
    if late:
        publish(*(TaskOverdue(task_id=task.pk, agency_id=task.agency_id) for task in late))
    return late


def grant_source(group: PairingGroup) -> str:
    """The key under which a group's agencies hold their view of its link point."""
    return f"pairing.group:{group.pk}"


def _working_group(group: PairingGroup) -> PairingGroup:
    group = queries.locked_group(group.pk)
    if group.state != PairingGroup.State.ACTIVE:
        raise RuleBroken(
            "group_not_active", f"结对{group.get_state_display()}，批准后且未结束时才能办理"
        )
    return group


def _give_tasks(
    group: PairingGroup,
    tasks: Sequence[NewTask],
    *,
    given_on: date,
    meeting: LiaisonMeeting | None,
) -> list[AssistanceTask]:
    members, taken = queries.member_ids(group), queries.tasks_taken(group)
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
        taken.add((new.agency.pk, content))
        given.append(
            AssistanceTask(
                group=group,
                meeting=meeting,
                agency=new.agency,
                content=content,
                assigned_on=given_on,
                due_on=new.due_on,
            )
        )
    with _once("task_once"):
        return AssistanceTask.objects.bulk_create(given)


def _assigned(task: AssistanceTask) -> TaskAssigned:
    return TaskAssigned(task_id=task.pk, agency_id=task.agency_id, due_on=task.due_on)


@contextmanager
def _once(constraint: str) -> Iterator[None]:
    """Two people at the same moment: the second hears what the check before would have said."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        if constraint in str(clash):
            raise TAKEN[constraint] from clash
        raise
