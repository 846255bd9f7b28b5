"""What waits on the workbench: groups to approve; tasks to do, to decide, to verify, to press; figures.

Nothing overdue is silent: the agency sees every open task, the office what is yellow, came back or
waits for a word, the leader what is red.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse

from assistance.pairing import permissions, queries
from assistance.pairing.models import (
    AssistanceTask,
    ContactCard,
    GroupMember,
    PairingGroup,
    Postponement,
    own_paths,
)
from ground.accounts.models import User, below
from ground.kernel import clock
from ground.web.workbench import Tile, Urgency, Waiting, figures, waiting

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 10
SOON = timedelta(days=7)
LEVEL = AssistanceTask.Level


@waiting(order=10, permission=permissions.APPROVE_GROUP)
def groups_to_approve(user: User) -> list[Waiting]:
    groups = (
        PairingGroup.objects.overseen_by(user, permissions.APPROVE_GROUP.code)
        .filter(state=PairingGroup.State.PROPOSED)
        .exclude(proposed_by=user)
        .select_related("link_point", "lead_agency")
        .order_by("pk")[:MOST]
    )
    return [
        Waiting(
            title=f"批准结对：{group.lead_agency} → {group.link_point}",
            url=reverse("pairing:group", args=[group.pk]),
            detail=f"{group.year}年",
            since=group.starts_on,
            group="结对方案",
        )
        for group in groups
    ]


@waiting(order=11, permission=permissions.COMPLETE_TASK)
def own_tasks(user: User) -> list[Waiting]:
    today = clock.today()
    tasks = (
        AssistanceTask.objects.of_agencies_of(user, permissions.COMPLETE_TASK.code)
        .open()
        .select_related("link_point")
        .order_by("due_on", "pk")[:MOST]
    )
    return [
        Waiting(
            title=task.content,
            url=reverse("pairing:task", args=[task.pk]),
            detail=_detail(task),
            since=task.due_on,
            urgency=Urgency.OVERDUE
            if task.due_on < today
            else Urgency.SOON
            if task.level or task.due_on - today <= SOON
            else Urgency.LATER,
            group="帮扶任务",
        )
        for task in tasks
    ]


@waiting(order=12, permission=permissions.VERIFY_TASK)
def tasks_to_verify(user: User) -> list[Waiting]:
    tasks = (
        AssistanceTask.objects.led_by(user, permissions.VERIFY_TASK.code)
        .filter(state=AssistanceTask.State.DONE)
        .exclude(done_by=user)
        .select_related("agency", "link_point")
        .order_by("done_on", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"核验：{task.content}",
            url=reverse("pairing:task", args=[task.pk]),
            detail=f"{task.agency} · {task.link_point}",
            since=task.done_on,
            group="待核验任务",
        )
        for task in tasks
    ]


@waiting(order=13, permission=permissions.DECIDE_POSTPONEMENT)
def postponements_to_decide(user: User) -> list[Waiting]:
    paths = own_paths(user, permissions.DECIDE_POSTPONEMENT.code)
    asked = (
        Postponement.objects.filter(
            below("task__agency__path", paths),
            below("task__link_point__path", paths),
            state=Postponement.State.ASKED,
        )
        .exclude(asked_by=user)
        .select_related("task__agency")
        .order_by("pk")[:MOST]
    )
    return [
        Waiting(
            title=f"批复延期：{one.task.content}",
            url=reverse("pairing:task", args=[one.task_id]),
            detail=f"{one.task.agency}申请延至{one.due_on.month}月{one.due_on.day}日",
            since=one.asked_at.astimezone(clock.CHINA).date(),
            urgency=Urgency.SOON,
            group="延期申请",
        )
        for one in asked
    ]


@waiting(order=14, permission=permissions.ASSIGN_TASK)
def tasks_returned(user: User) -> list[Waiting]:
    today = clock.today()
    tasks = (
        AssistanceTask.objects.given_out_by(user, permissions.ASSIGN_TASK.code)
        .pending()
        .filter(state=AssistanceTask.State.RETURNED)
        .select_related("agency", "link_point")
        .order_by("due_on", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"重新交办：{task.content}",
            url=reverse("pairing:task", args=[task.pk]),
            detail=f"{task.agency}退回 · {task.link_point}",
            since=task.due_on,
            urgency=Urgency.OVERDUE if task.due_on < today else Urgency.SOON,
            group="退回的任务",
        )
        for task in tasks
    ]


@waiting(order=15, permission=permissions.VERIFY_TASK)
def tasks_yellow(user: User) -> list[Waiting]:
    """What the office has to press: yellow and beyond."""
    return _pressed(user, permissions.VERIFY_TASK.code, LEVEL.YELLOW, "黄牌督办")


@waiting(order=16, permission=permissions.SEE_RED_TASKS)
def tasks_red(user: User) -> list[Waiting]:
    """What the leader has to know: red and beyond."""
    return _pressed(user, permissions.SEE_RED_TASKS.code, LEVEL.RED, "红牌督办")


@waiting(order=17, permission=permissions.ISSUE_CARDS)
def cards_to_renew(user: User) -> list[Waiting]:
    cards = ContactCard.objects.led_by(user, permissions.ISSUE_CARDS.code).in_force()
    stale = queries.cards_in_lists(cards).filter(is_stale=True).order_by("pk")[:MOST]
    return [
        Waiting(
            title=f"换发联系卡：{card.group.link_point}",
            url=reverse("pairing:card", args=[card.pk]),
            detail="卡上有人已离任或单位已更换",
            since=card.issued_on,
            group="联系卡",
        )
        for card in stale
    ]


@waiting(order=18, permission=permissions.REPLACE_MEMBER)
def members_to_replace(user: User) -> list[Waiting]:
    """An agency that is no more still stands in a group: somebody has to take its place."""
    paths = own_paths(user, permissions.REPLACE_MEMBER.code)
    gone = (
        GroupMember.objects.present()
        .filter(
            below("group__link_point__path", paths),
            below("agency__path", paths),
            agency__is_active=False,
            group__state=PairingGroup.State.ACTIVE,
        )
        .select_related("agency", "group__link_point")
        .order_by("pk")[:MOST]
    )
    return [
        Waiting(
            title=f"更换参联单位：{member.agency}已停用",
            url=f"{reverse('pairing:replace_member', args=[member.group_id])}?leaving={member.agency_id}",
            detail=str(member.group.link_point),
            urgency=Urgency.SOON,
            group="结对",
        )
        for member in gone
    ]


@figures(order=11, permission=permissions.SEE_GROUPS)
def tasks_open(user: User) -> list[Tile]:
    rows = AssistanceTask.objects.of_agencies_of(user, permissions.SEE_GROUPS.code).pending()
    counted = rows.aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=clock.today())),
        red=Count("pk", filter=Q(level__gte=LEVEL.RED)),
    )
    url = reverse("pairing:tasks")
    return [
        Tile("未完成帮扶任务", counted["open"], "件", f"{url}?state=open"),
        Tile(
            "逾期任务",
            counted["overdue"],
            "件",
            f"{url}?level=late",
            note=f"红牌{counted['red']}件" if counted["red"] else "",
            tone="bad" if counted["overdue"] else "",
        ),
    ]


def _pressed(user: User, code: str, level: int, group: str) -> list[Waiting]:
    tasks: QuerySet[AssistanceTask] = (
        AssistanceTask.objects.overseen_by(user, code).open().filter(level__gte=level)
    )
    shown = tasks.select_related("agency", "link_point").order_by("-level", "due_on", "pk")[:MOST]
    return [
        Waiting(
            title=f"{task.get_level_display()}：{task.content}",
            url=reverse("pairing:task", args=[task.pk]),
            detail=f"{task.agency} · {_detail(task)}",
            since=task.due_on,
            urgency=Urgency.OVERDUE,
            group=group,
        )
        for task in shown
    ]


def _detail(task: AssistanceTask) -> str:
    return f"{task.link_point} · 期限{task.due_on.month}月{task.due_on.day}日"
