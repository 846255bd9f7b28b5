"""Goods, where they stand and what moved them; donations, transfers, stocktakes, clearances."""

from assistance.stock.models.counting import (
    Clearance,
    ClearanceLine,
    ClearanceQuerySet,
    Stocktake,
    StocktakeLine,
    StocktakeQuerySet,
)
from assistance.stock.models.donations import Donation, DonationQuerySet
from assistance.stock.models.ledger import (
    Holding,
    HoldingQuerySet,
    Lot,
    Movement,
    MovementLine,
    MovementQuerySet,
    StockCheck,
)
from assistance.stock.models.passing import Transfer, TransferLine, TransferQuerySet
from assistance.stock.models.places import Goods, GoodsQuerySet, Store, StoreQuerySet

__all__ = [
    "Clearance",
    "ClearanceLine",
    "ClearanceQuerySet",
    "Donation",
    "DonationQuerySet",
    "Goods",
    "GoodsQuerySet",
    "Holding",
    "HoldingQuerySet",
    "Lot",
    "Movement",
    "MovementLine",
    "MovementQuerySet",
    "StockCheck",
    "Stocktake",
    "StocktakeLine",
    "StocktakeQuerySet",
    "Store",
    "StoreQuerySet",
    "Transfer",
    "TransferLine",
    "TransferQuerySet",
]
