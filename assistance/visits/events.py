from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ground.events import Event, event


@event("visits.visit_recorded")
@dataclass(frozen=True, kw_only=True)
class VisitRecorded(Event):
    """A visit has been put on record, perhaps with condolence cash that was handed over."""

    visit_id: int
    agency_id: int
    link_point_id: int
    visited_on: date
    condolence_cash: Decimal


@event("visits.family_found")
@dataclass(frozen=True, kw_only=True)
class FamilyFound(Event):
    """A visit has come upon a family in hardship."""

    clue_id: int
    visit_id: int
    link_point_id: int
    found_on: date
