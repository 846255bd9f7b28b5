"""A measure is a query over the records of all agencies at once, and never a number.

    @measure("visits.made", label="走访次数", unit="次", order=30)
    def visits_made(span: Span) -> Records:
        return Records(queryset=Visit.objects.filter(...), agency="agency_id", record=...)

One statement gives each agency its value together with the keys of the very records behind it: a
value that differs from its records cannot be written. A second one counts what is due where the
measure says `per`. So the number of queries does not depend on the number of agencies.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from ground.briefs.facts import Record
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

ZERO = Decimal(0)
SHOWN = 500


@dataclass(frozen=True)
class Span:
    """The days that count, and the day on which they are looked at: what is due later is not late."""

    period: Period
    today: date

    @property
    def days(self) -> tuple[date, date]:
        return self.period.starts_on, self.period.ends_on

    @property
    def part(self) -> Decimal:
        """How much of a year the span is, in whole months: half a year has half the target."""
        first, last = self.days
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return min(Decimal(months) / 12, Decimal(1))


@dataclass(frozen=True, kw_only=True)
class Per:
    """What a target is multiplied by: the link points of an agency."""

    queryset: QuerySet[Any]
    agency: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Records:
    """The records that a measure looks at, whose they are, which of them count, how they read.

    `key` is the path to the record's own key where the query begins at another table; `shown` then
    is the table to read it from.
    """

    queryset: QuerySet[Any]
    agency: str
    record: Callable[[Any], Record]
    counts: Q | None = None
    amount: Any = None
    key: str = "pk"
    shown: QuerySet[Any] | None = None
    per: Per | None = None


Gather = Callable[[Span], Records]


@dataclass(frozen=True)
class Measure:
    code: str
    label: str
    unit: str
    order: int
    says: str
    gather: Gather


@dataclass(frozen=True)
class Tally:
    """What one agency has: the value, what was due, the records that count and the others."""

    value: Decimal = ZERO
    base: Decimal | None = None
    counted: tuple[int, ...] = ()
    others: tuple[int, ...] = ()


_measures: dict[str, Measure] = {}


def measure(
    code: str, *, label: str, unit: str, order: int, says: str
) -> Callable[[Gather], Gather]:
    """Declare a measure. `says` tells an office in one line what counts."""

    def declare(gather: Gather) -> Gather:
        if code in _measures:
            raise ValueError(f"measure {code!r} is declared twice")
        _measures[code] = Measure(code, label, unit, order, says, gather)
        return gather

    return declare


def all_measures() -> list[Measure]:
    return sorted(_measures.values(), key=lambda one: (one.order, one.code))


def measure_of(code: str) -> Measure:
    try:
        return _measures[code]
    except KeyError:
        raise RuleBroken("measure_unknown", f"没有名为“{code}”的取数项") from None


def tallies(one: Measure, span: Span, agencies: QuerySet[Any, Any]) -> tuple[dict[int, Tally], str]:
    """The tally of every agency that has any record, and what `base` counts (empty: records)."""
    rows = one.gather(span)
    counts = rows.counts if rows.counts is not None else Q()
    columns: dict[str, Any] = {
        "counted_keys": _keys(rows.key, counts),
        "other_keys": _keys(rows.key, ~counts) if counts else Value("{}"),
    }
    if rows.amount is not None:
        columns["counted_amount"] = Coalesce(Sum(rows.amount, filter=counts), ZERO)
    found = (
        rows.queryset.order_by()
        .filter(**{f"{rows.agency}__in": agencies})
        .values(owner=F(rows.agency))
        .annotate(**columns)
    )
    bases = _bases(rows.per, agencies)
    tallied: dict[int, Tally] = {}
    for row in found:
        counted = tuple(row["counted_keys"])
        others = tuple(row["other_keys"]) if counts else ()
        tallied[row["owner"]] = Tally(
            value=Decimal(row["counted_amount"] if rows.amount is not None else len(counted)),
            base=bases.pop(row["owner"], ZERO) if rows.per else Decimal(len(counted) + len(others)),
            counted=counted,
            others=others,
        )
    for owner, base in bases.items():
        tallied[owner] = Tally(base=base)
    return tallied, rows.per.label if rows.per else ""


def opened(one: Measure, span: Span, keys: Sequence[int]) -> list[Record]:
    """The records of these keys as they are read; those that are gone are left out."""
    rows = one.gather(span)
    table = rows.shown
    if table is None:
        table = rows.queryset.model._base_manager.all()  # noqa: SLF001 -- whatever it is now
    return [rows.record(row) for row in table.filter(pk__in=list(keys)[:SHOWN]).order_by("pk")]


def _keys(key: str, condition: Q) -> ArrayAgg:
    return ArrayAgg(key, filter=condition, distinct=True, default=Value("{}"))


def _bases(per: Per | None, agencies: QuerySet[Any, Any]) -> dict[int, Decimal]:
    if per is None:
        return {}
    found = (
        per.queryset.order_by()
        .filter(**{f"{per.agency}__in": agencies})
        .values(owner=F(per.agency))
        .annotate(number=Count("pk"))
    )
    return {row["owner"]: Decimal(row["number"]) for row in found}
