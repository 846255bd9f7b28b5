"""资金来源与分配表: where money came from, to whom it was given, what was used, at any day (domain.md, 5.6a)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from assistance.funds.models import Account, DayTotal, FundSource
from assistance.funds.queries.balances import Balances, trial_balance
from ground.kernel.money import rounded

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Given:
    """A unit below, and what it has been given of a source and not sent back."""

    unit_id: int | None
    unit: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Share:
    """One source: `from_inside` where its money came from another source of the same table."""

    source: FundSource
    balances: Balances
    given: list[Given]
    from_inside: bool

    @property
    def left(self) -> Decimal:
        """Not yet spent: what can be given, is set aside, or is at the bank."""
        return self.balances.available + self.balances.reserved + self.balances.in_transit

    @property
    def rate(self) -> Decimal | None:
        return rate_of(self.balances)


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """All sources of an area at the end of a day.

    `received` is what came in from outside of the area: passed on within it, it counts once.
    """

    on: date
    shares: list[Share]

    @property
    def received(self) -> Decimal:
        return sum((one.balances.granted for one in self.shares if not one.from_inside), ZERO)

    @property
    def total(self) -> Balances:
        return sum((one.balances for one in self.shares), Balances())

    @property
    def left(self) -> Decimal:
        return sum((one.left for one in self.shares), ZERO)

    @property
    def passed_out(self) -> Decimal:
        """What left these sources and is in none of them: not confirmed below yet, or sent out of the area."""
        return self.received - self.total.spent - self.left

    @property
    def rate(self) -> Decimal | None:
        return rate_of(self.total)


def rate_of(balances: Balances) -> Decimal | None:
    """Used of what the keeper had to use itself, in percent; nothing where it had none."""
    return rounded(balances.spent * 100 / balances.own) if balances.own else None


def distribution(on: date, sources: "QuerySet[FundSource]") -> Distribution:
    """The table of the sources that the asking person may see, at the end of a day. Four queries."""
    balance = trial_balance(on, sources.select_related("allocation"))
    here = {source.pk for source, _ in balance.rows}
    given: dict[int, list[Given]] = {}
    rows = (
        DayTotal.objects.filter(
            on__lte=on,
            account__source__in=sources,
            account__kind=Account.Kind.ALLOCATED,
        )
        .order_by("unit__path")
        .values_list("account__source_id", "unit__path", "unit", "unit__name")
        .annotate(total=Sum("amount"))
    )
    for source_id, _path, unit, name, total in rows:
        if total:
            one = Given(unit_id=unit, unit=name or "", amount=total)
            given.setdefault(source_id, []).append(one)
    shares = [
        Share(
            source=source,
            balances=one,
            given=given.get(source.pk, []),
            from_inside=source.giver_id in here,
        )
        for source, one in balance.rows
        if any(one.by_kind.values())
    ]
    return Distribution(on=on, shares=shares)
