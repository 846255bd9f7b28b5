"""What is done with reviews, proposals, and families outside the files."""

from assistance.reviews.services.bulk import (
    Difference,
    as_inputs,
    carry_out_batch,
    confirm_bulk,
    finish_bulk,
    preview_bulk,
)
from assistance.reviews.services.opening import draw_sample, open_due_reviews, open_reviews
from assistance.reviews.services.proposing import (
    decide_proposal,
    inform_family,
    propose,
    propose_many,
    withdraw_proposal,
)
from assistance.reviews.services.reviewing import (
    assign_review,
    assign_reviews,
    lapse_reviews,
    record_review,
)
from assistance.reviews.services.unfiled import record_unfiled, verify_unfiled

__all__ = [
    "Difference",
    "as_inputs",
    "assign_review",
    "assign_reviews",
    "carry_out_batch",
    "confirm_bulk",
    "decide_proposal",
    "draw_sample",
    "finish_bulk",
    "inform_family",
    "lapse_reviews",
    "open_due_reviews",
    "open_reviews",
    "preview_bulk",
    "propose",
    "propose_many",
    "record_review",
    "record_unfiled",
    "verify_unfiled",
    "withdraw_proposal",
]
