from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ground.events import Event, event


@event("stock.donation_received")
@dataclass(frozen=True, kw_only=True)
class DonationReceived(Event):
    """Goods were given (捐赠) and a receipt was made out. `value` is theirs in yuan."""

    donation_id: int
    store_id: int
    value: Decimal
    on: date


@event("stock.goods_moved")
@dataclass(frozen=True, kw_only=True)
class GoodsMoved(Event):
    """Goods were moved: bought, put on the shelf, sent, found, lost … `move` says how.

    What is handed out at a counter is told by the room that hands it out.
    """

    movement_id: int
    store_id: int
    move: str
    on: date


@event("stock.transfer_sent")
@dataclass(frozen=True, kw_only=True)
class TransferSent(Event):
    """Goods are on their way from one store to another."""

    transfer_id: int
    store_id: int
    to_id: int


@event("stock.transfer_received")
@dataclass(frozen=True, kw_only=True)
class TransferReceived(Event):
    """Goods have come to the other store. `missing` units did not."""

    transfer_id: int
    store_id: int
    missing: int


@event("stock.stocktake_approved")
@dataclass(frozen=True, kw_only=True)
class StocktakeApproved(Event):
    """What was counted is what the books say now: so many units were lost, so many found."""

    stocktake_id: int
    store_id: int
    lost: int
    found: int


@event("stock.clearance_approved")
@dataclass(frozen=True, kw_only=True)
class ClearanceApproved(Event):
    """Goods have left otherwise than over the counter: destroyed, sold, given on."""

    clearance_id: int
    store_id: int
    value: Decimal


@event("stock.goods_expiring")
@dataclass(frozen=True, kw_only=True)
class GoodsExpiring(Event):
    """So many lots on the shelves of a store are used up by date soon, or already are."""

    store_id: int
    lots: int
    expired: int
    on: date


@event("stock.stocktake_due")
@dataclass(frozen=True, kw_only=True)
class StocktakeDue(Event):
    """A store has not been counted in this quarter, and the quarter ends soon."""

    store_id: int
    year: int
    quarter: int
