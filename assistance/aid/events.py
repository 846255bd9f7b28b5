from dataclasses import dataclass
from decimal import Decimal

from ground.events import Event, event

MOST_IN_EVENT = 1_000  # payments of which one event tells: a batch of more tells it in several


@event("aid.payment_planned")
@dataclass(frozen=True, kw_only=True)
class PaymentPlanned(Event):
    """Aid is to be given, once a batch with it is approved."""

    payment_id: int
    link_point_id: int
    origin: str
    amount: Decimal


@event("aid.payments_planned")
@dataclass(frozen=True, kw_only=True)
class PaymentsPlanned(Event):
    """Aid has been planned for many in one go, for one reason: up to a thousand payments."""

    origin: str
    payment_ids: tuple[int, ...]


@event("aid.batch_locked")
@dataclass(frozen=True, kw_only=True)
class BatchLocked(Event):
    """A batch has been put together; its money is set aside, and it waits for finance."""

    batch_id: int
    amount: Decimal


@event("aid.batch_approved")
@dataclass(frozen=True, kw_only=True)
class BatchApproved(Event):
    """A batch has been approved by everybody whom it needs."""

    batch_id: int
    amount: Decimal


@event("aid.batch_ordered")
@dataclass(frozen=True, kw_only=True)
class BatchOrdered(Event):
    """Finance has handed a batch out, cash or goods: it is to be booked as paid."""

    batch_id: int


@event("aid.payments_paid")
@dataclass(frozen=True, kw_only=True)
class PaymentsPaid(Event):
    """Payments of a batch have been booked, a thousand at most: their money has left the fund."""

    batch_id: int
    payment_ids: tuple[int, ...]
    amount: Decimal


@event("aid.payment_voided")
@dataclass(frozen=True, kw_only=True)
class PaymentVoided(Event):
    """A planned payment has been given up before it came into a batch."""

    payment_id: int
    origin: str


@event("aid.batch_rejected")
@dataclass(frozen=True, kw_only=True)
class BatchRejected(Event):
    """A batch has been sent back; its payments are planned again, reserved money is free."""

    batch_id: int
    amount: Decimal


@event("aid.payments_returned")
@dataclass(frozen=True, kw_only=True)
class PaymentsReturned(Event):
    """The bank has returned payments: their money is set aside again, until it is given out or given up."""

    batch_id: int
    payment_ids: tuple[int, ...]
    amount: Decimal


@event("aid.payments_undone")
@dataclass(frozen=True, kw_only=True)
class PaymentsUndone(Event):
    """What was told of payments has been taken back: they are in transit again. `was`: their state before."""

    batch_id: int
    payment_ids: tuple[int, ...]
    was: str


@event("aid.payment_released")
@dataclass(frozen=True, kw_only=True)
class PaymentReleased(Event):
    """A returned payment has been given up; its money is free."""

    payment_id: int
    origin: str


@event("aid.payment_recovered")
@dataclass(frozen=True, kw_only=True)
class PaymentRecovered(Event):
    """Money of a paid payment has come back."""

    payment_id: int
    batch_id: int
    amount: Decimal


@event("aid.batch_settled")
@dataclass(frozen=True, kw_only=True)
class BatchSettled(Event):
    """The outcome of everything in a batch is known; its receipts are collected from now on."""

    batch_id: int


@event("aid.receipts_recorded")
@dataclass(frozen=True, kw_only=True)
class ReceiptsRecorded(Event):
    """So many payments of a batch have their receipt."""

    batch_id: int
    number: int


@event("aid.receipt_withdrawn")
@dataclass(frozen=True, kw_only=True)
class ReceiptWithdrawn(Event):
    """A receipt does not count; a complete batch waits for receipts again."""

    receipt_id: int
    payment_id: int
    batch_id: int


@event("aid.batch_completed")
@dataclass(frozen=True, kw_only=True)
class BatchCompleted(Event):
    """The last receipt of a batch is in."""

    batch_id: int


@event("aid.receipts_overdue")
@dataclass(frozen=True, kw_only=True)
class ReceiptsOverdue(Event):
    """The days for a batch's receipts are over, and some are missing. Told once for a batch."""

    batch_id: int
    missing: int


@event("aid.batch_archived")
@dataclass(frozen=True, kw_only=True)
class BatchArchived(Event):
    """A batch has been put away for good, with so many receipts missing."""

    batch_id: int
    missing: int
