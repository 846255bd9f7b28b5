"""What waits on the workbench: workbooks that were sent in and neither imported nor thrown away."""

from django.urls import reverse

from ground.accounts.models import User
from ground.intake.models import Intake
from ground.intake.permissions import IMPORT
from ground.kernel import clock
from ground.web.workbench import Waiting, waiting

MOST = 5


@waiting(order=88, permission=IMPORT)
def own_intakes(user: User) -> list[Waiting]:
    """One's own: what a colleague sent is for the colleague to finish."""
    rows = Intake.objects.visible_to(user, IMPORT.code).filter(
        by=user, state__in=[Intake.State.READ, Intake.State.REHEARSED]
    )
    return [
        Waiting(
            title=f"导入{one.kind_label}：{one.file_name}",
            url=reverse("intake:intake", args=[one.pk]),
            detail=one.get_state_display(),
            since=one.sent_at.astimezone(clock.CHINA).date(),
            group="导入",
        )
        for one in rows.order_by("pk")[:MOST]
    ]
