"""Lay a campaign down: days, money, standards, rules; change it; publish it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction

from assistance.funds.models import FundSource
from campaigns import queries, rules
from campaigns.events import CampaignPublished
from campaigns.kinds import KindRule
from campaigns.models import Campaign, CampaignMoney, CampaignRule, CampaignStandard
from campaigns.rules import Share, Windows
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken, constraint_of
from ground.places.queries import last_workday_by, local_rule

State = Campaign.State
Money = Sequence[tuple[FundSource, Decimal | int | str]]
Standards = Mapping[tuple[str, str], Decimal | int | str]


@transaction.atomic
def plan_campaign(
    *,
    by: User,
    kind: str,
    name: str,
    year: int,
    organiser: Organisation,
    money: Money,
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
    rules.check_year(year)
    planned = Campaign(kind_version=version, year=year, organiser=organiser, planned_by=by)
    days = windows or queries.proposed_windows(chosen, year)
    amounts = _lay_down(planned, name=name, theme=theme, days=days, money=money)
    _save_once(planned)
    planned.co_organisers.set([one for one in co_organisers if one.pk != organiser.pk])
    _write_money(planned, amounts)
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
    record(
        by,
        "campaign.planned",
        planned,
        kind=chosen.code,
        version=version.number,
        budget=planned.budget,
    )
    return planned


@transaction.atomic
def change_plan(
    *,
    by: User,
    campaign: Campaign,
    name: str,
    theme: str,
    windows: Windows,
    money: Money,
    co_organisers: Sequence[Organisation] = (),
    seen: str | None = None,
) -> Campaign:
    """Say anew how a campaign is laid down, while it is being planned. Kind, year and organiser stay.

    `seen`: the stamp of the plan that was changed (`queries.stamp_of`), so that nobody overwrites what
    somebody else changed since. Whoever changed it last does not publish it. What its screening asks
    follows the local rules of its new first day; its standards stay as they stand.
    """
    locked = queries.locked_campaign(campaign.pk)
    _check_planned(locked, "修改安排")
    if seen is not None:
        rules.check_unmoved(seen, queries.stamp_of(locked))
    amounts = _lay_down(locked, name=name, theme=theme, days=windows, money=money)
    shared = [Share(one.number, one.amount) for one in locked.quotas.all()]
    rules.check_quotas_within(shared, locked.budget)
    locked.changed_by = by
    _save_once(locked)
    locked.co_organisers.set([one for one in co_organisers if one.pk != locked.organiser_id])
    locked.money.all().delete()
    _write_money(locked, amounts)
    kept = {one.code: one for one in locked.rules.all()}
    for one in locked.kind.rules:
        if one.code in kept:
            kept[one.code].value = _number_of(one, locked)
    CampaignRule.objects.bulk_update(kept.values(), ["value"])
    record(by, "campaign.plan_changed", locked, budget=locked.budget, **vars(windows))
    return locked


@transaction.atomic
def drop_plan(*, by: User, campaign: Campaign) -> None:
    """Throw a campaign away that was never published. The trail keeps that there was one."""
    locked = queries.locked_campaign(campaign.pk)
    _check_planned(locked, "删除")
    if locked.visit_groups.exists():
        raise RuleBroken("campaign_has_groups", "已安排慰问组，不能删除：请改用“修改安排”")
    record(by, "campaign.plan_dropped", locked, name=locked.name, organiser=locked.organiser_id)
    locked.goods.all().delete()
    locked.delete()


@transaction.atomic
def set_standards(*, by: User, campaign: Campaign, standards: Standards) -> Campaign:
    """Say anew what each class gets, while the campaign is being planned."""
    locked = queries.locked_campaign(campaign.pk)
    _check_planned(locked, "修改标准")
    _changed(locked, by)
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
    _changed(locked, by)
    if is_on:
        CampaignRule.objects.get_or_create(
            campaign=locked, code=code, defaults={"value": _number_of(wanted, locked)}
        )
    else:
        locked.rules.filter(code=code).delete()
    record(by, "campaign.rule_set", locked, rule=code, is_on=is_on)
    return locked


@transaction.atomic
def publish_campaign(*, by: User, campaign: Campaign, seen: str | None = None) -> Campaign:
    """Let a planned campaign be known to its units. Never by who planned it, or changed it last.

    `seen`: the stamp of the plan that the publisher has looked at (`queries.stamp_of`).
    """
    locked = queries.locked_campaign(campaign.pk)
    if locked.state != State.PLANNED:
        raise RuleBroken(
            "campaign_not_planned", f"活动现在是“{locked.get_state_display()}”，不能再次发布"
        )
    rules.check_publisher({locked.planned_by_id, locked.changed_by_id}, by.pk)
    if seen is not None:
        rules.check_unmoved(seen, queries.stamp_of(locked))
    today = clock.today()
    locked.state = State.COLLECTING if locked.apply_from <= today else State.PUBLISHED
    locked.published_by, locked.published_on = by, today
    locked.save(update_fields=["state", "published_by", "published_on"])
    record(by, "campaign.published", locked)
    publish(
        CampaignPublished(campaign_id=locked.pk, kind=locked.kind.code, starts_on=locked.starts_on)
    )
    return locked


def _lay_down(
    campaign: Campaign, *, name: str, theme: str, days: Windows, money: Money
) -> list[tuple[int, Decimal]]:
    """Write a plan into its row, not yet saved; the sources with their amounts."""
    kind = campaign.kind
    amounts = [
        (source.pk, rules.check_amount(amount, field=f"amount_{number}", label="金额"))
        for number, (source, amount) in enumerate(money, 1)
    ]
    campaign.budget = rules.check_money(amounts, is_needed=kind.spends)
    rules.check_windows(campaign.year, days)
    if kind.windows.settle_by.is_workday:
        rules.check_settle_day(days.settle_by, last=last_workday_by(days.settle_by))
    campaign.name = rules.check_text(name, field="name", label="活动名称", longest=80)
    campaign.theme = rules.check_text(theme, field="theme", label="主题", longest=120, needed=False)
    for day, on in vars(days).items():
        setattr(campaign, day, on)
    proposed = queries.proposed_windows(kind, campaign.year)
    campaign.settles_by_calendar = days.settle_by == proposed.settle_by
    if kind.notice_days is not None:
        campaign.notice_days = kind.notice_days
    elif kind.notice_rule:
        division = campaign.organiser.division
        campaign.notice_days = int(
            local_rule(kind.notice_rule, on=days.starts_on, division=division)
        )
    return amounts


def _save_once(campaign: Campaign) -> None:
    """Save a plan; its name is its organiser's only one in the year."""
    organiser, year, name = campaign.organiser, campaign.year, campaign.name
    refusal = RuleBroken(
        "campaign_exists", f"“{organiser}”{year}年已有同名活动", fields={"name": "同名活动已存在"}
    )
    same = Campaign.objects.filter(organiser=organiser, year=year, name=name)
    if same.exclude(pk=campaign.pk).exists():
        raise refusal
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError as error:
        if constraint_of(error) == "campaign_once":
            raise refusal from error
        raise


def _write_money(campaign: Campaign, amounts: Sequence[tuple[int, Decimal]]) -> None:
    CampaignMoney.objects.bulk_create(
        CampaignMoney(campaign=campaign, source_id=source, amount=amount)
        for source, amount in amounts
    )


def _changed(campaign: Campaign, by: User) -> None:
    """Whoever changed a plan last does not publish it."""
    campaign.changed_by = by
    campaign.save(update_fields=["changed_by"])


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
