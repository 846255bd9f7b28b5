"""Reads of the stock worth a name."""

from assistance.stock.queries.due import (
    expiring,
    missed_count,
    numbers_expiring,
    stocktake_is_near,
    uncounted,
)
from assistance.stock.queries.ledger import (
    Verified,
    has_open_stocktake,
    held_in,
    locked_holdings,
    locked_shelves,
    locked_store,
    lots_of,
    moved_by,
    movement_of_key,
    on_shelf,
    open_holdings,
    places_of,
    verify,
    with_held,
    with_lines,
)

__all__ = [
    "Verified",
    "expiring",
    "has_open_stocktake",
    "held_in",
    "locked_holdings",
    "locked_shelves",
    "locked_store",
    "lots_of",
    "missed_count",
    "moved_by",
    "movement_of_key",
    "numbers_expiring",
    "on_shelf",
    "open_holdings",
    "places_of",
    "stocktake_is_near",
    "uncounted",
    "verify",
    "with_held",
    "with_lines",
]
