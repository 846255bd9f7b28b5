from dataclasses import dataclass
from uuid import UUID

from ground.events import Event, event


@event("jobs.job_asked")
@dataclass(frozen=True, kw_only=True)
class JobAsked(Event):
    """Somebody has asked for work that takes longer than a page may."""

    job_key: UUID
    kind: str


@event("jobs.job_ended")
@dataclass(frozen=True, kw_only=True)
class JobEnded(Event):
    """A job is done, has failed, or was cancelled."""

    job_key: UUID
    kind: str
    state: str
