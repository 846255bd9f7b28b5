"""Who is reached where no money is given: everything on the checklist was done, and all goods are there."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from campaigns.models import Campaign, CondolenceItem, Enrolment
from campaigns.rules.states import ENDED
from ground.accounts.models import User
from ground.audit.services import record_many

State = Enrolment.State


def settle(by: User, campaign: Campaign, keys: Collection[int]) -> None:
    """Say of these whether they are reached; in a campaign that gives money, the money says it.

    The campaign is locked by the caller.
    """
    if campaign.kind.cash or campaign.state in ENDED:
        return
    rows = campaign.enrolments.filter(pk__in=keys)
    waits = Exists(CondolenceItem.objects.filter(enrolment=OuterRef("pk"), handed=0))
    reached = rows.filter(~waits, is_complete=True, state=State.APPROVED)
    back = rows.filter(state=State.REACHED).exclude(pk__in=rows.filter(~waits, is_complete=True))
    for found, state, action in (
        (reached, State.REACHED, "campaign.reached"),
        (back, State.APPROVED, "campaign.under_way_again"),
    ):
        moved = list(found.order_by("pk").values_list("pk", flat=True))
        Enrolment.objects.filter(pk__in=moved).update(state=state)
        details: dict[str, object] = {"campaign": campaign.pk}
        record_many(by, action, ((f"campaigns.enrolment:{pk}", details) for pk in moved))
