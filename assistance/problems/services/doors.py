"""The public doors: who knocks too often waits."""

from datetime import timedelta

from assistance.problems import queries
from assistance.problems.models import Knock
from ground.accounts.models import Organisation
from ground.audit.sealing import lookup_hash
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.places.queries import local_rule

KEPT = timedelta(days=2)
TOO_MANY = RuleBroken("too_many", "提交过于频繁，请一小时后再试，或直接打电话")


def knock(*, door: str, address: str, card: Organisation | None = None) -> None:
    """Count one post at a public door, and refuse beyond the local rules.

    By address for an hour, whatever is posted; by card for a day, what has come of it.
    """
    now, hashed = clock.now(), lookup_hash(address, "problems.knock.address")
    most = int(local_rule("problems.address_per_hour", on=now.date()))
    if queries.knocks(door=door, address=hashed, since=now - timedelta(hours=1)) >= most:
        raise TOO_MANY
    Knock.objects.create(door=door, address=hashed, at=now)
    if card is None:
        return
    daily = int(local_rule("problems.card_per_day", on=clock.today(), division=card.division))
    if queries.told_by_card(card, clock.today()) >= daily:
        raise RuleBroken(
            "card_used_up",
            f"这张联系卡今天已反映{daily}件，请明天再试；急事请直接打电话给联系干部",
        )


def forget_knocks() -> int:
    """Forget who knocked, once the counting no longer needs it."""
    gone, _ = Knock.objects.filter(at__lt=clock.now() - KEPT).delete()
    return gone
