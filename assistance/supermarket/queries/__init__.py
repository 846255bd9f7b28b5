"""Reads of the supermarket worth a name."""

from assistance.supermarket.queries.cards import (
    Limits,
    holder_of,
    item_limits,
    latest_of,
    limits_of,
    locked_card,
    locked_card_of_key,
    rule_of,
    visits_in_month,
    visits_of_files,
    with_holder,
)
from assistance.supermarket.queries.issues import (
    Book,
    GoodsLine,
    book_of,
    families_of_year,
    families_served,
    in_lists,
    issue_of_key,
    issued_between,
    open_differences,
)

__all__ = [
    "Book",
    "GoodsLine",
    "Limits",
    "book_of",
    "families_of_year",
    "families_served",
    "holder_of",
    "in_lists",
    "issue_of_key",
    "issued_between",
    "item_limits",
    "latest_of",
    "limits_of",
    "locked_card",
    "locked_card_of_key",
    "open_differences",
    "rule_of",
    "visits_in_month",
    "visits_of_files",
    "with_holder",
]
