"""What waits for whoever runs the installation: queues beyond their targets, deliveries that were stopped."""

from django.urls import reverse

from ground.accounts.models import User
from ground.events import pulse
from ground.web.permissions import SETTLE_DELIVERIES
from ground.web.templatetags.shuanglian import seconds
from ground.web.workbench import Urgency, Waiting, waiting

GROUP = "系统运行"


@waiting(order=94, permission=SETTLE_DELIVERIES)
def late_queues(_: User) -> list[Waiting]:
    return [
        Waiting(
            title=f"后续工作迟了：队列 {one.name}",
            url=reverse("web:deliveries"),
            detail=f"最早的已等 {seconds(one.waited)}，应在 {seconds(one.target)}内开始；请告诉管服务器的人",
            urgency=Urgency.OVERDUE,
            group=GROUP,
            count=one.waiting,
        )
        for one in pulse.queues()
        if one.is_late
    ]


@waiting(order=94, permission=SETTLE_DELIVERIES)
def stopped(_: User) -> list[Waiting]:
    number = sum(pulse.stopped().values())
    if not number:
        return []
    return [
        Waiting(
            title="停止的投递",
            url=reverse("web:deliveries"),
            detail="多次失败或结果不明，等人决定",
            urgency=Urgency.SOON,
            group=GROUP,
            count=number,
        )
    ]
