from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("households.file_opened")
@dataclass(frozen=True, kw_only=True)
class FileOpened(Event):
    """A file has been opened for a family, from a clue or by application."""

    file_id: int
    unit_id: int
    opened_on: date


@event("households.files_imported")
@dataclass(frozen=True, kw_only=True)
class FilesImported(Event):
    """Families of an old ledger have come in; each waits for its acknowledgement."""

    batch_id: int
    unit_id: int
    files: int


@event("households.file_moved")
@dataclass(frozen=True, kw_only=True)
class FileMoved(Event):
    """A file has taken a step on its way: submitted, reviewed, investigated, checked, noticed …"""

    file_id: int
    step: str
    state: str
    on: date


@event("households.file_approved")
@dataclass(frozen=True, kw_only=True)
class FileApproved(Event):
    """A file has been approved: the family may be aided."""

    file_id: int
    unit_id: int
    category: str
    approved_on: date


@event("households.consent_withdrawn")
@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A member of a family has taken a consent back; what rests on it ends."""

    consent_id: int
    file_id: int
    purpose: str
    on: date


@event("households.helper_assigned")
@dataclass(frozen=True, kw_only=True)
class HelperAssigned(Event):
    """A cadre has been paired with a family."""

    pair_id: int
    file_id: int
    cadre_id: int
    agency_id: int
    from_on: date


@event("households.helper_ended")
@dataclass(frozen=True, kw_only=True)
class HelperEnded(Event):
    """A cadre is no longer paired with a family; the successor, where there is one, is."""

    pair_id: int
    file_id: int
    cadre_id: int
    to_on: date
    successor_id: int | None


@event("households.home_visited")
@dataclass(frozen=True, kw_only=True)
class HomeVisited(Event):
    """A cadre has been to the home of a family that is paired with them."""

    pair_id: int
    visit_id: int
    visited_on: date


@event("households.route_published")
@dataclass(frozen=True, kw_only=True)
class RoutePublished(Event):
    """A route of gates holds in an area from a day on, for files submitted from then."""

    route_id: int
    division_id: int | None
    valid_from: date
