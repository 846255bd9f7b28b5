"""What waits on the workbench: groups to approve, tasks to do, tasks to verify; and the figures."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse

from assistance.pairing import permissions
from assistance.pairing.models import AssistanceTask, PairingGroup
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.workbench import Tile, Urgency, Waiting, figures, waiting

MOST = 10
SOON = timedelta(days=7)


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
    found = []
    for task in tasks:
        late = task.due_on < today
        soon = task.due_on - today <= SOON
        found.append(
            Waiting(
                title=task.content,
                url=reverse("pairing:task", args=[task.pk]),
                detail=f"{task.link_point} · 期限{task.due_on.month}月{task.due_on.day}日",
                since=task.due_on,
                urgency=Urgency.OVERDUE if late else Urgency.SOON if soon else Urgency.LATER,
                group="帮扶任务",
            )
        )
    return found


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


@figures(order=11, permission=permissions.SEE_GROUPS)
def tasks_open(user: User) -> list[Tile]:
    rows = AssistanceTask.objects.of_agencies_of(user, permissions.SEE_GROUPS.code).open()
    counted = rows.aggregate(
        open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=clock.today()))
    )
    url = reverse("pairing:tasks")
    return [
        Tile("未完成帮扶任务", counted["open"], "件", f"{url}?state=open"),
        Tile(
            "逾期任务",
            counted["overdue"],
            "件",
            f"{url}?state=overdue",
            tone="bad" if counted["overdue"] else "",
        ),
    ]
