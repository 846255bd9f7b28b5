from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ground.events import Event, event


@event("funds.money_received")
@dataclass(frozen=True, kw_only=True)
class MoneyReceived(Event):
    """Money has come into a fund source."""

    source_id: int
    entry_id: int
    amount: Decimal
    on: date


@event("funds.entry_posted")
@dataclass(frozen=True, kw_only=True)
class EntryPosted(Event):
    """An entry has been posted to the ledger."""

    entry_id: int
    source_id: int
    on: date
