"""Shapes of the API. Amounts travel as strings; families by the number of their file only."""

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Schema


class OrganisationOut(Schema):
    id: int
    name: str


class KindOut(Schema):
    code: str
    label: str
    slogan: str
    aid_type: str
    season: str
    limit_rule: str
    needs_file: bool
    checklist: list[str]


class CampaignOut(Schema):
    """A campaign as a list shows it. It needs `queries.with_progress`."""

    id: int
    kind: str
    name: str
    year: int
    theme: str
    organiser: OrganisationOut
    source_id: int
    starts_on: date
    ends_on: date
    state: str
    budget: Decimal
    planned: Decimal
    paid: Decimal
    target_count: int
    reached_count: int


class ShareOut(Schema):
    unit_id: int
    unit: str
    targets: int
    reached: int
    households: int
    planned: Decimal
    paid: Decimal


class ProgressOut(Schema):
    budget: Decimal
    planned: Decimal
    paid: Decimal
    left: Decimal
    targets: int
    reached: int
    households: int
    units: list[ShareOut]


class TargetOut(Schema):
    id: int
    file_id: int | None
    file_no: str
    link_point: OrganisationOut
    payment_id: int
    amount: Decimal
    reason: str
    given_on: date
    state: str

    @staticmethod
    def resolve_file_no(target: Any) -> str:
        return target.file.file_no if target.file else ""

    @staticmethod
    def resolve_amount(target: Any) -> Decimal:
        return Decimal(target.payment.amount)

    @staticmethod
    def resolve_reason(target: Any) -> str:
        return str(target.payment.reason)

    @staticmethod
    def resolve_given_on(target: Any) -> date:
        return target.payment.given_on  # type: ignore[no-any-return]

    @staticmethod
    def resolve_state(target: Any) -> str:
        return str(target.payment.state)


class CampaignIn(Schema):
    kind: str
    name: str
    year: int
    theme: str = ""
    organiser_id: int
    source_id: int
    starts_on: date
    ends_on: date
    budget: str


class TargetIn(Schema):
    file_id: int
    amount: str
    reason: str
    given_on: date


class CampaignFilter(Schema):
    state: str = ""
    kind: str = ""
    year: int | None = None
