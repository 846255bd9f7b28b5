"""Money that passes: what is on its way, what came of it, what a year has left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Q, Sum

from assistance.funds import rules
from assistance.funds.models import (
    Account,
    Allocation,
    AllocationQuerySet,
    FundReturn,
    FundReturnQuerySet,
    FundSource,
    SourceQuerySet,
)
from assistance.funds.queries.balances import Balances, balances_by_source
from ground.accounts.models import Organisation, User, up_from

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class ToCarry:
    """What a year's sources of an organisation have left. `standing` says what must end before."""

    organisation: Organisation
    year: int
    rows: list[tuple[FundSource, Balances]]
    standing: list[str]

    @property
    def total(self) -> Decimal:
        return sum((one.available for _, one in self.rows), ZERO)

    @property
    def number(self) -> int:
        return sum(1 for _, one in self.rows if one.available)

    @property
    def stays(self) -> Decimal:
        """Set aside, or at the bank: it stays in the old year until that is settled."""
        return sum((one.reserved + one.in_transit for _, one in self.rows), ZERO)


def name_free(organisation: Organisation, year: int, wanted: str, addition: str) -> str:
    """A name that no source of an organisation has in a year: the wanted one, or that with an addition."""
    names = FundSource.objects.filter(organisation=organisation, year=year)
    return rules.free_name(wanted, set(names.values_list("name", flat=True)), addition)


def name_below(allocation: Allocation) -> str:
    """What the receiver's source of an allocation is called where nobody says otherwise."""
    giver = allocation.source
    return name_free(allocation.to, giver.year, giver.name, "下达")


def next_number(table: str) -> int:
    """The number of a row before it is written, so that what is booked can name it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])


def locked_allocation(pk: int) -> Allocation:
    rows = Allocation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("source__organisation", "to", "entry").get(pk=pk)


def locked_return(pk: int) -> FundReturn:
    rows = FundReturn.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("source__organisation", "allocation").get(pk=pk)


def lock_sources(sources: Iterable[FundSource]) -> None:
    """Lock the accounts of many sources, in the order in which everybody locks them."""
    rows = Account.objects.select_for_update(no_key=True).filter(source__in=list(sources))
    list(rows.order_by("pk").values_list("pk"))


def opened_by(allocation: Allocation) -> FundSource | None:
    """The source that the receipt of an allocation opened."""
    return FundSource.objects.filter(allocation=allocation, carried_from=None).first()


def returned_of(allocation: Allocation) -> Decimal:
    """What has gone back of an allocation, on its way or come."""
    rows = allocation.returns.exclude(state=FundReturn.State.REFUSED)
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def in_lists(allocations: AllocationQuerySet) -> AllocationQuerySet:
    """Allocations with who gave, who received, and what has gone back."""
    return allocations.select_related(
        "source__organisation", "to", "made_by", "decided_by"
    ).annotate(
        returned=Sum("returns__amount", filter=Q(returns__state="received"), default=ZERO),
        returning=Sum("returns__amount", filter=Q(returns__state="sent"), default=ZERO),
    )


def returns_in_lists(returns: FundReturnQuerySet) -> FundReturnQuerySet:
    return returns.select_related(
        "source__organisation", "allocation__source__organisation", "made_by", "decided_by"
    )


def allocations_to_confirm(user: User, permission: str) -> AllocationQuerySet:
    """What waits for this person to say whether it came: only the receiver's own people may."""
    return Allocation.objects.visible_to(user, permission).filter(
        state=Allocation.State.SENT, to__path__in=up_from(user.organisation.path)
    )


def returns_to_confirm(user: User, permission: str) -> FundReturnQuerySet:
    """Returns that wait for this person: one of the giver's people, not of the receiver's."""
    mine = up_from(user.organisation.path)
    return (
        FundReturn.objects.visible_to(user, permission)
        .filter(state=FundReturn.State.SENT, allocation__source__organisation__path__in=mine)
        .exclude(allocation__to__path__in=mine)
    )


def allocations_late(user: User, permission: str, on: date) -> AllocationQuerySet:
    """What this person's unit sent and nobody has confirmed in time."""
    mine = up_from(user.organisation.path)
    return (
        Allocation.objects.visible_to(user, permission)
        .filter(state=Allocation.State.SENT, due_on__lt=on)
        .filter(source__organisation__path__in=mine)
        .exclude(to__path__in=mine)
    )


def to_carry(organisation: Organisation, year: int) -> ToCarry:
    """A year's sources of an organisation with what they have left, and what stands in the way."""
    sources = list(
        FundSource.objects.filter(organisation=organisation, year=year)
        .select_related("organisation")
        .order_by("pk")
    )
    balances = balances_by_source(sources)
    rows = [(one, balances.get(one.pk, Balances())) for one in sources]
    left = [row for row in rows if row[1].available or row[1].reserved or row[1].in_transit]
    return ToCarry(
        organisation=organisation, year=year, rows=left, standing=_standing(organisation, year)
    )


def left_over(sources: SourceQuerySet, before: int) -> SourceQuerySet:
    """Sources of years before this one that have something left to be carried."""
    return sources.filter(
        year__lt=before, accounts__kind=Account.Kind.AVAILABLE, accounts__balance__gt=0
    )


def _standing(organisation: Organisation, year: int) -> list[str]:
    down = Allocation.objects.filter(
        state="sent", source__organisation=organisation, source__year=year
    ).count()
    here = Allocation.objects.filter(state="sent", to=organisation, source__year=year).count()
    up = FundReturn.objects.filter(
        state="sent", source__organisation=organisation, source__year=year
    ).count()
    back = FundReturn.objects.filter(
        state="sent",
        allocation__source__organisation=organisation,
        allocation__source__year=year,
    ).count()
    told = [
        (down, "笔下达的款项下级尚未确认到账"),
        (here, "笔上级下达的款项本单位尚未确认到账"),
        (up, "笔缴回的款项上级尚未确认"),
        (back, "笔下级缴回的款项本单位尚未确认"),
    ]
    return [f"有 {number} {words}" for number, words in told if number]


def same_allocation(
    source: FundSource, *, to: Organisation, amount: Decimal, on: date, purpose: str
) -> Allocation | None:
    """One just like this that was not refused."""
    alike = Allocation.objects.filter(source=source, to=to, amount=amount, on=on, purpose=purpose)
    return alike.exclude(state=Allocation.State.REFUSED).first()


def same_return(source: FundSource, *, amount: Decimal, on: date, why: str) -> FundReturn | None:
    """One just like this that has come or is still on its way."""
    alike = FundReturn.objects.filter(source=source, amount=amount, on=on, why=why)
    return alike.exclude(state=FundReturn.State.REFUSED).first()
