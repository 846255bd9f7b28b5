"""Ask civil affairs about families, take the answers, and let each family go on or explain."""

from assistance.checks.services.answers import (
    explain_hit,
    record_answer,
    reveal_answer,
    settle_answers_before,
    settle_batch,
    settle_request,
)
from assistance.checks.services.batches import (
    make_batch,
    remind_overdue,
    send_batch,
)
from assistance.checks.services.withdrawing import (
    withdraw_for,
    withdraw_people,
    withdraw_request,
)

__all__ = [
    "explain_hit",
    "make_batch",
    "record_answer",
    "remind_overdue",
    "reveal_answer",
    "send_batch",
    "settle_answers_before",
    "settle_batch",
    "settle_request",
    "withdraw_for",
    "withdraw_people",
    "withdraw_request",
]
