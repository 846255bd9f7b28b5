"""发放汇总: what was given in a period, by item, category and unit (domain.md, 5.6 c)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Count, Sum

from assistance.aid.models import AidType, Payment, PaymentQuerySet
from assistance.aid.queries.received import with_kept
from assistance.households.models import HardshipFile
from ground.accounts.models import Organisation
from ground.kernel.periods import Period

UNFILED = "none"  # no family's: signed on the spot by a list
CATEGORIES = {**dict(HardshipFile.Category.choices), UNFILED: "现场花名册"}
ORDER = {kind.value: number for number, kind in enumerate(AidType)}


@dataclass(frozen=True)
class Given:
    """How many families on file, how often, how much, and how much of it came back."""

    families: int
    times: int
    amount: Decimal
    recovered: Decimal


@dataclass(frozen=True)
class Line:
    """What families of a category (`CATEGORIES`) at a unit were given of an item."""

    unit: Organisation
    category: str
    label: str
    given: Given


@dataclass(frozen=True)
class Item:
    """An item with its lines. Its families are counted once, whatever their units and categories."""

    aid_type: str
    label: str
    lines: Sequence[Line]
    total: Given


@dataclass(frozen=True)
class Summary:
    period: Period
    items: Sequence[Item]
    total: Given


def summary_of(payments: PaymentQuerySet, period: Period) -> Summary:
    """Of these payments those that were given in a period. Four queries, however many payments."""
    paid = with_kept(
        payments.filter(
            state=Payment.State.PAID, settled_on__range=(period.starts_on, period.ends_on)
        )
    ).order_by()
    groups = _given(paid, "aid_type", "link_point", "file__category")
    units = Organisation.objects.in_bulk({unit for _, unit, _ in groups})
    found = sorted(
        groups.items(), key=lambda one: (ORDER[one[0][0]], units[one[0][1]].path, one[0][2] or "")
    )
    by_item = {key[0]: given for key, given in _given(paid, "aid_type").items()}
    items = [
        Item(kind, AidType(kind).label, _lines(rows, units), by_item[kind])
        for kind, rows in groupby(found, key=lambda one: str(one[0][0]))
    ]
    return Summary(period, items, _given(paid)[()])


def _lines(
    rows: Iterable[tuple[tuple[str, int, str | None], Given]], units: dict[int, Organisation]
) -> list[Line]:
    return [
        Line(units[unit], category or UNFILED, str(CATEGORIES[category or UNFILED]), given)
        for (_, unit, category), given in rows
    ]


def _given(paid: PaymentQuerySet, *by: str) -> dict[tuple, Given]:  # type: ignore[type-arg]
    """The sums of payments by these columns; by none: one, also of nothing."""
    sums = {
        "families": Count("file", distinct=True),
        "times": Count("pk"),
        "sum": Sum("amount"),
        "left": Sum("kept"),
    }
    rows = list(paid.values(*by).annotate(**sums)) if by else [paid.aggregate(**sums)]
    return {
        tuple(row[name] for name in by): Given(
            row["families"],
            row["times"],
            row["sum"] or Decimal(0),
            (row["sum"] or Decimal(0)) - (row["left"] or Decimal(0)),
        )
        for row in rows
    }
