"""Shapes of the API. Names and numbers of people go out masked; amounts travel as strings."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ninja import Schema

from assistance.households import queries
from assistance.households.models import HardshipFile
from ground.kernel import identifiers


class UnitOut(Schema):
    id: int
    name: str


class FileOut(Schema):
    """A file as a list shows it. It needs `queries.with_holder`."""

    id: int
    file_no: str
    unit: UnitOut
    holder: str
    category: str
    tier: str
    primary_cause: str
    state: str
    member_count: int
    opened_on: date
    notice_ends_on: date | None
    approved_on: date | None

    @staticmethod
    def resolve_holder(file: Any) -> str:
        return identifiers.masked_name(file.holder_name or "")


class MemberOut(Schema):
    id: int
    relation: str
    name: str
    id_no: str

    @staticmethod
    def resolve_name(member: Any) -> str:
        return identifiers.masked_name(member.name)

    @staticmethod
    def resolve_id_no(member: Any) -> str:
        return identifiers.masked_id(member.id_no)


class StepOut(Schema):
    kind: str
    on: date
    by: str
    opinion: str
    investigators: str

    @staticmethod
    def resolve_by(step: Any) -> str:
        return str(step.by) if step.by else ""


class FileDetailOut(FileOut):
    situation: str
    annual_income: Decimal | None
    rigid_expenses: Decimal | None
    net_monthly_income: Decimal | None
    income_formula: str
    suggested_category: str
    mobile: str
    has_address: bool
    members: list[MemberOut]
    steps: list[StepOut]
    actions: list[str]

    @staticmethod
    def resolve_net_monthly_income(file: HardshipFile) -> Decimal | None:
        income = queries.income_of(file)
        return income.net if income else None

    @staticmethod
    def resolve_income_formula(file: HardshipFile) -> str:
        income = queries.income_of(file)
        return income.formula if income else ""

    @staticmethod
    def resolve_suggested_category(file: HardshipFile) -> str:
        income = queries.income_of(file)
        return income.category if income else ""

    @staticmethod
    def resolve_mobile(file: HardshipFile) -> str:
        return identifiers.masked_mobile(file.mobile)

    @staticmethod
    def resolve_has_address(file: HardshipFile) -> bool:
        return bool(file.address)

    @staticmethod
    def resolve_members(file: HardshipFile) -> list[Any]:
        return list(file.members.all())

    @staticmethod
    def resolve_steps(file: HardshipFile) -> list[Any]:
        return list(file.steps.select_related("by"))


class FileIn(Schema):
    unit_id: int
    holder_name: str
    id_no: str = ""
    mobile: str = ""
    address: str = ""
    situation: str = ""


class MemberIn(Schema):
    relation: str
    name: str
    id_no: str = ""


class CompleteIn(Schema):
    """What the form holds. Empty mobile, address and ID numbers leave what is there."""

    category: str = ""
    tier: str = ""
    primary_cause: str = ""
    situation: str = ""
    annual_income: str | None = None
    rigid_expenses: str | None = None
    members: list[MemberIn] = []
    mobile: str = ""
    address: str = ""
    holder_id_no: str = ""


class OpinionIn(Schema):
    opinion: str = ""


class InvestigationIn(Schema):
    investigators: list[str]
    opinion: str = ""


class ReasonIn(Schema):
    reason: str


class SearchIn(Schema):
    """By the whole ID number of a member, or by the beginning of the holder's name."""

    holder_name: str = ""
    id_no: str = ""


class RevealIn(Schema):
    field: Literal["id_no", "mobile", "address"]
    reason: str
    member_id: int | None = None


class RevealOut(Schema):
    value: str


class NoticeOut(Schema):
    """All that a public notice may show."""

    name: str
    unit: str
    category: str
    first_day: date
    last_day: date
    days: int


class FileFilter(Schema):
    state: str = ""
    category: str = ""
    unit_id: int | None = None
    year: int | None = None
    file_no: str = ""


class PairOut(Schema):
    """A cadre's time with a family, masked. It needs `queries.pairs_in_lists`."""

    id: int
    file_id: int
    holder: str
    unit_id: int
    cadre_id: int
    cadre: str
    agency_id: int
    from_on: date
    to_on: date | None
    reason_of_change: str
    successor_id: int | None
    last_visited_on: date | None

    @staticmethod
    def resolve_holder(pair: Any) -> str:
        return identifiers.masked_name(pair.holder_name or "")

    @staticmethod
    def resolve_unit_id(pair: Any) -> int:
        return int(pair.file.unit_id)

    @staticmethod
    def resolve_cadre(pair: Any) -> str:
        return str(pair.cadre.name)

    @staticmethod
    def resolve_agency_id(pair: Any) -> int:
        return int(pair.cadre.agency_id)


class HelperIn(Schema):
    cadre_id: int
    from_on: date


class ReplaceIn(Schema):
    cadre_id: int
    on: date
    reason: str


class EndPairIn(Schema):
    on: date
    reason: str


class MaskedFamilyOut(Schema):
    """What a phone may keep of a family."""

    pair: int
    name: str
    cadre: str
    agency: int
    link_point: int
    last_visited_on: date | None


class OfflineOut(Schema):
    families: list[MaskedFamilyOut]


class HomeVisitIn(Schema):
    key: UUID
    visited_on: date
    situation: str
    note: str = ""
    kind: Literal["routine", "condolence"] = "routine"
    visitors: str = ""
    condolence_cash: Decimal = Decimal(0)
    also_pair_ids: list[int] = []


class HomeVisitedOut(Schema):
    visit_id: int
    pair_id: int
