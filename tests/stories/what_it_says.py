"""What the story must say in the end, however it was told."""

from django.db.models import Count, Sum

from assistance.aid.models import Payment, RegisterLine
from assistance.funds.models import Account
from assistance.households.models import HardshipFile
from ground.briefs.models import IssueFigure, Printed

FIGURES = {  # what the brief of 2008 says, or follows from it (domain.md, 7.4)
    "pairing.groups_active": 6,
    "visits.visits_made": 6,
    "visits.families_found": 12,
    "pairing.meetings_held": 2,
    "pairing.tasks_assigned": 7,
    "pairing.tasks_done": 1,
    "problems.raised": 3,
    "problems.solved": 1,
    "rounds.leader_stops": 3,
    "households.files_opened": 12,
    "households.files_approved": 12,
    "aid.relief_paid": 19000,
    "aid.payments_made": 5,
    "campaigns.campaigns_run": 1,
    "campaigns.targets_reached": 2,
    "funds.money_received": 30000,
}


def figures() -> dict[str, int]:
    return {fact: int(value) for fact, value in IssueFigure.objects.values_list("key", "value")}


def state_of_everything() -> dict[str, object]:
    """What must be the same however the story was interrupted."""
    return {
        "balances": list(Account.objects.order_by("kind").values_list("kind", "balance")),
        "files": list(
            HardshipFile.objects.values("state").annotate(n=Count("pk")).values_list("state", "n")
        ),
        "payments": list(Payment.objects.order_by("key").values_list("state", "amount")),
        "register": list(
            RegisterLine.objects.values("kind")
            .annotate(n=Count("pk"), s=Sum("amount"))
            .order_by("kind")
            .values_list("kind", "n", "s")
        ),
        "figures": figures(),
        "pdf": Printed.objects.get().sha256,
    }
