"""What waits of an edition: drafts of others that this person may publish."""

from django.urls import reverse

from assistance.editions.models import One, editions_of
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.web.workbench import Urgency, Waiting

MOST = 5


def drafts_to_publish(
    user: User, editions: type[One], permission: Permission, page: str
) -> list[Waiting]:
    """Drafts of one's own area, drawn up by somebody else."""
    drafts = (
        editions_of(editions)
        .kept_by(user, permission.code)
        .filter(state=editions.State.DRAFT)
        .exclude(made_by=user)
        .select_related("division")
        .order_by("valid_from", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"核对并发布{draft.NOUN}：{draft.name}",
            url=reverse(page, args=[draft.pk]),
            detail=f"{draft.area} · 自{draft.valid_from}起",
            since=draft.valid_from,
            urgency=Urgency.LATER,
            group=draft.NOUN,
        )
        for draft in drafts
    ]
