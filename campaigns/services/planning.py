"""Lay a campaign down: days, money, standards, rules; share it out among units; publish it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction

from assistance.funds.models import FundSource
from campaigns import queries, rules
from campaigns.events import CampaignPublished
from campaigns.kinds import KindRule
from campaigns.models import Campaign, CampaignMoney, CampaignRule, CampaignStandard, Quota
from campaigns.rules import Share, Windows
from campaigns.rules.states import RUNNING
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken, constraint_of
from ground.kernel.texts import check_reason
from ground.places.queries import local_rule

State = Campaign.State
Standards = Mapping[tuple[str, str], Decimal | int | str]
LONGEST_REASON = 120


@transaction.atomic
def plan_campaign(
    *,
    by: User,
    kind: str,
    name: str,
    year: int,
    organiser: Organisation,
    money: Sequence[tuple[FundSource, Decimal | int | str]],
    theme: str = "",
    windows: Windows | None = None,
    standards: Standards | None = None,
    co_organisers: Sequence[Organisation] = (),
) -> Campaign:
    """Plan a campaign; it runs when another person has published it.

    Without `windows` and `standards` those that the kind proposes hold. The rules by which it screens
    are rows from the beginning, with the numbers that the local rules of its first day have.
    """
    version = queries.version_to_open(kind, organiser)
    chosen = version.typed
    amounts = [
        (source.pk, rules.check_amount(amount, field=f"amount_{number}", label="金额"))
        for number, (source, amount) in enumerate(money, 1)
    ]
    budget = rules.check_money(amounts)
    rules.check_year(year)
    proposed = queries.proposed_windows(chosen, year)
    days = windows or proposed
    rules.check_windows(year, days)
    planned = Campaign(
        kind_version=version,
        name=rules.check_text(name, field="name", label="活动名称", longest=80),
        year=year,
        theme=rules.check_text(theme, field="theme", label="主题", longest=120, needed=False),
        organiser=organiser,
        **vars(days),
        settles_by_calendar=days.settle_by == proposed.settle_by,
        budget=budget,
        planned_by=by,
    )
    if chosen.notice_days is not None:
        planned.notice_days = chosen.notice_days
    elif chosen.notice_rule:
        planned.notice_days = int(
            local_rule(chosen.notice_rule, on=days.starts_on, division=organiser.division)
        )
    refusal = RuleBroken(
        "campaign_exists", f"“{organiser}”{year}年已有同名活动", fields={"name": "同名活动已存在"}
    )
    if Campaign.objects.filter(organiser=organiser, year=year, name=planned.name).exists():
        raise refusal
    try:
        with transaction.atomic():
            planned.save()
    except IntegrityError as error:
        if constraint_of(error) == "campaign_once":
            raise refusal from error
        raise
    planned.co_organisers.set([one for one in co_organisers if one.pk != organiser.pk])
    CampaignMoney.objects.bulk_create(
        CampaignMoney(campaign=planned, source_id=source, amount=amount)
        for source, amount in amounts
    )
    if standards is None:
        standards = queries.proposed_standards(chosen, days, organiser)
    _write_standards(planned, standards)
    CampaignRule.objects.bulk_create(
        CampaignRule(
            campaign=planned,
            code=one.code,
            value=_number_of(one, planned),
        )
        for one in chosen.rules
    )
    record(by, "campaign.planned", planned, kind=chosen.code, version=version.number, budget=budget)
    return planned


@transaction.atomic
def set_standards(*, by: User, campaign: Campaign, standards: Standards) -> Campaign:
    """Say anew what each class gets, while the campaign is being planned."""
    locked = queries.locked_campaign(campaign.pk)
    _check_planned(locked, "修改标准")
    locked.standards.all().delete()
    _write_standards(locked, standards)
    record(by, "campaign.standards_set", locked)
    return locked


@transaction.atomic
def set_rule(*, by: User, campaign: Campaign, code: str, is_on: bool) -> Campaign:
    """Let a rule of the kind hold for a campaign, or not, while it is being planned."""
    locked = queries.locked_campaign(campaign.pk)
    _check_planned(locked, "修改审核条件")
    wanted = next((one for one in locked.kind.rules if one.code == code), None)
    if wanted is None:
        raise RuleBroken("screen_rule_unknown", "这类活动没有这条审核条件")
    if is_on:
        CampaignRule.objects.get_or_create(
            campaign=locked, code=code, defaults={"value": _number_of(wanted, locked)}
        )
    else:
        locked.rules.filter(code=code).delete()
    record(by, "campaign.rule_set", locked, rule=code, is_on=is_on)
    return locked


@transaction.atomic
def publish_campaign(*, by: User, campaign: Campaign) -> Campaign:
    """Let a planned campaign be known to its units. Never by the person who planned it."""
    locked = queries.locked_campaign(campaign.pk)
    if locked.state != State.PLANNED:
        raise RuleBroken(
            "campaign_not_planned", f"活动现在是“{locked.get_state_display()}”，不能再次发布"
        )
    rules.check_publisher(locked.planned_by_id, by.pk)
    today = clock.today()
    locked.state = State.COLLECTING if locked.apply_from <= today else State.PUBLISHED
    locked.published_by, locked.published_on = by, today
    locked.save(update_fields=["state", "published_by", "published_on"])
    record(by, "campaign.published", locked)
    publish(
        CampaignPublished(campaign_id=locked.pk, kind=locked.kind.code, starts_on=locked.starts_on)
    )
    return locked


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


def _number_of(rule: KindRule, campaign: Campaign) -> Decimal | None:
    """The number of a rule for a campaign: the kind's own, else that of the local rule of its first day."""
    if rule.value is not None or not rule.local_rule:
        return rule.value
    division = campaign.organiser.division
    return local_rule(rule.local_rule, on=campaign.starts_on, division=division)


def _write_standards(campaign: Campaign, standards: Standards) -> None:
    kind = campaign.kind
    CampaignStandard.objects.bulk_create(
        CampaignStandard(
            campaign=campaign,
            person_class=kind.class_of(person_class).code,
            stage=kind.check_stage(stage),
            amount=rules.check_amount(
                amount, field=f"standard_{person_class}_{stage}", label="标准"
            ),
        )
        for (person_class, stage), amount in standards.items()
    )


def _check_planned(campaign: Campaign, doing: str) -> None:
    rules.check_state(campaign.state, campaign.get_state_display(), (State.PLANNED,), doing)


def _check_open(campaign: Campaign) -> None:
    rules.check_state(
        campaign.state,
        campaign.get_state_display(),
        (State.PLANNED, State.PUBLISHED, *RUNNING),
        "调整名额",
    )
