from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("complaints.complaint_received")
@dataclass(frozen=True, kw_only=True)
class ComplaintReceived(Event):
    """Somebody has complained, by the public form or to a member of staff."""

    complaint_id: int
    received_on: date


@event("complaints.complaint_decided")
@dataclass(frozen=True, kw_only=True)
class ComplaintDecided(Event):
    """A complaint has been accepted, or not: `state` is `accepted` or `refused`."""

    complaint_id: int
    state: str


@event("complaints.inquiry_begun")
@dataclass(frozen=True, kw_only=True)
class InquiryBegun(Event):
    """A complaint has a handler who looks into it; turn 1, after a request for review 2 or 3."""

    complaint_id: int
    turn: int
    due_on: date


@event("complaints.complaint_closed")
@dataclass(frozen=True, kw_only=True)
class ComplaintClosed(Event):
    """The answer was checked by another person and may be read; `finding` says what was found."""

    complaint_id: int
    turn: int
    finding: str


@event("complaints.review_asked")
@dataclass(frozen=True, kw_only=True)
class ReviewAsked(Event):
    """Whoever complained asks to have the answer reviewed (复查), in time."""

    complaint_id: int
    turn: int


@event("complaints.complaint_overdue")
@dataclass(frozen=True, kw_only=True)
class ComplaintOverdue(Event):
    """A complaint was not routed, or not settled, by its day. Told once for each day of that kind."""

    complaint_id: int
    due_on: date
