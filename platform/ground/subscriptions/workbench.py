"""What waits for an administrator: webhooks that fail, and those that are called no more."""

from django.db.models import Q
from django.urls import reverse

from ground.accounts.models import User
from ground.kernel import clock
from ground.subscriptions.looks import state_of
from ground.subscriptions.models import Subscription
from ground.subscriptions.permissions import KEEP_WEBHOOKS
from ground.subscriptions.rules import RESTS_AFTER
from ground.web.workbench import Urgency, Waiting, waiting

MOST = 5


@waiting(order=95, permission=KEEP_WEBHOOKS)
def failing_webhooks(user: User) -> list[Waiting]:
    failing = Q(state=Subscription.State.STOPPED) | Q(
        state=Subscription.State.ACTIVE, failures__gte=RESTS_AFTER
    )
    rows = Subscription.objects.visible_to(user, KEEP_WEBHOOKS.code).filter(failing)
    return [
        Waiting(
            title=f"推送不通：{one.label}",
            url=reverse("subscriptions:subscription", args=[one.pk]),
            detail=one.reason or state_of(one),
            since=one.failing_since.astimezone(clock.CHINA).date() if one.failing_since else None,
            urgency=Urgency.SOON,
            group="事件推送",
        )
        for one in rows.order_by("pk")[:MOST]
    ]
