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
    """A batch has been put together and waits for finance."""

    batch_id: int
    amount: Decimal


@event("aid.batch_approved")
@dataclass(frozen=True, kw_only=True)
class BatchApproved(Event):
    """A batch has been approved; its money is reserved."""

    batch_id: int
    amount: Decimal


@event("aid.payment_ordered")
@dataclass(frozen=True, kw_only=True)
class PaymentOrdered(Event):
    """Finance has released a payment: it is to be booked as paid."""

    payment_id: int
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
