"""Love cards, what they may buy, what went over the counter."""

from assistance.supermarket.models.cards import (
    CardKind,
    CardQuerySet,
    CardRule,
    ItemLimit,
    LoveCard,
    Span,
)
from assistance.supermarket.models.issues import (
    CardEntry,
    Difference,
    DifferenceQuerySet,
    Issue,
    IssueLine,
    IssueQuerySet,
    IssueReversal,
)

__all__ = [
    "CardEntry",
    "CardKind",
    "CardQuerySet",
    "CardRule",
    "Difference",
    "DifferenceQuerySet",
    "Issue",
    "IssueLine",
    "IssueQuerySet",
    "IssueReversal",
    "ItemLimit",
    "LoveCard",
    "Span",
]
