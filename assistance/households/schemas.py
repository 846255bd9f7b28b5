"""Shapes of the API. Names and numbers of people go out masked; amounts travel as strings."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ninja import Schema

from assistance.households import queries
from assistance.households.models import HardshipFile
from ground.kernel import clock, identifiers


class UnitOut(Schema):
    id: int
    name: str


class FileOut(Schema):
    """A file as a list shows it. It needs `queries.with_holder`."""

    id: int
    file_no: str
    former_no: str
    unit: UnitOut
    holder: str
    category: str
    tier: str
    primary_cause: str
    state: str
    gate: str | None
    gate_state: str
    member_count: int
    opened_on: date
    notice_ends_on: date | None
    approved_on: date | None

    @staticmethod
    def resolve_gate(file: Any) -> str | None:
        """The kind of the gate at which the file stands."""
        return file.gate.kind if file.gate else None

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
    people: str
    gate: str

    @staticmethod
    def resolve_gate(step: Any) -> str:
        return step.gate.label if step.gate else ""

    @staticmethod
    def resolve_by(step: Any) -> str:
        return str(step.by) if step.by else ""


class SentenceOut(Schema):
    """What one criterion says of the family; of an exclusion `holds` means that it excludes."""

    criterion_code: str
    holds: bool | None
    text: str
    source: str


class RecommendationOut(Schema):
    """What the rules in force recommend; a person decides."""

    outcome: str
    ruleset_id: int | None
    unknown: list[str]
    sentences: list[SentenceOut]


class FileDetailOut(FileOut):
    has_situation: bool
    annual_income: Decimal | None
    rigid_expenses: Decimal | None
    recommendation: RecommendationOut
    mobile: str
    has_address: bool
    members: list[MemberOut]
    steps: list[StepOut]
    actions: list[str]

    @staticmethod
    def resolve_recommendation(file: HardshipFile) -> Any:
        return queries.verdict_of(file, on=clock.today())

    @staticmethod
    def resolve_mobile(file: HardshipFile) -> str:
        return identifiers.masked_mobile(file.mobile)

    @staticmethod
    def resolve_has_situation(file: HardshipFile) -> bool:
        return bool(file.situation)

    @staticmethod
    def resolve_has_address(file: HardshipFile) -> bool:
        return bool(file.address)

    @staticmethod
    def resolve_members(file: HardshipFile) -> list[Any]:
        return list(file.members.all())

    @staticmethod
    def resolve_steps(file: HardshipFile) -> list[Any]:
        return list(file.steps.select_related("by", "gate"))


class FileIn(Schema):
    unit_id: int
    holder_name: str
    id_no: str = ""
    mobile: str = ""
    address: str = ""
    situation: str = ""


class OpinionIn(Schema):
    opinion: str = ""


class ApprovalIn(OpinionIn):
    """`considered`: what is open about the family was; then the opinion says how."""

    considered: bool = False


class ReasonIn(Schema):
    reason: str


class SearchIn(Schema):
    """Any member: name, pinyin or initials, telephone or ID number or the last four places, file number."""

    asked: str


class RevealIn(Schema):
    """`field`: any sealed field of the form, or a name; of a member by `member_id`, or of the holder."""

    field: str
    reason: str
    member_id: int | None = None


class RevealOut(Schema):
    value: str


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


class PromiseIn(Schema):
    content: str
    due_on: date


class HomeVisitIn(Schema):
    key: UUID
    visited_on: date
    situation: str
    note: str = ""
    kind: Literal["routine", "condolence"] = "routine"
    visitors: str = ""
    condolence_cash: Decimal = Decimal(0)
    promises: list[PromiseIn] = []
    also_pair_ids: list[int] = []


class HomeVisitedOut(Schema):
    visit_id: int
    pair_id: int
