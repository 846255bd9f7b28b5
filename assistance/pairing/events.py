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


@event("pairing.member_replaced")
@dataclass(frozen=True, kw_only=True)
class MemberReplaced(Event):
    """An agency has left a group and another has taken its place, its open tasks and its view."""

    group_id: int
    link_point_id: int
    leaving_id: int
    successor_id: int
    replaced_on: date


@event("pairing.link_point_closed")
@dataclass(frozen=True, kw_only=True)
class LinkPointClosed(Event):
    """A link point is no longer linked: its groups have ended, its open tasks are cancelled."""

    link_point_id: int
    closed_on: date


@event("pairing.cadre_left")
@dataclass(frozen=True, kw_only=True)
class CadreLeft(Event):
    """A cadre no longer serves. Nobody need have taken over."""

    cadre_id: int
    agency_id: int
    left_on: date
    successor_id: int | None = None


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
    """A task has been given to an agency; one that came back, to this one now."""

    task_id: int
    agency_id: int
    due_on: date


@event("pairing.task_accepted")
@dataclass(frozen=True, kw_only=True)
class TaskAccepted(Event):
    """An agency has taken up its task."""

    task_id: int
    agency_id: int


@event("pairing.task_returned")
@dataclass(frozen=True, kw_only=True)
class TaskReturned(Event):
    """An agency has given a task back to whoever gave it, with a reason."""

    task_id: int
    agency_id: int


@event("pairing.task_postponed")
@dataclass(frozen=True, kw_only=True)
class TaskPostponed(Event):
    """A later day has been granted for a task."""

    task_id: int
    agency_id: int
    due_on: date


@event("pairing.task_escalated")
@dataclass(frozen=True, kw_only=True)
class TaskEscalated(Event):
    """An open task is pressed harder: 1 reminder, 2 yellow, 3 red, 4 told to the leader."""

    task_id: int
    agency_id: int
    level: int


@event("pairing.task_completed")
@dataclass(frozen=True, kw_only=True)
class TaskCompleted(Event):
    """An agency has done its task."""

    task_id: int
    agency_id: int
    done_on: date


@event("pairing.task_sent_back")
@dataclass(frozen=True, kw_only=True)
class TaskSentBack(Event):
    """A task that was reported as done has to be done better."""

    task_id: int
    agency_id: int


@event("pairing.task_verified")
@dataclass(frozen=True, kw_only=True)
class TaskVerified(Event):
    """Another person has confirmed that a task is done."""

    task_id: int
    agency_id: int


@event("pairing.task_cancelled")
@dataclass(frozen=True, kw_only=True)
class TaskCancelled(Event):
    """A task need not be done any more."""

    task_id: int
    agency_id: int
