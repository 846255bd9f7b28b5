"""The registry of facts: each figure a brief may state, declared once by the app that owns the records.

A fact is a query, not a number: the engine counts or sums it in the database, and lists the very rows
it counted. So a figure cannot differ from its records, and none exists without its query.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from ground.accounts.models import Organisation
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

RECORDS_KEPT = 500


@dataclass(frozen=True)
class Record:
    """One row behind a figure, as a reader sees it: no personal data, a link that asks who you are."""

    label: str
    url: str
    value: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What a fact counts (or sums, where `amount` names a field), and how to show a row of it."""

    queryset: "QuerySet[Any]"
    record: Callable[[Any], Record]
    amount: str = ""


Gather = Callable[[Organisation, Period], Rows]


@dataclass(frozen=True)
class Fact:
    """A declared figure. `gather` gets the organisation whose area counts, and the period."""

    code: str
    label: str
    unit: str
    order: int
    charted: str
    gather: Gather


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A computed figure: its value, the SQL that gave it, the event it stands after, its records."""

    fact: Fact
    value: Decimal
    query: str
    as_of_event: int
    records: list[Record]


_facts: dict[str, Fact] = {}


def fact(code: str, *, label: str, unit: str, order: int, charted: str = "") -> Callable[[Gather], Gather]:
    """Declare a fact in an app's `briefs.py`. `charted` names the chart that it is a bar of."""

    def declare(gather: Gather) -> Gather:
        if code in _facts:
            raise ValueError(f"fact {code!r} is declared twice")
        _facts[code] = Fact(code, label, unit, order, charted, gather)
        return gather

    return declare


def facts() -> list[Fact]:
    return sorted(_facts.values(), key=lambda one: (one.order, one.code))


def fact_of(code: str) -> Fact:
    try:
        return _facts[code]
    except KeyError:
        raise RuleBroken("fact_unknown", f"没有名为“{code}”的数据项") from None


def compute(one: Fact, organisation: Organisation, period: Period) -> Figure:
    """Count or sum a fact now. Two queries; at most `RECORDS_KEPT` records are listed."""
    rows = one.gather(organisation, period)
    if rows.amount:
        value = rows.queryset.aggregate(value=Sum(rows.amount))["value"] or Decimal(0)
        query = f"SELECT SUM({rows.amount}) FROM ({rows.queryset.query})"
    else:
        value = Decimal(rows.queryset.count())
        query = f"SELECT COUNT(*) FROM ({rows.queryset.query})"
    last = RecordedEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Figure(
        fact=one,
        value=value,
        query=query,
        as_of_event=last or 0,
        records=[rows.record(row) for row in rows.queryset[:RECORDS_KEPT]],
    )
