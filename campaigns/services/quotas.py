"""Who may bring in how many: shared out among units, moved between them."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from campaigns import queries, rules
from campaigns.models import Campaign, Quota
from campaigns.rules import Share
from campaigns.rules.states import RUNNING
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason

State = Campaign.State
LONGEST_REASON = 120


@transaction.atomic
def set_quotas(
    *, by: User, campaign: Campaign, shares: Sequence[tuple[Organisation, Share]]
) -> Campaign:
    """Lay down what units may bring in, in place of what was laid down; never below what they have."""
    locked = queries.locked_campaign(campaign.pk)
    _check_open(locked)
    rules.check_nested([(unit.path, unit.name) for unit, _ in shares])
    kept = {unit.pk for unit, _ in shares}
    dropped = [
        (quota.unit, Share())
        for quota in locked.quotas.exclude(unit__in=kept).select_related("unit")
    ]
    used = queries.used_below(locked, [unit.path for unit, _ in (*dropped, *shares)])
    for unit, share in (*dropped, *shares):
        rules.check_unit(is_inside=unit.path.startswith(locked.organiser.path), unit=unit.name)
        rules.check_share(unit.name, share, used[unit.path])
    rules.check_quotas_within([share for _, share in shares], locked.budget)
    locked.quotas.all().delete()
    Quota.objects.bulk_create(
        Quota(campaign=locked, unit=unit, number=share.number, amount=share.amount)
        for unit, share in shares
    )
    record(by, "campaign.quotas_set", locked, number=len(shares))
    return locked


@transaction.atomic
def move_quota(
    *,
    by: User,
    campaign: Campaign,
    giver: Organisation,
    taker: Organisation,
    number: int,
    amount: Decimal,
    reason: str,
) -> Campaign:
    """Take from one unit's quota and give it to another (名额调剂), never below what it has enrolled."""
    locked = queries.locked_campaign(campaign.pk)
    _check_open(locked)
    why = check_reason(reason, what="调剂", most=LONGEST_REASON)
    rules.check_moved(number, amount)
    if giver.pk == taker.pk:
        raise RuleBroken("quota_same_unit", "请选择两个不同的单位", fields={"taker": "与调出相同"})
    held = {quota.unit_id: quota for quota in locked.quotas.select_for_update()}
    if giver.pk not in held:
        raise RuleBroken("quota_missing", f"“{giver}”没有名额可调出", fields={"giver": "没有名额"})
    fewer = held[giver.pk]
    left = Share(fewer.number - number, fewer.amount - amount)
    rules.check_share(giver.name, left, queries.used_below(locked, [giver.path])[giver.path])
    if taker.pk not in held:
        paths = [*locked.quotas.values_list("unit__path", "unit__name"), (taker.path, taker.name)]
        rules.check_nested(paths)
        rules.check_unit(is_inside=taker.path.startswith(locked.organiser.path), unit=taker.name)
    more = held.get(taker.pk) or Quota(campaign=locked, unit=taker, number=0, amount=Decimal(0))
    fewer.number, fewer.amount = left.number, left.amount
    more.number, more.amount = more.number + number, more.amount + amount
    fewer.save()
    more.save()
    record(
        by,
        "campaign.quota_moved",
        locked,
        giver=giver.pk,
        taker=taker.pk,
        number=number,
        amount=amount,
        reason=why,
    )
    return locked


def _check_open(campaign: Campaign) -> None:
    rules.check_state(
        campaign.state,
        campaign.get_state_display(),
        (State.PLANNED, State.PUBLISHED, *RUNNING),
        "调整名额",
    )
