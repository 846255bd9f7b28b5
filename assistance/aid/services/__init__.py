"""Plan aid; batch, check, approve and pay it; settle each payment; keep the register."""

from assistance.aid.services.batches import (
    approve_batch,
    check_batch,
    make_batch,
    pay_batch,
    reject_batch,
)
from assistance.aid.services.payments import plan_payment, settle_payment, void_payment
from assistance.aid.services.register import write_line

__all__ = [
    "approve_batch",
    "check_batch",
    "make_batch",
    "pay_batch",
    "plan_payment",
    "reject_batch",
    "settle_payment",
    "void_payment",
    "write_line",
]
