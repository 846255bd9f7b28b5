"""What waits: drafts of others that this person may publish."""

from django.urls import reverse

from assistance.standards.models import Standard
from assistance.standards.permissions import PUBLISH_STANDARDS
from ground.accounts.models import User
from ground.web.workbench import Urgency, Waiting, waiting

MOST = 5


@waiting(order=46, permission=PUBLISH_STANDARDS)
def standards_to_publish(user: User) -> list[Waiting]:
    """Drafts of one's own area, drawn up by somebody else."""
    drafts = (
        Standard.objects.kept_by(user, PUBLISH_STANDARDS.code)
        .filter(state=Standard.State.DRAFT)
        .exclude(made_by=user)
        .select_related("division")
        .order_by("valid_from", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"核对并发布救助标准：{draft.name}",
            url=reverse("standards:standard", args=[draft.pk]),
            detail=f"{draft.area} · 自{draft.valid_from}起",
            since=draft.valid_from,
            urgency=Urgency.LATER,
            group="救助标准",
        )
        for draft in drafts
    ]
