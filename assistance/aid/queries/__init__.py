"""Batches and payments, locked or listed; the keys of their money; the register."""

from assistance.aid.queries.batches import (
    Step,
    amount_of,
    batch_steps,
    locked_batch,
    locked_batch_of_payment,
    why_not,
    with_totals,
)
from assistance.aid.queries.payments import (
    PlannedFilter,
    Totals,
    chain_of,
    entry_key_of_batch,
    entry_key_of_payment,
    lines_of_file,
    lines_with_family,
    locked_payments,
    paid_between,
    planned_matching,
    totals_of,
    with_family,
)

__all__ = [
    "PlannedFilter",
    "Step",
    "Totals",
    "amount_of",
    "batch_steps",
    "chain_of",
    "entry_key_of_batch",
    "entry_key_of_payment",
    "lines_of_file",
    "lines_with_family",
    "locked_batch",
    "locked_batch_of_payment",
    "locked_payments",
    "paid_between",
    "planned_matching",
    "totals_of",
    "why_not",
    "with_family",
    "with_totals",
]
