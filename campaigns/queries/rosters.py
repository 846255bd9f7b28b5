"""The roster of a campaign, as lists and pages show it, and the figures of its report."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from assistance.aid import queries as aid
from assistance.aid.models import Payment
from assistance.households.models import Member
from assistance.visits.models import Visit, VisitGoods
from campaigns import kinds, rules
from campaigns.models import Campaign, ChecklistTick, Enrolment, EnrolmentQuerySet
from campaigns.queries.campaigns import NOUGHT
from campaigns.rules import origin_of
from campaigns.rules.states import HOLDING, UNDECIDED
from ground.accounts.models import below


def roster_of(campaign: Campaign, among: EnrolmentQuerySet) -> Any:
    """Enrolments of a campaign with unit, file, payment and `shown_name` (to be masked), in one query."""
    return (
        among.filter(campaign=campaign)
        .select_related("unit", "file", "member", "payment", "listed_by")
        .annotate(
            holder_name=of_holder("name", of="file"),
        )
    )


def to_withdraw(campaign: Campaign, among: EnrolmentQuerySet) -> list[int]:
    """Who of these can be taken off the roster, one more than is done at once at most."""
    rows = among.filter(campaign=campaign, state__in=[*UNDECIDED, Enrolment.State.APPROVED])
    return list(rows.order_by("pk").values_list("pk", flat=True)[: rules.MOST_AT_ONCE + 1])


def to_tick(campaign: Campaign, among: EnrolmentQuerySet, code: str) -> list[int]:
    """Who of these is on the roster and has not had this thing done, likewise."""
    rows = among.filter(campaign=campaign).exclude(state=Enrolment.State.WITHDRAWN)
    done = ChecklistTick.objects.filter(enrolment=OuterRef("pk"), code=code)
    rows = rows.filter(~Exists(done))
    return list(rows.order_by("pk").values_list("pk", flat=True)[: rules.MOST_AT_ONCE + 1])


def standing_on_rosters(
    campaigns: Collection[int], person_keys: Collection[str]
) -> set[tuple[int, str]]:
    """Who of these stands on which of these rosters."""
    rows = Enrolment.objects.filter(campaign__in=campaigns, person_key__in=person_keys)
    return set(rows.exclude(state="withdrawn").values_list("campaign_id", "person_key"))


def of_holder(column: str, *, of: str) -> Subquery:
    """A column of the holder of a family; `of` is the file, as the outer query knows it."""
    holder = Member.objects.filter(file=OuterRef(of), relation=Member.Relation.HOLDER)
    return Subquery(holder.order_by().values(column)[:1])


@dataclass(frozen=True)
class Line:
    """A line of the report: what is counted, and how much of it."""

    label: str
    stage: str
    number: int
    households: int
    people: int
    amount: Decimal
    reached: int
    paid: Decimal


@dataclass(frozen=True)
class Report:
    """What a campaign did (domain.md, 5.7 and 5.8)."""

    lines: list[Line]
    sources: list[tuple[str, Decimal]]
    visits: int
    places: int
    enterprises: int
    goods: Decimal
    complete: int
    recovered: Decimal = Decimal(0)  # of what was paid

    @property
    def total(self) -> Line:
        def plain(name: str) -> int:
            return sum(getattr(one, name) for one in self.lines)

        return Line(
            "合计",
            "",
            plain("number"),
            plain("households"),
            plain("people"),
            sum((one.amount for one in self.lines), Decimal(0)),
            plain("reached"),
            sum((one.paid for one in self.lines), Decimal(0)),
        )


def report_of(campaign: Campaign) -> Report:
    """The figures of a campaign by class and stage, its money by source, its visits and goods."""
    kind = campaign.kind
    reached = Q(state=Enrolment.State.REACHED)
    rows = (
        Enrolment.objects.filter(campaign=campaign, state__in=HOLDING)
        .order_by()
        .values("person_class", "stage")
        .annotate(
            n=Count("pk"),
            h=Sum("households"),
            p=Sum("people"),
            a=Sum("amount"),
            r=Count("pk", filter=reached),
            paid=Coalesce(Sum("amount", filter=reached), NOUGHT),
        )
    )
    order = [one.code for one in kind.classes]
    stages = [one.code for one in kind.stages]
    ordered = sorted(
        rows,
        key=lambda row: (
            order.index(row["person_class"]) if row["person_class"] in order else len(order),
            stages.index(row["stage"]) if row["stage"] in stages else -1,
        ),
    )
    lines = [
        Line(
            class_label(kind, row["person_class"]),
            kind.stage_label(row["stage"]),
            row["n"],
            row["h"],
            row["p"],
            row["a"],
            row["r"],
            row["paid"],
        )
        for row in ordered
    ]
    visits = Visit.objects.filter(origin=origin_of(campaign.pk), state=Visit.State.RECORDED)
    goods = VisitGoods.objects.filter(visit__in=visits).aggregate(sum=Sum("value"))["sum"]
    counted = visits.aggregate(
        visits=Count("pk"),
        places=Count("link_point", distinct=True),
        enterprises=Count("link_point", distinct=True, filter=Q(link_point__kind="enterprise")),
    )
    complete = Enrolment.objects.filter(campaign=campaign, state__in=HOLDING, is_complete=True)
    return Report(
        lines=lines,
        sources=[(str(one.source), one.amount) for one in campaign.money.select_related("source")],
        goods=goods or Decimal(0),
        complete=complete.count(),
        recovered=recovered_of(campaign),
        **counted,
    )


def recovered_of(campaign: Campaign, *, paths: tuple[str, ...] | None = None) -> Decimal:
    """How much of a campaign's money came back after it had been paid; who got it stays reached.

    `paths`: only of units there, for whoever sees no more.
    """
    payments = Payment.objects.filter(origin=origin_of(campaign.pk))
    if paths is not None:
        payments = payments.filter(below("link_point__path", paths))
    return aid.recovered_in(payments)


def class_label(kind: kinds.CampaignKind, code: str) -> str:
    return "走访现场发放" if code == kinds.VISITED else kind.class_label(code)
