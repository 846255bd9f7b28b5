"""Campaigns: their rows and locks, what is left of their money, whose visits belong to them."""

from collections.abc import Collection
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import DecimalField, IntegerField, Max, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from assistance.aid.models import Payment
from assistance.aid.queries import payments_by_key
from campaigns import kinds
from campaigns.kinds import CampaignKind, Day
from campaigns.models import (
    Campaign,
    CampaignQuerySet,
    Enrolment,
    LeftOut,
    LeftOutQuerySet,
    Tally,
)
from campaigns.permissions import SEE_CAMPAIGNS
from campaigns.rules import Share, Windows
from campaigns.rules.states import HOLDING, LIVE
from ground.accounts.models import Organisation, User, up_from
from ground.kernel.errors import RuleBroken
from ground.places.queries import last_workday_by, local_rule, spring_festival

GIVEN_UP = [Payment.State.VOID, Payment.State.RELEASED]
_MONEY: DecimalField[Decimal, Decimal] = DecimalField(max_digits=14, decimal_places=2)
PLANNED_DAYS = ("starts_on", "ends_on", "apply_from", "apply_to", "settle_by")
NOUGHT = Value(Decimal(0), output_field=_MONEY)


def locked_campaign(campaign_id: int) -> Campaign:
    """The campaign as it is now, held for the caller's transaction: its money is counted under it."""
    return (
        Campaign.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organiser__division", "kind_version__kind")
        .get(pk=campaign_id)
    )


def locked_campaigns(among: Collection[int]) -> list[Campaign]:
    return list(Campaign.objects.select_for_update(no_key=True).filter(pk__in=among).order_by("pk"))


def locked_enrolment(pk: int) -> Enrolment:
    """An enrolment as it is now; its campaign is locked already."""
    return (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit", "file", "member")
        .get(pk=pk)
    )


def held_by(campaign: Campaign) -> Decimal:
    """Everything that is approved, planned, being paid or paid."""
    return amount_in(campaign, *HOLDING)


def amount_in(campaign: Campaign, *states: str) -> Decimal:
    found = Tally.objects.filter(campaign=campaign, state__in=states).aggregate(sum=Sum("amount"))
    return found["sum"] or Decimal(0)


def open_of(campaign: Campaign) -> tuple[int, Decimal]:
    """Whose money has been approved and has not arrived yet: how many, how much."""
    states = ("approved", "planned")
    return number_in(campaign, *states), amount_in(campaign, *states)


def number_in(campaign: Campaign, *states: str) -> int:
    found = Tally.objects.filter(campaign=campaign, state__in=states).aggregate(n=Sum("number"))
    return found["n"] or 0


def used_below(
    campaign: Campaign, paths: Collection[str], *, paid_in: Collection[str] = HOLDING
) -> dict[str, Share]:
    """What units, each with everything below it, have on the roster: by their paths, in one query.

    The amount is that of the states `paid_in`.
    """
    rows = (
        Tally.objects.filter(campaign=campaign)
        .values_list("unit__path")
        .annotate(
            number=Coalesce(Sum("number", filter=Q(state__in=LIVE)), 0),
            amount=Coalesce(Sum("amount", filter=Q(state__in=paid_in)), NOUGHT),
        )
    )
    used = dict.fromkeys(paths, Share())
    for path, number, amount in rows:
        for above in up_from(path):
            if above in used:
                before = used[above]
                used[above] = Share(before.number + number, before.amount + amount)
    return used


def with_progress(campaigns: CampaignQuerySet) -> Any:
    """Campaigns with `planned`, `paid`, `number` and `reached`, from tallies alone."""

    def told(column: str, states: Collection[str], field: Any, nothing: Any) -> Any:
        tallies = Tally.objects.filter(campaign=OuterRef("pk"), state__in=states).order_by()
        sums = tallies.values("campaign").annotate(total=Sum(column)).values("total")
        return Coalesce(Subquery(sums, output_field=field), nothing)

    return campaigns.select_related("organiser", "kind_version__kind").annotate(
        held=told("amount", HOLDING, _MONEY, NOUGHT),
        paid=told("amount", ["reached"], _MONEY, NOUGHT),
        number=told("number", LIVE, IntegerField(), Value(0)),
        reached=told("number", ["reached"], IntegerField(), Value(0)),
    )


