"""Batches with their approvals, payments with their payees, and the register."""

from assistance.aid.models.approvals import (
    ApprovalLevel,
    BatchNotice,
    NoticeRule,
    RequiredApproval,
    Vote,
)
from assistance.aid.models.batches import Batch, BatchQuerySet
from assistance.aid.models.payees import Payee
from assistance.aid.models.payments import AidType, Payment, PaymentQuerySet, Recovery
from assistance.aid.models.register import RegisterLine, RegisterQuerySet

__all__ = [
    "AidType",
    "ApprovalLevel",
    "Batch",
    "BatchNotice",
    "BatchQuerySet",
    "NoticeRule",
    "Payee",
    "Payment",
    "PaymentQuerySet",
    "Recovery",
    "RegisterLine",
    "RegisterQuerySet",
    "RequiredApproval",
    "Vote",
]
