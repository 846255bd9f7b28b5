"""The registry of facts: each figure a brief may state, declared once by the owner of the records.

A fact is a query, not a number: the engine counts or sums it in the database, and lists the very
rows it counted. So a figure cannot differ from its records, and none exists without its query.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet, Sum

from ground.accounts.models import Organisation
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

RECORDS_KEPT = 500


@dataclass(frozen=True)
class Record:
    """One row behind a figure as it is read: no personal data, a link that asks who you are."""

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
    """A computed figure: its value, the SQL that gives it, the last event before, its records."""

    fact: Fact
    value: Decimal
    query: str
    as_of_event: int
    records: list[Record]


Count = Callable[[Fact, Organisation, Period], Figure]
_facts: dict[str, Fact] = {}


def fact(
    code: str, *, label: str, unit: str, order: int, charted: str = ""
) -> Callable[[Gather], Gather]:
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
    """Count or sum a fact now; at most `RECORDS_KEPT` records are listed.

    Up to that many, the value is that of the very rows listed, so that a write between two statements
    cannot part them. Beyond, the database counts, and the list is its beginning.
    """
    rows = one.gather(organisation, period)
    last = last_event()
    listed = rows.queryset
    if rows.amount:
        listed = listed.annotate(counted_amount=F(rows.amount))
    found = list(listed[: RECORDS_KEPT + 1])
    if len(found) <= RECORDS_KEPT:
        value = (
            sum((row.counted_amount for row in found), Decimal(0)) if rows.amount else len(found)
        )
    elif rows.amount:
        value = rows.queryset.aggregate(value=Sum(rows.amount))["value"]
    else:
        value = rows.queryset.count()
    return Figure(
        fact=one,
        value=Decimal(value),
        query=statement_of(rows),
        as_of_event=last,
        records=[rows.record(row) for row in found[:RECORDS_KEPT]],
    )


def last_event() -> int:
    return RecordedEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def value_of(one: Fact, organisation: Organisation, period: Period) -> Decimal:
    """The value of a fact now, without its records."""
    rows = one.gather(organisation, period)
    if rows.amount:
        listed = rows.queryset.order_by().annotate(counted_amount=F(rows.amount))
        return Decimal(listed.aggregate(value=Sum("counted_amount"))["value"] or 0)
    return Decimal(rows.queryset.count())


def statement_of(rows: Rows) -> str:
    """The SQL of a figure with its values written in: run by hand, it gives the same number.

    The inner query names the key beside the amount, so that DISTINCT keeps meaning different rows.
    """
    inner = rows.queryset.order_by()
    counted = "COUNT(*)"
    if rows.amount:
        inner, counted = inner.annotate(counted_amount=F(rows.amount)), "SUM(counted_amount)"
    try:
        fields = ("pk", "counted_amount") if rows.amount else ("pk",)
        sql, parameters = inner.values(*fields).query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0"
    written = cast("Any", connection.ops).compose_sql(sql, parameters)
    return f"SELECT {counted} AS value FROM (\n{written}\n) AS counted"  # noqa: S608 -- shown, not run
