"""Reads worth a name, and the locks."""

from assistance.rounds.queries.coverage import (
    Cell,
    agency_coverage,
    area_coverage,
    linked_points,
    points_with_last_visit,
)
from assistance.rounds.queries.dues import (
    Tally,
    duties,
    duties_by_agency,
    duties_in_force,
    missed_and_not_noted,
    missed_but_done,
    tally,
    visits_behind,
)
from assistance.rounds.queries.tours import (
    leaders_not_gone,
    locked_round,
    locked_stop,
    locked_stops_of,
    rounds_in_lists,
    stops_in_order,
)

__all__ = [
    "Cell",
    "Tally",
    "agency_coverage",
    "area_coverage",
    "duties",
    "duties_by_agency",
    "duties_in_force",
    "leaders_not_gone",
    "linked_points",
    "locked_round",
    "locked_stop",
    "locked_stops_of",
    "missed_and_not_noted",
    "missed_but_done",
    "points_with_last_visit",
    "rounds_in_lists",
    "stops_in_order",
    "tally",
    "visits_behind",
]
