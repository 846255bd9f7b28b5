from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("reviews.reviews_opened")
@dataclass(frozen=True, kw_only=True)
class ReviewsOpened(Event):
    """Reviews have fallen due, or were drawn: so many of a round."""

    round_id: int
    number: int
    on: date


@event("reviews.review_done")
@dataclass(frozen=True, kw_only=True)
class ReviewDone(Event):
    """A family has been looked at again, with a result."""

    review_id: int
    file_id: int
    result: str
    done_on: date


@event("reviews.proposal_made")
@dataclass(frozen=True, kw_only=True)
class ProposalMade(Event):
    """Somebody proposes that a family leaves the files, or is put into another class."""

    proposal_id: int
    file_id: int
    kind: str


@event("reviews.proposal_decided")
@dataclass(frozen=True, kw_only=True)
class ProposalDecided(Event):
    """Another person has decided about a proposal: `state` is accepted, refused or withdrawn."""

    proposal_id: int
    file_id: int
    state: str


@event("reviews.bulk_done")
@dataclass(frozen=True, kw_only=True)
class BulkDone(Event):
    """A bulk action has gone through all files of its preview."""

    run_id: int
    done: int
    refused: int