def is_of_area(campaign: Campaign, payment: Payment) -> bool:
    """Whether a visit could name this campaign: made in its area, or by somebody who sees it."""
    visit, area = payment.visit, campaign.organiser.path
    if visit is None or payment.link_point.path.startswith(area):
        return True
    seen = Campaign.objects.visible_to(visit.recorded_by, SEE_CAMPAIGNS.code)
    return visit.agency.path.startswith(area) or seen.filter(pk=campaign.pk).exists()


def naming_a_campaign(payments: Collection[int]) -> list[int]:
    """Which of these payments name a campaign and stand on no roster of it."""
    named = payments_by_key(payments).exclude(origin="").filter(campaign_enrolment__isnull=True)
    return list(named.order_by("pk").values_list("pk", flat=True))


def left_out_of(campaign: Campaign, user: User) -> LeftOutQuerySet:
    """Payments that name the campaign and could not be taken in, of units that this person sees."""
    rows = LeftOut.objects.visible_to(user, SEE_CAMPAIGNS.code).filter(campaign=campaign)
    live = rows.exclude(payment__state__in=[*GIVEN_UP, Payment.State.REISSUED])
    return live.select_related("payment__link_point")


def names_of(numbers: Collection[int]) -> dict[int, str]:
    """What campaigns are called, by their numbers."""
    return dict(Campaign.objects.filter(pk__in=numbers).order_by().values_list("pk", "name"))


def stamp_of(campaign: Campaign) -> str:
    """A short mark of a plan as it stands: another one as soon as anything of it is changed."""
    row = [str(getattr(campaign, one)) for one in ("name", "theme", "budget", *PLANNED_DAYS)]
    money = campaign.money.order_by("pk").values_list("source", "amount")
    amounts = campaign.standards.order_by("pk").values_list("person_class", "stage", "amount")
    asked = campaign.rules.order_by("code").values_list("code", "value")
    others = campaign.co_organisers.order_by("pk").values_list("pk", flat=True)
    told = repr((row, list(money), list(amounts), list(asked), list(others)))
    return sha256(told.encode()).hexdigest()[:16]


def stamp_of_eligible(campaign: Campaign) -> str:
    """A short mark of who fulfils the rules now: how many, with how much, and the newest of them."""
    newest = campaign.enrolments.filter(state=Enrolment.State.ELIGIBLE).aggregate(one=Max("pk"))
    number, amount = (count(campaign, Enrolment.State.ELIGIBLE) for count in (number_in, amount_in))
    return f"{number}/{amount:.2f}/{newest['one'] or 0}"


def proposed_windows(kind: CampaignKind, year: int) -> Windows:
    """The days that a kind proposes for a year, by the lunar calendar, the terms and the working days."""
    feast = spring_festival(year)

    def on(day: Day) -> Any:
        plain = kinds.day_of(day, year, feast)
        return last_workday_by(plain) if day.is_workday else plain

    windows = kind.windows
    return Windows(
        starts_on=on(windows.starts_on),
        ends_on=on(windows.ends_on),
        apply_from=on(windows.apply_from),
        apply_to=on(windows.apply_to),
        settle_by=on(windows.settle_by),
    )


def proposed_standards(
    kind: CampaignKind, windows: Windows, organiser: Organisation
) -> dict[tuple[str, str], Decimal]:
    """What the local rules of the first day propose for each class and stage of a kind."""
    found = {}
    for one in kind.standards:
        value = one.amount
        if value is None and one.rule:
            value = rule_or_none(one.rule, windows, organiser)
        if value is not None:
            found[one.person_class, one.stage] = value
    return found


def rule_or_none(code: str, windows: Windows, organiser: Organisation) -> Decimal | None:
    """A local rule of the first day, or nothing where no row is in force."""
    try:
        return local_rule(code, on=windows.starts_on, division=organiser.division)
    except RuleBroken:
        return None
