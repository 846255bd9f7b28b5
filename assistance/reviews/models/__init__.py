from assistance.reviews.models.bulk import BulkItem, BulkRun
from assistance.reviews.models.proposals import Proposal
from assistance.reviews.models.reviews import Review, ReviewQuerySet, ReviewRound, UnfiledFamily

__all__ = [
    "BulkItem",
    "BulkRun",
    "Proposal",
    "Review",
    "ReviewQuerySet",
    "ReviewRound",
    "UnfiledFamily",
]
