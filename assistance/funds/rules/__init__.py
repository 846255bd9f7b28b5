"""What funds allow, in plain values. Amounts are yuan with two places."""

from assistance.funds.rules.ledger import (
    FIRST_YEAR,
    LAST_YEAR,
    SUMMARY_LENGTH,
    Line,
    Move,
    amount_to_book,
    check_day,
    check_enough,
    check_keys,
    check_length,
    check_total,
    check_year,
    summary_to_book,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "SUMMARY_LENGTH",
    "Line",
    "Move",
    "amount_to_book",
    "check_day",
    "check_enough",
    "check_keys",
    "check_length",
    "check_total",
    "check_year",
    "summary_to_book",
]
