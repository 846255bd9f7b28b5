"""What waits: goods that expire soon, stores that were not counted."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from assistance.stock.models import Holding, HoldingQuerySet, Movement, Stocktake, Store
from assistance.stock.rules import days_of_quarter, quarter_of
from ground.places.queries import local_rule

EXPIRING, COUNTING = "stock.expiring_days", "stock.stocktake_days"


def expiring(holdings: HoldingQuerySet, on: date) -> HoldingQuerySet:
    """Lots on the shelf whose date is past, or within the days of the rule."""
    until = on + timedelta(days=int(local_rule(EXPIRING, on=on)))
    return holdings.filter(
        position=Holding.Position.SHELF, quantity__gt=0, lot__expires_on__lte=until
    )


def stocktake_is_near(on: date) -> bool:
    """Whether the quarter ends within the days of the rule."""
    _, last = days_of_quarter(*quarter_of(on))
    return on >= last - timedelta(days=int(local_rule(COUNTING, on=on)))


def uncounted(stores: "QuerySet[Store]", on: date) -> "QuerySet[Store]":
    """Active stores with goods that have no approved stocktake of the quarter of this day."""
    year, quarter = quarter_of(on)
    counted = Stocktake.objects.filter(
        store=OuterRef("pk"), year=year, quarter=quarter, state=Stocktake.State.APPROVED
    )
    held = Holding.objects.filter(
        store=OuterRef("pk"), position=Holding.Position.SHELF, quantity__gt=0
    )
    return stores.filter(~Exists(counted), Exists(held), is_active=True)


def missed_count(stores: "QuerySet[Store]", on: date) -> "QuerySet[Store]":
    """Those of the uncounted that had goods in the quarter before already, and were not counted in it."""
    first, _ = days_of_quarter(*quarter_of(on))
    year, quarter = quarter_of(first - timedelta(days=1))
    counted = Stocktake.objects.filter(
        store=OuterRef("pk"), year=year, quarter=quarter, state=Stocktake.State.APPROVED
    )
    before = Movement.objects.filter(store=OuterRef("pk"), on__lt=first)
    return uncounted(stores, on).filter(~Exists(counted), Exists(before))


def numbers_expiring(on: date) -> dict[int, Collection[date]]:
    """Store → the dates of its lots that expire soon, over all stores: one query."""
    found: dict[int, list[date]] = {}
    rows = expiring(Holding.objects.all(), on).values_list("store", "lot__expires_on")
    for store, day in rows.order_by("store"):
        assert day is not None  # noqa: S101 -- asked for by the filter
        found.setdefault(store, []).append(day)
    return dict(found)
