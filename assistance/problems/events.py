from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("problems.problem_raised")
@dataclass(frozen=True, kw_only=True)
class ProblemRaised(Event):
    """A problem of an enterprise has been collected: by staff, from a visit or by its own card."""

    problem_id: int
    link_point_id: int
    category: str
    raised_on: date


@event("problems.problem_registered")
@dataclass(frozen=True, kw_only=True)
class ProblemRegistered(Event):
    """The office has taken a problem in and given it a number."""

    problem_id: int
    link_point_id: int
    registered_on: date


@event("problems.problem_refused")
@dataclass(frozen=True, kw_only=True)
class ProblemRefused(Event):
    """The office will not take a problem in, and says why."""

    problem_id: int
    link_point_id: int
    refused_on: date


@event("problems.problem_dispatched")
@dataclass(frozen=True, kw_only=True)
class ProblemDispatched(Event):
    """A problem has been given to an agency, as a task with a day by which it is due."""

    problem_id: int
    link_point_id: int
    task_id: int
    agency_id: int
    due_on: date


@event("problems.problem_returned")
@dataclass(frozen=True, kw_only=True)
class ProblemReturned(Event):
    """A problem is back with the office: its agency returned it, or the office took it back."""

    problem_id: int
    link_point_id: int
    agency_id: int


@event("problems.problem_answered")
@dataclass(frozen=True, kw_only=True)
class ProblemAnswered(Event):
    """The agency has done its task: the answer waits for the enterprise's word."""

    problem_id: int
    link_point_id: int
    agency_id: int
    answered_on: date
    turn: int


@event("problems.problem_sent_back")
@dataclass(frozen=True, kw_only=True)
class ProblemSentBack(Event):
    """The enterprise is not satisfied: the agency goes on. Twice, and a leader looks at it."""

    problem_id: int
    link_point_id: int
    agency_id: int
    turn: int
    for_leader: bool


@event("problems.problem_confirmed")
@dataclass(frozen=True, kw_only=True)
class ProblemConfirmed(Event):
    """The enterprise is satisfied, or by and large so."""

    problem_id: int
    link_point_id: int
    agency_id: int
    opinion: str
    confirmed_on: date


@event("problems.problem_closed")
@dataclass(frozen=True, kw_only=True)
class ProblemClosed(Event):
    """A problem has been struck off the list: confirmed by the enterprise, or after its silence."""

    problem_id: int
    link_point_id: int
    agency_id: int
    closed_on: date
    confirmed: bool
