"""Balances, statements and trial balances; the chain of a book; whether the ledger agrees with itself."""

from assistance.funds.queries.balances import (
    Balances,
    Booked,
    Statement,
    StatementLine,
    TrialBalance,
    balances_by_source,
    balances_of,
    booked,
    life_of,
    locked_accounts,
    number_of_lines,
    statement,
    trial_balance,
    with_balances,
)
from assistance.funds.queries.books import Book, Place, books, books_of, place_of
from assistance.funds.queries.chain import (
    SealedFacts,
    books_that_wait,
    end_of_chain,
    lock_book,
    sealed_facts,
    unsealed_facts,
)
from assistance.funds.queries.faults import Faults, faults, ledger_is_intact
from assistance.funds.queries.verifying import Verified, verify_book

__all__ = [
    "Balances",
    "Book",
    "Booked",
    "Faults",
    "Place",
    "SealedFacts",
    "Statement",
    "StatementLine",
    "TrialBalance",
    "Verified",
    "balances_by_source",
    "balances_of",
    "booked",
    "books",
    "books_of",
    "books_that_wait",
    "end_of_chain",
    "faults",
    "ledger_is_intact",
    "life_of",
    "lock_book",
    "locked_accounts",
    "number_of_lines",
    "place_of",
    "sealed_facts",
    "statement",
    "trial_balance",
    "unsealed_facts",
    "verify_book",
    "with_balances",
]
