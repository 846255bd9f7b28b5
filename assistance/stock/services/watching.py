"""What the day brings: goods that expire, stores to be counted; and the books held against themselves."""

from datetime import date

from django.db import transaction

from assistance.stock import queries, rules
from assistance.stock.events import GoodsExpiring, StocktakeDue
from assistance.stock.models import StockCheck, Store
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock


@transaction.atomic
def tell_what_expires(on: date) -> int:
    """Tell, at the beginning of each month and once a store has something newly past its date."""
    number = 0
    for store, days in queries.numbers_expiring(on).items():
        expired = sum(day < on for day in days)
        if on.day != 1 and not any((on - day).days == 1 for day in days):
            continue
        publish(GoodsExpiring(store_id=store, lots=len(days), expired=expired, on=on))
        number += 1
    return number


@transaction.atomic
def tell_stocktakes_due(on: date) -> int:
    """Tell once in a quarter, for each store that was not counted when the quarter nears its end."""
    if not queries.stocktake_is_near(on):
        return 0
    year, quarter = rules.quarter_of(on)
    first, _ = rules.days_of_quarter(year, quarter)
    due = list(
        queries.uncounted(Store.objects.select_for_update(no_key=True, of=("self",)), on).exclude(
            warned_on__gte=first
        )
    )
    Store.objects.filter(pk__in=[one.pk for one in due]).update(warned_on=on)
    for one in due:
        publish(StocktakeDue(store_id=one.pk, year=year, quarter=quarter))
    return len(due)


@transaction.atomic
def verify_store(*, by: User | None, store: Store) -> StockCheck:
    """Add up a store's ledger again and keep what was found, also where nothing is wrong."""
    found = queries.verify(store)
    kept = StockCheck.objects.create(
        store=store,
        at=clock.now(),
        by=by,
        movements=found.movements,
        lines=found.lines,
        holdings=found.holdings,
        faults=found.faults[:200],
    )
    record(by, "stock.store_verified", store, faults=len(found.faults))
    return kept
