"""Batches with their approvals, payments with their payees and receipts, and the register."""

from assistance.aid.models.approvals import (
    ApprovalLevel,
    BatchNotice,
    NoticeRule,
    RequiredApproval,
    Vote,
)
from assistance.aid.models.batches import Batch, BatchQuerySet
from assistance.aid.models.payees import Beneficiary, Payee
from assistance.aid.models.payments import AidType, Payment, PaymentQuerySet, Recovery
from assistance.aid.models.problems import BatchProblem
from assistance.aid.models.receipts import (
    PaperQuerySet,
    Receipt,
    ReceiptPaper,
    ReceiptPicture,
    ReceiptQuerySet,
    ReceiptWithdrawal,
)
from assistance.aid.models.register import RegisterLine, RegisterQuerySet

__all__ = [
    "AidType",
    "ApprovalLevel",
    "Batch",
    "BatchNotice",
    "BatchProblem",
    "BatchQuerySet",
    "Beneficiary",
    "NoticeRule",
    "PaperQuerySet",
    "Payee",
    "Payment",
    "PaymentQuerySet",
    "Receipt",
    "ReceiptPaper",
    "ReceiptPicture",
    "ReceiptQuerySet",
    "ReceiptWithdrawal",
    "Recovery",
    "RegisterLine",
    "RegisterQuerySet",
    "RequiredApproval",
    "Vote",
]
