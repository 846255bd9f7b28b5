from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("rights.request_received")
@dataclass(frozen=True, kw_only=True)
class RequestReceived(Event):
    """Somebody asks to see, correct or have deleted what is kept about them."""

    request_id: int
    file_id: int
    kind: str
    due_on: date


@event("rights.request_answered")
@dataclass(frozen=True, kw_only=True)
class RequestAnswered(Event):
    """A request has been granted or refused."""

    request_id: int
    file_id: int
    granted: bool


@event("rights.file_stored_only")
@dataclass(frozen=True, kw_only=True)
class FileStoredOnly(Event):
    """A file that has ended is kept, and used for nothing else any more."""

    file_id: int
    on: date


@event("rights.files_destroyed")
@dataclass(frozen=True, kw_only=True)
class FilesDestroyed(Event):
    """What was kept about the families of a list has been destroyed."""

    disposal_id: int
    files: int
