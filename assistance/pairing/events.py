from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("pairing.group_approved")
@dataclass(frozen=True, kw_only=True)
class GroupApproved(Event):
    """A pairing group has been approved and begins to work."""

    group_id: int
    link_point_id: int
    year: int


@event("pairing.group_ended")
@dataclass(frozen=True, kw_only=True)
class GroupEnded(Event):
    """A pairing group has ended: its agencies no longer see the link point through it."""

    group_id: int
    link_point_id: int
    ended_on: date


@event("pairing.meeting_held")
@dataclass(frozen=True, kw_only=True)
class MeetingHeld(Event):
    """The agencies of a group have met."""

    meeting_id: int
    group_id: int
    held_on: date


@event("pairing.task_assigned")
@dataclass(frozen=True, kw_only=True)
class TaskAssigned(Event):
    """A task has been given to an agency."""

    task_id: int
    agency_id: int
    due_on: date


@event("pairing.task_overdue")
@dataclass(frozen=True, kw_only=True)
class TaskOverdue(Event):
    """A task was not done by the day on which it was due."""

    task_id: int
    agency_id: int


@event("pairing.task_completed")
@dataclass(frozen=True, kw_only=True)
class TaskCompleted(Event):
    """An agency has done its task."""

    task_id: int
    agency_id: int
    done_on: date
