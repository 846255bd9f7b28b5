"""Shapes of the API. Names go out masked; sealed texts do not go out but by `reveal`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from ground.kernel.identifiers import masked_name


class PersonIn(Schema):
    name: str = Field(max_length=200)
    user_id: int | None = None


class LineIn(Schema):
    """A declared amount and what the paper says; `seen` where it differs."""

    side: str
    kind: str
    declared: Decimal
    agrees: bool = True
    seen: str | None = None
    proof: str = Field("", max_length=500)


class InvestigationIn(Schema):
    """`photos` and `signatures` are keys of files sent before (`PUT /files/{key}`).

    `signatures` by the index of the investigator, and `family`. `key` is made where it is typed.
    """

    key: UUID
    file_id: int
    purpose: str = "filing"
    visited_on: date
    investigators: list[PersonIn]
    present: str = Field(max_length=2000)
    housing: str = ""
    floor_area: str = ""
    housing_note: str = Field("", max_length=5000)
    living: str
    items: list[LineIn] = []
    conclusion: str
    remark: str = Field("", max_length=5000)
    on_paper: bool = False
    photos: list[UUID] = []
    signatures: dict[str, UUID | None] = {}


class ReasonIn(Schema):
    reason: str


class RevealIn(Schema):
    field: str
    reason: str


class RevealOut(Schema):
    value: str


class InvestigationOut(Schema):
    id: int
    key: UUID
    file_id: int
    file_no: str
    holder: str
    unit: str
    purpose: str
    visited_on: date
    investigators: list[str]
    living: str
    conclusion: str
    passed: bool
    state: str
    recorded_by: str
    recorded_at: datetime
    url: str

    @staticmethod
    def resolve_file_no(one: Any) -> str:
        return str(one.file.file_no)

    @staticmethod
    def resolve_holder(one: Any) -> str:
        return masked_name(one.holder_name or "")

    @staticmethod
    def resolve_unit(one: Any) -> str:
        return str(one.file.unit.name)

    @staticmethod
    def resolve_investigators(one: Any) -> list[str]:
        return [person.name for person in one.investigators.all()]

    @staticmethod
    def resolve_recorded_by(one: Any) -> str:
        return str(one.recorded_by)

    @staticmethod
    def resolve_url(one: Any) -> str:
        return reverse("investigations:investigation", args=[one.pk])


class SeenItemOut(Schema):
    side: str
    kind: str
    declared: Decimal
    agrees: bool
    seen: Decimal | None
    proof: str


class InvestigationPageOut(InvestigationOut):
    housing: str
    floor_area: Decimal | None
    items: list[SeenItemOut]
    photos: int
    on_paper: bool
    withdrawn_why: str

    @staticmethod
    def resolve_items(one: Any) -> list[Any]:
        return list(one.items.all())

    @staticmethod
    def resolve_photos(one: Any) -> int:
        return int(one.photos.count())
