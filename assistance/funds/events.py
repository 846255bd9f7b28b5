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


@event("funds.entries_posted")
@dataclass(frozen=True, kw_only=True)
class EntriesPosted(Event):
    """Entries of a source have been posted to the ledger of its book, all at once."""

    book_id: int
    source_id: int
    number: int


@event("funds.book_sealed")
@dataclass(frozen=True, kw_only=True)
class BookSealed(Event):
    """An account book has been sealed up to an entry. `hash` is that entry's, in hexadecimal."""

    book_id: int
    last: int
    hash: str
