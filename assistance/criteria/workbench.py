"""What waits: drafts of others that this person may publish."""

from django.urls import reverse

from assistance.criteria.models import RuleSet
from assistance.criteria.permissions import PUBLISH_RULES
from ground.accounts.models import User
from ground.web.workbench import Urgency, Waiting, waiting

MOST = 5


@waiting(order=45, permission=PUBLISH_RULES)
def drafts_to_publish(user: User) -> list[Waiting]:
    """Drafts of one's own area, drawn up by somebody else."""
    drafts = (
        RuleSet.objects.kept_by(user, PUBLISH_RULES.code)
        .filter(state=RuleSet.State.DRAFT)
        .exclude(made_by=user)
        .select_related("division")
        .order_by("valid_from", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"核对并发布建档标准：{draft.name}",
            url=reverse("criteria:ruleset", args=[draft.pk]),
            detail=f"{draft.area} · 自{draft.valid_from}起",
            since=draft.valid_from,
            urgency=Urgency.LATER,
            group="建档标准",
        )
        for draft in drafts
    ]
