from dataclasses import dataclass
from decimal import Decimal

from ground.events import Event, event


@event("applications.application_recommended")
@dataclass(frozen=True, kw_only=True)
class ApplicationRecommended(Event):
    """An application is complete and waits for the centre, with what the standards propose."""

    application_id: int
    file_id: int | None
    aid_type: str


@event("applications.application_reviewed")
@dataclass(frozen=True, kw_only=True)
class ApplicationReviewed(Event):
    """The centre has looked through an application; it waits for the decision."""

    application_id: int


@event("applications.application_returned")
@dataclass(frozen=True, kw_only=True)
class ApplicationReturned(Event):
    """An application went back to whoever made it, to be completed."""

    application_id: int


@event("applications.application_approved")
@dataclass(frozen=True, kw_only=True)
class ApplicationApproved(Event):
    """Aid was granted; its payment is planned in the same moment."""

    application_id: int
    file_id: int | None
    aid_type: str
    amount: Decimal


@event("applications.application_rejected")
@dataclass(frozen=True, kw_only=True)
class ApplicationRejected(Event):
    """Aid was not granted."""

    application_id: int


@event("applications.application_withdrawn")
@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    """An application was taken back before it was decided."""

    application_id: int


@event("applications.application_lapsed")
@dataclass(frozen=True, kw_only=True)
class ApplicationLapsed(Event):
    """The payment of a granted application was given up: the item may be applied for again."""

    application_id: int
