"""Fund sources, their ledger, and the seals that make it checkable."""

from assistance.funds.models.ledger import (
    Account,
    AccountDay,
    DayTotal,
    Entry,
    EntryQuerySet,
    Posting,
)
from assistance.funds.models.seals import Seal, SealedEntry, UnsealedEntry, Verification
from assistance.funds.models.sources import FundSource, SourceQuerySet

__all__ = [
    "Account",
    "AccountDay",
    "DayTotal",
    "Entry",
    "EntryQuerySet",
    "FundSource",
    "Posting",
    "Seal",
    "SealedEntry",
    "SourceQuerySet",
    "UnsealedEntry",
    "Verification",
]
