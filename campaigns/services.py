"""Plan a campaign, publish it, take families into it, follow their money, end it.

Each function is one transaction. The campaign's row is locked wherever its budget is at stake.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from assistance.aid.models import Payment
from assistance.aid.queries import payments_by_key
from assistance.aid.services import plan_payment
from assistance.funds.models import FundSource
from assistance.households.models import HardshipFile
from campaigns import kinds, queries, rules
from campaigns.events import CampaignClosed, CampaignPublished, TargetAdded, TargetReached
from campaigns.models import Campaign, Target
from ground.accounts.models import Organisation, User
from ground.audit.models import Entry
from ground.audit.services import record, record_many, subject_of
from ground.events.services import publish
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period


@transaction.atomic
def plan_campaign(
    *,
    by: User,
    kind: str,
    name: str,
    year: int,
    theme: str,
    organiser: Organisation,
    source: FundSource,
    starts_on: date,
    ends_on: date,
    budget: Decimal | int | str,
) -> Campaign:
    """Plan a campaign of one organiser; it helps nobody before another person publishes it."""
    planned = Campaign(
        kind=kinds.kind_of(kind).code,
        name=rules.check_text("name", "活动名称", name, longest=80),
        year=year,
        theme=rules.check_text("theme", "主题", theme, longest=120, needed=False),
        organiser=organiser,
        source=source,
        budget=rules.check_amount("budget", "预算", budget),
        planned_by=by,
    )
    span = rules.check_span(year, starts_on, ends_on)
    planned.starts_on, planned.ends_on = span.starts_on, span.ends_on
    refusal = RuleBroken(
        "campaign_exists", f"“{organiser}”{year}年已有同名活动", fields={"name": "同名活动已存在"}
    )
    if Campaign.objects.filter(organiser=organiser, year=year, name=planned.name).exists():
        raise refusal
    try:
        with transaction.atomic():
            planned.save()
    except IntegrityError as error:
        if _constraint(error) == "campaign_once":
            raise refusal from error
        raise
    record(by, "campaign.planned", planned, kind=planned.kind, budget=planned.budget)
    return planned


@transaction.atomic
def publish_campaign(*, by: User, campaign: Campaign) -> Campaign:
    """Let a planned campaign run. Never by the person who planned it."""
    locked = _locked(campaign.pk)
    if locked.state != Campaign.State.PLANNED:
        raise RuleBroken(
            "campaign_not_planned", f"活动现在是“{locked.get_state_display()}”，不能再次发布"
        )
    rules.check_publisher(locked.planned_by_id, by.pk)
    locked.state, locked.published_by = Campaign.State.PUBLISHED, by
    locked.save(update_fields=["state", "published_by"])
    record(by, "campaign.published", locked)
    publish(CampaignPublished(campaign_id=locked.pk, kind=locked.kind, starts_on=locked.starts_on))
    return locked


@transaction.atomic
def add_target(
    *,
    by: User,
    campaign: Campaign,
    file: HardshipFile,
    amount: Decimal | int | str,
    reason: str,
    given_on: date,
) -> Target:
    """Take a family in, once, with its money: within the days, the limit and the budget."""
    locked = _locked(campaign.pk)
    rules.check_running(locked.state, locked.get_state_display(), "安排对象")
    kind = kinds.kind_of(locked.kind)
    value = rules.check_amount("amount", "金额", amount)
    why = rules.check_text("reason", "事由", reason, longest=120)
    rules.check_given_on(_span(locked), given_on)
    # Held until the end, so that the file cannot be closed while its money is being planned.
    family = (
        HardshipFile.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit")
        .get(pk=file.pk)
    )
    if Target.objects.filter(campaign=locked, file=family).exists():
        raise RuleBroken(
            "target_exists",
            f"档案 {family.file_no} 已在本活动名单中，一户只安排一次",
            fields={"file": "已在名单中"},
        )
    rules.check_family_limit(value, queries.limit_of(locked))
    rules.check_budget(value, locked.budget - queries.planned_of(locked))
    payment = plan_payment(
        key=rules.payment_key(locked.pk, family.pk),
        aid_type=kind.aid_type,
        link_point=family.unit,
        reason=why,
        amount=value,
        given_on=given_on,
        file=family,
        origin=rules.origin_of(locked.pk),
        by=by,
    )
    return _added(by, locked, payment)


@transaction.atomic
def take_in_payment(payment_id: int) -> Target | None:
    """Take in a payment that names a campaign and that no target holds yet: cash from a visit.

    The money has been promised already, so nothing is refused: what the campaign's days or budget
    do not cover stays outside, and its page and the trail say so. A visit names its campaign in a
    field that anybody could fill in, so a campaign of another area takes nothing in.
    """
    payment = Payment.objects.select_related(
        "link_point", "visit__agency", "visit__recorded_by"
    ).get(pk=payment_id)
    named = rules.campaign_of(payment.origin)
    if named is None or not Campaign.objects.filter(pk=named).exists():
        return None
    campaign = _locked(named)
    known = Target.objects.filter(payment=payment).first() or _given_again(payment)
    if known:
        return known
    try:
        rules.check_area(is_inside=queries.is_of_area(campaign, payment))
        rules.check_running(campaign.state, campaign.get_state_display(), "安排对象")
        rules.check_given_on(_span(campaign), payment.given_on)
        rules.check_budget(payment.amount, campaign.budget - queries.planned_of(campaign))
    except RuleBroken as broken:
        told = Entry.objects.filter(subject=subject_of(payment), action="campaign.left_out")
        if not told.exists():
            record(None, "campaign.left_out", payment, campaign=campaign.pk, why=broken.code)
        return None
    return _added(None, campaign, payment)


@transaction.atomic
def mark_reached(payments: Collection[int]) -> list[Target]:
    """Tell, once for each, that the money of campaigns has arrived at their targets: those it is news of."""
    for payment_id in queries.naming_a_campaign(payments):
        take_in_payment(payment_id)
    targets = list(
        Target.objects.filter(payment__in=payments_by_key(payments)).order_by("campaign", "pk")
    )
    for campaign_id in dict.fromkeys(one.campaign_id for one in targets):
        _locked(campaign_id)
    subjects = [subject_of(one) for one in targets]
    known = set(
        Entry.objects.filter(subject__in=subjects, action="campaign.reached").values_list(
            "subject", flat=True
        )
    )
    news = [one for one in targets if subject_of(one) not in known]
    record_many(None, "campaign.reached", [(one, {"campaign": one.campaign_id}) for one in news])
    publish(*(TargetReached(campaign_id=one.campaign_id, target_id=one.pk) for one in news))
    return news


@transaction.atomic
def close_campaign(*, by: User, campaign: Campaign) -> Campaign:
    """End a campaign whose money has all arrived."""
    locked = _locked(campaign.pk)
    rules.check_running(locked.state, locked.get_state_display(), "结束")
    rules.check_all_paid(*queries.open_of(locked))
    locked.state = Campaign.State.CLOSED
    locked.save(update_fields=["state"])
    record(by, "campaign.closed", locked)
    publish(CampaignClosed(campaign_id=locked.pk))
    return locked


def _given_again(payment: Payment) -> Target | None:
    """The target of a payment that the bank returned; the one that gives it out again takes its place."""
    target = Target.objects.filter(payment=payment.reissue_of_id or 0).first()
    if target is not None:
        target.payment = payment
        target.save(update_fields=["payment"])
        record(None, "campaign.payment_reissued", target, payment=payment.pk)
    return target


def _locked(campaign_id: int) -> Campaign:
    return (
        Campaign.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organiser__division")
        .get(pk=campaign_id)
    )


def _span(campaign: Campaign) -> Period:
    return Period(starts_on=campaign.starts_on, ends_on=campaign.ends_on)


def _added(by: User | None, campaign: Campaign, payment: Payment) -> Target:
    target = Target.objects.create(
        campaign=campaign,
        file=payment.file,
        link_point_id=payment.link_point_id,
        payment=payment,
    )
    record(by, "campaign.target_added", target, campaign=campaign.pk, amount=payment.amount)
    publish(TargetAdded(campaign_id=campaign.pk, target_id=target.pk))
    return target


def _constraint(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
