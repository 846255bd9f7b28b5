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


@event("funds.more_to_seal")
@dataclass(frozen=True, kw_only=True)
class MoreToSeal(Event):
    """An account book has been sealed up to an entry, and more entries wait than one transaction seals."""

    book_id: int
    last: int


@event("funds.limits_changed")
@dataclass(frozen=True, kw_only=True)
class LimitsChanged(Event):
    """What a fund source, or all money of a kind (`source_id` None), may pay from a day on."""

    source_id: int | None
    kind: str
    valid_from: date


@event("funds.allocation_sent")
@dataclass(frozen=True, kw_only=True)
class AllocationSent(Event):
    """Money has been sent to a unit below; it waits for the unit's word."""

    allocation_id: int
    source_id: int
    to_id: int
    amount: Decimal
    on: date


@event("funds.allocation_received")
@dataclass(frozen=True, kw_only=True)
class AllocationReceived(Event):
    """The unit has its money, in a source of its own (`source_id`)."""

    allocation_id: int
    source_id: int
    amount: Decimal
    on: date


@event("funds.allocation_refused")
@dataclass(frozen=True, kw_only=True)
class AllocationRefused(Event):
    """The unit did not take the money, or it never came: it is available above again."""

    allocation_id: int
    source_id: int
    amount: Decimal
    on: date


@event("funds.return_sent")
@dataclass(frozen=True, kw_only=True)
class ReturnSent(Event):
    """Money that was not spent is on its way back up; it waits for the giver's word."""

    return_id: int
    allocation_id: int
    amount: Decimal
    on: date


@event("funds.money_returned")
@dataclass(frozen=True, kw_only=True)
class MoneyReturned(Event):
    """What a unit did not spend has come back to who gave it (`source_id`)."""

    return_id: int
    allocation_id: int
    source_id: int
    amount: Decimal
    on: date


@event("funds.return_refused")
@dataclass(frozen=True, kw_only=True)
class ReturnRefused(Event):
    """The giver has not received what was returned: it is available below again."""

    return_id: int
    allocation_id: int
    amount: Decimal
    on: date


@event("funds.year_carried")
@dataclass(frozen=True, kw_only=True)
class YearCarried(Event):
    """What an organisation had left of a year is in the next year's sources."""

    carry_over_id: int
    organisation_id: int
    year: int
    amount: Decimal


@event("funds.balance_low")
@dataclass(frozen=True, kw_only=True)
class BalanceLow(Event):
    """Less is left of a source than the local rule's percentage of what it has to spend."""

    source_id: int
    available: Decimal
