"""What other systems may hear of stock."""

from assistance.stock.events import (
    ClearanceApproved,
    DonationReceived,
    GoodsExpiring,
    GoodsMoved,
    StocktakeApproved,
    StocktakeDue,
    TransferReceived,
    TransferSent,
)
from assistance.stock.models import Clearance, Donation, Movement, Stocktake, Store, Transfer
from assistance.stock.permissions import SEE_STOCK
from ground.subscriptions.declaring import share

share(
    GoodsMoved,
    needs=SEE_STOCK,
    about=Movement,
    by="movement_id",
    area="store__organisation",
    gives=["move"],
)
share(
    DonationReceived,
    needs=SEE_STOCK,
    about=Donation,
    by="donation_id",
    area="store__organisation",
    gives=["value"],
)
share(
    ClearanceApproved,
    needs=SEE_STOCK,
    about=Clearance,
    by="clearance_id",
    area="store__organisation",
    gives=["value"],
)
share(
    TransferSent,
    TransferReceived,
    needs=SEE_STOCK,
    about=Transfer,
    by="transfer_id",
    area="store__organisation",
)
share(
    StocktakeApproved,
    needs=SEE_STOCK,
    about=Stocktake,
    by="stocktake_id",
    area="store__organisation",
)
share(GoodsExpiring, StocktakeDue, needs=SEE_STOCK, about=Store, by="store_id", area="organisation")
