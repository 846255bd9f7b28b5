"""Goods of a campaign: laid down, shared out among units, allotted to people on the roster."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from assistance.stock.models import Goods, Store
from campaigns import queries, rules
from campaigns.models import (
    Campaign,
    CampaignGoods,
    CondolenceItem,
    Enrolment,
    EnrolmentQuerySet,
    GoodsQuota,
)
from campaigns.queries import goods as found
from campaigns.rules import visiting
from campaigns.rules.states import RUNNING, UNDECIDED
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.kernel.errors import RuleBroken

State = Campaign.State
OPEN = (State.PLANNED, State.PUBLISHED, *RUNNING)


@transaction.atomic
def lay_down_goods(
    *,
    by: User,
    campaign: Campaign,
    goods: Goods,
    store: Store,
    quantity: int,
    unit_value: Decimal | int | str | None = None,
) -> CampaignGoods:
    """Say how many units of goods a campaign has, out of which store; again: how many and which now.

    Without `unit_value` that of the list of goods holds.
    """
    locked = queries.locked_campaign(campaign.pk)
    rules.check_state(locked.state, locked.get_state_display(), OPEN, "安排物资")
    rules.check_gives(locked.kind.goods, kind=locked.kind.label, what="发物资")
    rules.check_unit(
        is_inside=locked.organiser.path.startswith(goods.organisation.path), unit=goods.name
    )
    value = rules.check_amount(
        goods.price if unit_value is None else unit_value, field="unit_value", label="单价"
    )
    visiting.check_count(quantity, least=1)
    known = CampaignGoods.objects.filter(campaign=locked, goods=goods).first()
    if known is not None:
        used = found.allotted_of(known)
        visiting.check_not_below(quantity=quantity, used=used, what=goods.name)
        if used and (known.unit_value, known.store_id) != (value, store.pk):
            raise RuleBroken(
                "goods_in_use",
                f"{goods.name}已安排到对象，单价和仓库不能再改",
                fields={"unit_value": "已安排到对象"},
            )
        shared = known.quotas.aggregate(sum=Sum("quantity"))["sum"] or 0
        visiting.check_not_below(quantity=quantity, used=shared, what=f"{goods.name}的各单位名额")
    line, _ = CampaignGoods.objects.update_or_create(
        campaign=locked,
        goods=goods,
        defaults={"store": store, "quantity": quantity, "unit_value": value},
    )
    record(by, "campaign.goods_laid_down", locked, goods=goods.pk, quantity=quantity, value=value)
    return line


@transaction.atomic
def set_goods_quota(
    *, by: User, line: CampaignGoods, unit: Organisation, quantity: int
) -> GoodsQuota:
    """Lay down how many units of goods a unit may give its people; never below what they have."""
    campaign = queries.locked_campaign(line.campaign_id)
    rules.check_state(campaign.state, campaign.get_state_display(), OPEN, "分配物资名额")
    locked = found.locked_line(line.pk)
    rules.check_unit(is_inside=unit.path.startswith(campaign.organiser.path), unit=unit.name)
    others = locked.quotas.exclude(unit=unit).select_related("unit")
    rules.check_nested(
        [*((one.unit.path, one.unit.name) for one in others), (unit.path, unit.name)]
    )
    visiting.check_count(quantity, least=0, label="名额")
    visiting.check_not_below(
        quantity=quantity, used=found.allotted_of(locked, unit.path), what=f"“{unit}”"
    )
    shared = sum(one.quantity for one in others)
    visiting.check_goods_enough(
        locked.goods.name, locked.goods.unit, quantity, locked.quantity - shared
    )
    quota, _ = GoodsQuota.objects.update_or_create(
        line=locked, unit=unit, defaults={"quantity": quantity}
    )
    record(
        by,
        "campaign.goods_quota_set",
        campaign,
        goods=locked.goods_id,
        unit=unit.pk,
        quantity=quantity,
    )
    return quota


@transaction.atomic
def allot_goods(*, by: User, line: CampaignGoods, among: EnrolmentQuerySet, quantity: int) -> int:
    """Give each of these people so many units, in place of what they had; 0: none. How many people.

    What somebody gets is screened and approved with the money: only who is not decided yet can be
    given goods, and waits to be screened again.
    """
    campaign = queries.locked_campaign(line.campaign_id)
    rules.check_running(campaign.state, campaign.get_state_display(), "安排物资")
    locked = found.locked_line(line.pk)
    visiting.check_count(quantity, least=0)
    rows = list(
        among.filter(campaign=campaign, state__in=UNDECIDED)
        .order_by("pk")
        .values_list("pk", "unit__path")
    )
    rules.check_some(len(rows), "还没有批准、可以安排物资")
    keys = [pk for pk, _ in rows]
    held = CondolenceItem.objects.filter(line=locked, enrolment__in=keys)
    before = dict(held.values_list("enrolment", "quantity"))
    name, unit = locked.goods.name, locked.goods.unit
    more = quantity * len(keys) - sum(before.values())
    visiting.check_goods_enough(name, unit, more, locked.quantity - found.allotted_of(locked))
    for quota in locked.quotas.select_related("unit"):
        below = [pk for pk, path in rows if path.startswith(quota.unit.path)]
        wanted = quantity * len(below) - sum(before.get(pk, 0) for pk in below)
        if wanted > 0:
            left = quota.quantity - found.allotted_of(locked, quota.unit.path)
            visiting.check_goods_quota(name, quota.unit.name, wanted, left)
    held.delete()
    if quantity:
        CondolenceItem.objects.bulk_create(
            CondolenceItem(enrolment_id=pk, line=locked, quantity=quantity) for pk in keys
        )
    _screen_again(keys)
    record(
        by,
        "campaign.goods_allotted",
        campaign,
        goods=locked.goods_id,
        number=len(keys),
        quantity=quantity,
    )
    return len(keys)


def _screen_again(keys: list[int]) -> None:
    """The value of goods counts in the limits: what was found without them holds no longer."""
    Enrolment.objects.filter(pk__in=keys).exclude(state=Enrolment.State.LISTED).update(
        state=Enrolment.State.LISTED,
        findings=[],
        screened_on=None,
        posted_on=None,
        override_by=None,
        overridden_by=None,
        override_reason="",
    )
