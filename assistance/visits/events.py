from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ground.events import Event, event


@event("visits.visit_recorded")
@dataclass(frozen=True, kw_only=True)
class VisitRecorded(Event):
    """A visit has been put on record, perhaps with condolence cash or goods that were handed over."""

    visit_id: int
    agency_id: int
    link_point_id: int
    visited_on: date
    condolence_cash: Decimal
    goods_value: Decimal = Decimal(0)


@event("visits.visit_corrected")
@dataclass(frozen=True, kw_only=True)
class VisitCorrected(Event):
    """A visit has a new wording: corrected by its recorder, or merged with a colleague's record.

    Cash and goods are those that came newly to a visit that had none.
    """

    visit_id: int
    version: int
    condolence_cash: Decimal = Decimal(0)
    goods_value: Decimal = Decimal(0)


@event("visits.visit_returned")
@dataclass(frozen=True, kw_only=True)
class VisitReturned(Event):
    """The office has sent a visit back to be corrected."""

    visit_id: int
    agency_id: int


@event("visits.need_told")
@dataclass(frozen=True, kw_only=True)
class NeedTold(Event):
    """On a visit somebody asked for something: `VisitNeed` with this `index` says what."""

    visit_id: int
    link_point_id: int
    category: str
    index: int
    told_on: date


@event("visits.family_found")
@dataclass(frozen=True, kw_only=True)
class FamilyFound(Event):
    """A visit has come upon a family in hardship."""

    clue_id: int
    visit_id: int
    link_point_id: int
    found_on: date


@event("visits.old_visits_imported")
@dataclass(frozen=True, kw_only=True)
class OldVisitsImported(Event):
    """Visits of the time before this system have come in by a workbook; nothing follows from them."""

    batch_id: int
    visits: int
