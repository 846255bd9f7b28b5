"""Love cards, what they may buy, what went over the counter."""

from assistance.supermarket.models.cards import (
    CardKind,
    CardRule,
    ItemLimit,
    LoveCard,
    LoveCardQuerySet,
    Span,
)
from assistance.supermarket.models.issues import (
    CardEntry,
    Difference,
    DifferenceQuerySet,
    GoodsIssueQuerySet,
    Issue,
    IssueLine,
    IssueReversal,
)

__all__ = [
    "CardEntry",
    "CardKind",
    "CardRule",
    "Difference",
    "DifferenceQuerySet",
    "GoodsIssueQuerySet",
    "Issue",
    "IssueLine",
    "IssueReversal",
    "ItemLimit",
    "LoveCard",
    "LoveCardQuerySet",
    "Span",
]
