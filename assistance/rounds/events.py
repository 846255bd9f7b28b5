from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("rounds.duty_missed")
@dataclass(frozen=True, kw_only=True)
class DutyMissed(Event):
    """A slot ended without the visits that were due in it. `slot` is its first day.

    A pairing group's agency missed it, or (`pair_id`) the cadre of a family.
    """

    missed_id: int
    group_id: int | None
    pair_id: int | None
    agency_id: int
    duty: str
    slot: date


@event("rounds.round_planned")
@dataclass(frozen=True, kw_only=True)
class RoundPlanned(Event):
    """A leader's round has been planned."""

    round_id: int
    starts_on: date
    ends_on: date


@event("rounds.stop_visited")
@dataclass(frozen=True, kw_only=True)
class StopVisited(Event):
    """A visit on record fulfils a stop of a round."""

    round_id: int
    stop_id: int
    visit_id: int


@event("rounds.round_done")
@dataclass(frozen=True, kw_only=True)
class RoundDone(Event):
    """A round is over: every stop was visited, or skipped with a reason."""

    round_id: int
    visited: int
    skipped: int
