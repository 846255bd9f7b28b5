"""What happens to goods: each function is one act, booked, on the trail, told."""

from assistance.stock.services.booking import Paper
from assistance.stock.services.clearing import (
    Way,
    approve_clearance,
    propose_clearance,
    refuse_clearance,
)
from assistance.stock.services.counting import (
    approve_stocktake,
    begin_stocktake,
    record_counts,
    return_stocktake,
    submit_stocktake,
)
from assistance.stock.services.issuing import Taken, prove_issue, put_back, take_off_shelf
from assistance.stock.services.passing import receive_transfer, send_transfer
from assistance.stock.services.places import keep_goods, open_store
from assistance.stock.services.receiving import (
    Arrival,
    Donor,
    buy_goods,
    receive_donation,
    shelve_goods,
    undo_arrival,
)
from assistance.stock.services.watching import (
    tell_stocktakes_due,
    tell_what_expires,
    verify_store,
)

__all__ = [
    "Arrival",
    "Donor",
    "Paper",
    "Taken",
    "Way",
    "approve_clearance",
    "approve_stocktake",
    "begin_stocktake",
    "buy_goods",
    "keep_goods",
    "open_store",
    "propose_clearance",
    "prove_issue",
    "put_back",
    "receive_donation",
    "receive_transfer",
    "record_counts",
    "refuse_clearance",
    "return_stocktake",
    "send_transfer",
    "shelve_goods",
    "submit_stocktake",
    "take_off_shelf",
    "tell_stocktakes_due",
    "tell_what_expires",
    "undo_arrival",
    "verify_store",
]
