from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("notices.notice_posted")
@dataclass(frozen=True, kw_only=True)
class NoticePosted(Event):
    """A notice of families hangs on a wall, until the end of its last day."""

    notice_id: int
    organisation_id: int
    families: int
    last_day: date


@event("notices.notice_moved")
@dataclass(frozen=True, kw_only=True)
class NoticeMoved(Event):
    """The working calendar has changed: a notice that hangs ends later than it was printed."""

    notice_id: int
    last_day: date


@event("notices.notice_ended")
@dataclass(frozen=True, kw_only=True)
class NoticeEnded(Event):
    """No family hangs on this notice any more: it has passed, or all of it was taken down."""

    notice_id: int
    state: str
    ended_on: date


@event("notices.objection_raised")
@dataclass(frozen=True, kw_only=True)
class ObjectionRaised(Event):
    """Somebody objects to a family on a notice; late means after the notice's last day."""

    objection_id: int
    notice_id: int
    file_id: int
    is_late: bool


@event("notices.objection_decided")
@dataclass(frozen=True, kw_only=True)
class ObjectionDecided(Event):
    """An objection has been upheld or dismissed, by another person than investigated it."""

    objection_id: int
    notice_id: int
    file_id: int
    decision: str
