from assistance.reviews.queries.bulk import (
    counted,
    locked_run,
    next_items,
    refusals_of,
    states_of,
    units_of,
    verdicts,
)
from assistance.reviews.queries.lists import COUNTED_TO, CountedList, counted_lists
from assistance.reviews.queries.local import by_values, divisions_of_units, in_divisions, rule_for
from assistance.reviews.queries.rates import Figure, Part, rate_of, rates
from assistance.reviews.queries.reviews import (
    had_in_hand,
    handled_by,
    locked_family,
    locked_proposal,
    locked_review,
    proposals_in_lists,
    reviewers_for,
    reviews_in_lists,
    round_progress,
)

__all__ = [
    "COUNTED_TO",
    "CountedList",
    "Figure",
    "Part",
    "by_values",
    "counted",
    "counted_lists",
    "divisions_of_units",
    "had_in_hand",
    "handled_by",
    "in_divisions",
    "locked_family",
    "locked_proposal",
    "locked_review",
    "locked_run",
    "next_items",
    "proposals_in_lists",
    "rate_of",
    "rates",
    "refusals_of",
    "reviewers_for",
    "reviews_in_lists",
    "round_progress",
    "rule_for",
    "states_of",
    "units_of",
    "verdicts",
]
