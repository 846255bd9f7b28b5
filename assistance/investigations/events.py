from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("investigations.recorded")
@dataclass(frozen=True, kw_only=True)
class InvestigationRecorded(Event):
    """A family's home has been looked at; `conclusion` is true, mostly or false."""

    investigation_id: int
    file_id: int
    purpose: str
    conclusion: str
    visited_on: date


@event("investigations.withdrawn")
@dataclass(frozen=True, kw_only=True)
class InvestigationWithdrawn(Event):
    """A record of a home investigation no longer counts."""

    investigation_id: int
    file_id: int
