"""What came in and was spent in a period: by source, by item, by unit (收支汇总)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from assistance.funds.models import Account, DayTotal, FundSource
from assistance.funds.queries.balances import Balances
from ground.accounts.models import Organisation
from ground.kernel.periods import Period


@dataclass(frozen=True, kw_only=True)
class SpendingRow:
    """One item at one unit out of one source: what came onto each kind of account in the period, less
    what went off it, and how many entries touched what was spent.
    """

    source: FundSource
    item: str
    unit: Organisation | None
    moved: Balances
    number: int


@dataclass(frozen=True, kw_only=True)
class Spending:
    period: Period
    rows: list[SpendingRow]
    total: Balances
    number: int

    @property
    def from_inside(self) -> Decimal:
        """How much of what came in came out of another source of this table: passed on, it stands here twice."""
        here = {row.source.pk for row in self.rows}
        return sum(
            (row.moved.granted for row in self.rows if row.source.giver_id in here), Decimal(0)
        )


def spending(period: Period, sources: "QuerySet[FundSource]") -> Spending:
    """The movements of a period by source, item and unit, from the totals of days. Three queries."""
    sums = (
        DayTotal.objects.filter(
            on__range=(period.starts_on, period.ends_on), account__source__in=sources
        )
        .exclude(account__kind=Account.Kind.AVAILABLE)
        .order_by()
        .values_list("account__source_id", "item", "unit_id", "account__kind")
        .annotate(amount=Sum("amount"), number=Sum("number"))
    )
    found: dict[tuple[int, str, int | None], dict[str, Any]] = {}
    numbers: dict[tuple[int, str, int | None], int] = {}
    for source_id, item, unit_id, kind, amount, number in sums:
        key = (source_id, item, unit_id)
        sign = -1 if kind == Account.Kind.GRANTED else 1
        found.setdefault(key, {})[kind] = amount * sign
        numbers[key] = numbers.get(key, 0) + (number if kind == Account.Kind.SPENT else 0)
    units = Organisation.objects.in_bulk({unit for _, _, unit in found if unit is not None})
    held = list(sources.select_related("organisation", "allocation"))
    order = {source.pk: place for place, source in enumerate(held)}
    rows = [
        SpendingRow(
            source=held[order[key[0]]],
            item=key[1],
            unit=units.get(key[2]) if key[2] is not None else None,
            moved=Balances(**moved),
            number=numbers[key],
        )
        for key, moved in found.items()
    ]
    rows.sort(key=lambda row: (order[row.source.pk], row.item, row.unit.path if row.unit else ""))
    return Spending(
        period=period,
        rows=rows,
        total=sum((row.moved for row in rows), Balances()),
        number=sum(row.number for row in rows),
    )
