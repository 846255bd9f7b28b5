from datetime import date
from decimal import Decimal

from ninja import Schema


class SchemeOut(Schema):
    id: int
    year: int
    version: int
    title: str
    state: str
    full_marks: Decimal
    self_score_from: date
    self_score_until: date
    appeal_until: date | None
    confirmed_on: date | None


class SheetOut(Schema):
    id: int
    scheme_id: int
    agency_id: int
    state: str
    self_total: Decimal | None
    computed_total: Decimal | None
    office_shown: Decimal | None
    final_total: Decimal | None


class PlaceOut(Schema):
    place: int
    agency_id: int
    agency: str
    total: Decimal
    grade: str
