"""What waits on the workbench: plans to approve."""

from django.urls import reverse

from assistance.planning import permissions
from assistance.planning.models import PairingPlan
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.workbench import Waiting, waiting

MOST = 10


@waiting(order=9, permission=permissions.APPROVE_PLAN)
def plans_to_approve(user: User) -> list[Waiting]:
    plans = (
        PairingPlan.objects.visible_to(user, permissions.APPROVE_PLAN.code)
        .filter(state=PairingPlan.State.PROPOSED)
        .exclude(submitted_by=user)
        .exclude(made_by=user)
        .select_related("organisation")[:MOST]
    )
    return [
        Waiting(
            title=f"批准{plan}",
            url=reverse("planning:plan", args=[plan.pk]),
            detail=plan.organisation.name,
            since=plan.made_at.astimezone(clock.CHINA).date(),
            group="结对方案",
        )
        for plan in plans
    ]
