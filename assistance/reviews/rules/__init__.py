from assistance.reviews.rules.rates import RATES, Rate, share_of, wilson
from assistance.reviews.rules.reviewing import (
    CAUSES,
    PROPOSED,
    RESULTS,
    check_decidable,
    check_done_on,
    check_finding,
    check_proposal,
    check_result,
    check_review_open,
    check_reviewer,
    months_before,
)
from assistance.reviews.rules.sampling import check_sample, population_hash, sample

__all__ = [
    "CAUSES",
    "PROPOSED",
    "RATES",
    "RESULTS",
    "Rate",
    "check_decidable",
    "check_done_on",
    "check_finding",
    "check_proposal",
    "check_result",
    "check_review_open",
    "check_reviewer",
    "check_sample",
    "months_before",
    "population_hash",
    "sample",
    "share_of",
    "wilson",
]
