"""Agencies and link points that leave: nobody is left without a partner in silence."""

from datetime import date

from django.db import transaction

from assistance.pairing import queries, rules
from assistance.pairing.events import LinkPointClosed, MemberReplaced, TaskAssigned
from assistance.pairing.models import (
    AssistanceTask,
    GroupMember,
    PairingGroup,
    TaskShare,
    WorkPlanItem,
)
from assistance.pairing.services.groups import (
    bring_to_end,
    drop_proposals,
    grant_source,
    working_group,
)
from assistance.pairing.services.once import once
from assistance.pairing.services.tasks.way import strike_off
from ground.accounts.models import Organisation, User
from ground.accounts.services import grant_scope, withdraw_scope
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.texts import check_reason


@transaction.atomic
def replace_member(
    *,
    by: User,
    group: PairingGroup,
    leaving: Organisation,
    successor: Organisation,
    on: date,
    reason: str,
) -> GroupMember:
    """Let another agency take the place of one that leaves: its view, its open tasks, its plan.

    The lead can be handed to a member that is there already; any other successor is new to the group.
    From `on` the leaving agency sees nothing of the group. Who was a member from when to when stays.
    """
    group = working_group(group)
    present = queries.locked_members(group)
    reason = check_reason(reason, what="更换", most=200)
    is_lead = group.lead_agency_id == leaving.pk
    old = present.get(leaving.pk)
    rules.check_replacement(
        leaving=leaving,
        successor=successor,
        member_ids=present,
        is_lead=is_lead,
        joined_on=old.joined_on if old else group.starts_on,
        on=on,
        today=clock.today(),
    )
    taking = present.get(successor.pk) or GroupMember.objects.create(
        group=group, agency=successor, joined_on=on
    )
    GroupMember.objects.filter(group=group, agency=leaving, left_on__isnull=True).update(
        left_on=on, succeeded_by=taking, reason=reason
    )
    if is_lead:
        group.lead_agency = successor
        with once("pairing_group_once"):
            group.save(update_fields=["lead_agency"])
    withdraw_scope(source=grant_source(group.pk), organisations=[leaving])
    grant_scope(organisations=[successor], over=group.link_point, source=grant_source(group.pk))
    moved = _hand_over(by, group, leaving, successor)
    record(
        by,
        "pairing.member_replaced",
        group,
        leaving=leaving.pk,
        successor=successor.pk,
        is_lead=is_lead,
        on=on,
        reason=reason,
        tasks=[task.pk for task in moved],
    )
    publish(
        MemberReplaced(
            group_id=group.pk,
            link_point_id=group.link_point_id,
            leaving_id=leaving.pk,
            successor_id=successor.pk,
            replaced_on=on,
        ),
        *(
            TaskAssigned(task_id=task.pk, agency_id=successor.pk, due_on=task.due_on)
            for task in moved
        ),
    )
    return taking


def _hand_over(
    by: User, group: PairingGroup, leaving: Organisation, successor: Organisation
) -> list[AssistanceTask]:
    """What the leaving agency still had to do is the successor's now; what both had, is done once."""
    pending = queries.locked_pending_tasks(group=group, agency=leaving)
    has = {content for agency, content in queries.tasks_taken(group) if agency == successor.pk}
    twice = [task for task in pending if task.content in has]
    strike_off(by, twice, f"接替单位“{successor}”已有同样内容的任务")
    moved = [task for task in pending if task.content not in has]
    AssistanceTask.objects.filter(pk__in=[task.pk for task in moved]).update(
        agency=successor, cadre=None, state=AssistanceTask.State.ASSIGNED
    )
    shares = TaskShare.objects.filter(
        agency=leaving, task__group=group, task__state__in=AssistanceTask.PENDING
    )
    helped = set(
        TaskShare.objects.filter(agency=successor, task__group=group).values_list("task", flat=True)
    )
    shares.filter(task__agency=successor).delete()
    shares.filter(task__in=helped).delete()
    shares.update(agency=successor)
    TaskShare.objects.filter(task__in=moved, agency=successor).delete()
    planned = WorkPlanItem.objects.filter(
        group=group, agency=leaving, task__isnull=True, done_on__isnull=True
    )
    own = WorkPlanItem.objects.filter(group=group, agency=successor).values_list(
        "content", flat=True
    )
    planned.filter(content__in=list(own)).delete()
    planned.update(agency=successor)
    return moved


@transaction.atomic
def close_link_point(
    *, by: User | None, link_point: Organisation, on: date, reason: str
) -> list[PairingGroup]:
    """A link point is no longer linked (closed, bankrupt, moved away): end what hangs on it.

    Its groups end and their agencies are free, its proposals are taken back, its open tasks are
    cancelled, each with the reason. Returns the groups that ended. Done twice, the second finds nothing.
    """
    reason = check_reason(reason, what="退出", most=200)
    rules.check_closing(on=on, today=clock.today())
    standing = queries.locked_groups_of(link_point)
    proposed = [one for one in standing if one.state == PairingGroup.State.PROPOSED]
    if proposed:
        drop_proposals(by, proposed, reason)
    ended = [one for one in standing if one.state == PairingGroup.State.ACTIVE]
    bring_to_end(by, ended, on, reason)
    tasks = queries.locked_pending_tasks(link_point=link_point)
    strike_off(by, tasks, reason)
    record(
        by,
        "pairing.link_point_closed",
        link_point,
        on=on,
        reason=reason,
        groups=[group.pk for group in ended],
        tasks=[task.pk for task in tasks],
    )
    publish(LinkPointClosed(link_point_id=link_point.pk, closed_on=on))
    return ended
