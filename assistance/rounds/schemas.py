from datetime import date, time
from typing import Any

from ninja import Schema
from pydantic import Field

from assistance.rounds import rules
from assistance.rounds.models import Due, LeaderRound


class OrganisationOut(Schema):
    id: int
    name: str


class DueOut(Schema):
    """Visits owed in one slot, and how many counted."""

    key: str
    who: str
    who_label: str
    slot: str
    first_on: date
    last_on: date
    group_id: int | None
    pair_id: int | None
    agency: OrganisationOut
    link_point: OrganisationOut
    owed: int
    done: int
    missing: int

    @staticmethod
    def resolve_who_label(due: Due) -> Any:
        return due.get_who_display()

    @staticmethod
    def resolve_slot(due: Due) -> str:
        return rules.slot_label(due.first_on, due.every)


class TallyOut(Schema):
    agency_id: int
    owed: int
    done: int
    missing: int
    late: int


class StopOut(Schema):
    id: int
    link_point: OrganisationOut
    planned_on: date
    planned_at: time | None
    to_see: str
    state: str
    visit_id: int | None
    skip_reason: str


class TourOut(Schema):
    id: int
    theme: str
    leader_name: str
    starts_on: date
    ends_on: date
    organiser: OrganisationOut
    accompanying: str
    state: str


class TourPageOut(TourOut):
    stops: list[StopOut]

    @staticmethod
    def resolve_stops(tour: LeaderRound) -> Any:
        return list(tour.stops.select_related("link_point").order_by("planned_on", "place", "pk"))


class StopIn(Schema):
    link_point_id: int
    planned_on: date
    planned_at: time | None = None
    to_see: str = Field("", max_length=200)
    contact: str = Field("", max_length=40)
    contact_phone: str = ""


class TourIn(Schema):
    organiser_id: int
    theme: str = Field(max_length=60)
    leader_name: str = Field(max_length=60)
    starts_on: date
    ends_on: date
    accompanying: str = Field("", max_length=200)
    gathers_at: str = Field("", max_length=100)
    stops: list[StopIn] = Field(max_length=rules.MOST_STOPS)


class ReasonIn(Schema):
    reason: str
