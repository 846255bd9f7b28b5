"""How far campaigns have come: everything is read from the payments of their targets."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from assistance.aid.models import Payment
from assistance.aid.queries import payments_by_key
from assistance.households.models import HardshipFile
from assistance.households.queries import with_holder
from campaigns import kinds
from campaigns.models import Campaign, CampaignQuerySet, Target
from campaigns.permissions import ADD_TARGET, SEE_CAMPAIGNS
from campaigns.rules import origin_of
from ground.accounts.models import User
from ground.places.queries import local_rule

PAID = Q(payment__state=Payment.State.PAID)
GIVEN_UP = [Payment.State.VOID, Payment.State.RELEASED]
VALID = ~Q(payment__state__in=GIVEN_UP)
OPEN = VALID & ~PAID
VALID_TARGETS = ~Q(targets__payment__state__in=GIVEN_UP)
PAID_TARGETS = Q(targets__payment__state=Payment.State.PAID)
FOUND_AT_MOST = 30
NOUGHT = Value(Decimal(0), output_field=DecimalField(max_digits=14, decimal_places=2))


@dataclass(frozen=True, kw_only=True)
class Share:
    """One unit's part of a campaign: targets and money planned, and what has arrived."""

    unit_id: int
    unit: str
    targets: int
    reached: int
    households: int
    planned: Decimal
    paid: Decimal


@dataclass(frozen=True)
class Progress:
    """How far a campaign has come, as a whole and by unit."""

    budget: Decimal
    units: list[Share]

    @property
    def planned(self) -> Decimal:
        return sum((one.planned for one in self.units), Decimal(0))

    @property
    def paid(self) -> Decimal:
        return sum((one.paid for one in self.units), Decimal(0))

    @property
    def left(self) -> Decimal:
        return self.budget - self.planned

    @property
    def targets(self) -> int:
        return sum(one.targets for one in self.units)

    @property
    def reached(self) -> int:
        return sum(one.reached for one in self.units)

    @property
    def households(self) -> int:
        return sum(one.households for one in self.units)


def progress_of(campaign: Campaign) -> Progress:
    """One query over the targets and their payments; a void payment counts nowhere."""
    rows = (
        Target.objects.filter(VALID, campaign=campaign)
        .order_by("link_point__path")
        .values(unit_id=F("link_point_id"), unit=F("link_point__name"))
        .annotate(
            targets=Count("pk"),
            reached=Count("pk", filter=PAID),
            households=Count("file", distinct=True),
            planned=Coalesce(Sum("payment__amount"), NOUGHT),
            paid=Coalesce(Sum("payment__amount", filter=PAID), NOUGHT),
        )
    )
    return Progress(budget=campaign.budget, units=[Share(**row) for row in rows])


def planned_of(campaign: Campaign) -> Decimal:
    """Everything that is planned, being paid or paid."""
    found = Target.objects.filter(VALID, campaign=campaign).aggregate(sum=Sum("payment__amount"))
    return found["sum"] or Decimal(0)


def open_of(campaign: Campaign) -> tuple[int, Decimal]:
    """Targets whose money has not arrived yet: how many, how much."""
    found = Target.objects.filter(OPEN, campaign=campaign).aggregate(
        number=Count("pk"), sum=Sum("payment__amount")
    )
    return found["number"], found["sum"] or Decimal(0)


def with_progress(campaigns: CampaignQuerySet) -> Any:
    """Campaigns with `planned`, `paid`, `target_count` and `reached_count`, in one query."""
    valid, paid = VALID_TARGETS, PAID_TARGETS
    return campaigns.select_related("organiser").annotate(
        planned=Coalesce(Sum("targets__payment__amount", filter=valid), NOUGHT),
        paid=Coalesce(Sum("targets__payment__amount", filter=paid), NOUGHT),
        target_count=Count("targets", filter=valid),
        reached_count=Count("targets", filter=paid),
    )


def roster_of(campaign: Campaign) -> "QuerySet[Target]":
    """The targets of a campaign with all that a roster shows of them."""
    return (
        Target.objects.filter(campaign=campaign)
        .select_related("link_point", "payment", "file")
        .order_by("link_point__path", "pk")
    )


def is_of_area(campaign: Campaign, payment: Payment) -> bool:
    """Whether a visit could name this campaign: made in its area, or by somebody who sees it."""
    visit, area = payment.visit, campaign.organiser.path
    if visit is None or payment.link_point.path.startswith(area):
        return True
    seen = Campaign.objects.visible_to(visit.recorded_by, SEE_CAMPAIGNS.code)
    return visit.agency.path.startswith(area) or seen.filter(pk=campaign.pk).exists()


def naming_a_campaign(payments: Collection[int]) -> list[int]:
    """Which of these payments name a campaign and stand for no target of it."""
    named = payments_by_key(payments).exclude(origin="").filter(campaign_target__isnull=True)
    return list(named.order_by("pk").values_list("pk", flat=True))


def left_out_of(campaign: Campaign) -> "QuerySet[Payment]":
    """Payments that name the campaign and could not be taken in: beyond its budget or its days."""
    return (
        Payment.objects.filter(origin=origin_of(campaign.pk), campaign_target__isnull=True)
        .exclude(state__in=GIVEN_UP)
        .select_related("link_point")
    )


def files_to_add(user: User, campaign: Campaign) -> "QuerySet[HardshipFile]":
    """Active files, where this person may add targets, that the campaign does not help yet."""
    files = HardshipFile.objects.visible_to(user, ADD_TARGET.code).filter(
        ~Exists(Target.objects.filter(campaign=campaign, file=OuterRef("pk"))),
        state=HardshipFile.State.ACTIVE,
    )
    return with_holder(files)


def found_to_add(user: User, campaign: Campaign, asked: str) -> "list[HardshipFile]":
    """Of those, by the number of the file or how the holder's name begins; else the first."""
    files = files_to_add(user, campaign)
    words = asked.strip().replace("\x00", "")
    if words:
        files = files.filter(Q(file_no__icontains=words) | Q(holder_name__startswith=words))
    return list(files.order_by("unit__path", "pk")[:FOUND_AT_MOST])


def limit_of(campaign: Campaign) -> Decimal | None:
    """What one family may get at a time, by the local rule of the first day; or no limit."""
    rule = kinds.kind_of(campaign.kind).limit_rule
    if not rule:
        return None
    return local_rule(rule, on=campaign.starts_on, division=campaign.organiser.division)
