from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ground.events import Event, event


@event("aid.payment_planned")
@dataclass(frozen=True, kw_only=True)
class PaymentPlanned(Event):
    """Aid is to be given, once a batch with it is approved."""

    payment_id: int
    link_point_id: int
    origin: str
    amount: Decimal


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


@event("aid.payment_paid")
@dataclass(frozen=True, kw_only=True)
class PaymentPaid(Event):
    """A payment has been booked: the money has left the fund."""

    payment_id: int
    batch_id: int
    link_point_id: int
    origin: str
    amount: Decimal
    given_on: date


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


@event("aid.payment_returned")
@dataclass(frozen=True, kw_only=True)
class PaymentReturned(Event):
    """The bank has returned a payment: its money is set aside again, until it is given out or given up."""

    payment_id: int
    batch_id: int
    amount: Decimal


@event("aid.payment_undone")
@dataclass(frozen=True, kw_only=True)
class PaymentUndone(Event):
    """What was told of a payment has been taken back: it is in transit again. `was`: its state before."""

    payment_id: int
    batch_id: int
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
