from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ground.events import Event, event


@event("banks.file_made")
@dataclass(frozen=True, kw_only=True)
class BankFileMade(Event):
    """The file of a batch has been written; it is not at the bank yet."""

    file_id: int
    batch_id: int
    lines: int
    total: Decimal


@event("banks.file_sent")
@dataclass(frozen=True, kw_only=True)
class BankFileSent(Event):
    """A file has been handed to the bank, which is to answer by `due_on`."""

    file_id: int
    batch_id: int
    sent_on: date
    due_on: date


@event("banks.answer_taken")
@dataclass(frozen=True, kw_only=True)
class BankAnswerTaken(Event):
    """An answer of the bank has been booked."""

    answer_id: int
    paid: int
    failed: int
    unknown: int


@event("banks.answer_undone")
@dataclass(frozen=True, kw_only=True)
class BankAnswerUndone(Event):
    """An answer was wrong: what it booked has been taken back by entries of its own."""

    answer_id: int
    payments: int
