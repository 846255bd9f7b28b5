from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema
from pydantic import Field

from assistance.planning.models import PairingPlan, Ruling, Solution
from assistance.planning.rules import LONGEST_REASON, USUAL_WEIGHTS


class OrganisationOut(Schema):
    id: int
    name: str


class AgencyProfileOut(Schema):
    organisation: OrganisationOut
    sector: str
    functions: list[str]
    industries: list[str]
    headcount: int
    capacity: int
    leader_in_charge: str
    liaison: str
    latitude: Decimal | None
    longitude: Decimal | None
    updated_at: datetime


class AgencyProfileIn(Schema):
    sector: str = ""
    functions: list[str] = Field(default_factory=list, max_length=50)
    industries: list[str] = Field(default_factory=list, max_length=50)
    headcount: int = 0
    capacity: int = 1
    leader_in_charge: str = Field("", max_length=60)
    liaison: str = Field("", max_length=60)
    latitude: Decimal | None = Field(None, decimal_places=5)
    longitude: Decimal | None = Field(None, decimal_places=5)


class EnterpriseProfileOut(Schema):
    organisation: OrganisationOut
    ownership: str
    industry: str
    scale: str
    employees: int
    hardship_count: int
    operating_state: str
    needs: list[str]
    difficulties: str
    social_insurance: dict[str, str]
    union_established: bool | None
    workers_congress: bool | None
    collective_contract_until: date | None
    team_size: int
    latitude: Decimal | None
    longitude: Decimal | None
    updated_at: datetime


class EnterpriseProfileIn(Schema):
    ownership: str = ""
    industry: str = ""
    scale: str = ""
    employees: int = 0
    hardship_count: int = 0
    operating_state: str = "normal"
    needs: list[str] = Field(default_factory=list, max_length=50)
    difficulties: str = Field("", max_length=4000)
    social_insurance: dict[str, str] = Field(default_factory=dict)
    union_established: bool | None = None
    workers_congress: bool | None = None
    collective_contract_until: date | None = None
    team_size: int = 1
    latitude: Decimal | None = Field(None, decimal_places=5)
    longitude: Decimal | None = Field(None, decimal_places=5)


class SolutionOut(Schema):
    number: int
    is_proven: bool
    gap: Decimal
    agencies: int
    agencies_used: int
    enterprises: int
    enterprises_covered: int
    capacity: int
    pair_count: int
    total_score: Decimal
    greedy_score: Decimal
    greedy_pairs: int
    greedy_covered: int
    pairs_scored: int
    seconds: Decimal
    weights: dict[str, int]
    messages: list[dict[str, str]]
    inputs_at: datetime


class RulingOut(Schema):
    id: int
    kind: str
    agency: OrganisationOut
    enterprise: OrganisationOut
    conflict_of_interest: bool
    reason: str


class PlanOut(Schema):
    id: int
    year: int
    round: int
    organisation: OrganisationOut
    starts_on: date
    weights: dict[str, int]
    principles: str
    state: str
    state_label: str
    chosen_number: int | None
    established_at: datetime | None

    @staticmethod
    def resolve_state_label(plan: PairingPlan) -> Any:
        return plan.get_state_display()

    @staticmethod
    def resolve_chosen_number(plan: PairingPlan) -> Any:
        return plan.chosen.number if plan.chosen else None


class PlanPageOut(PlanOut):
    solutions: list[SolutionOut]
    rulings: list[RulingOut]

    @staticmethod
    def resolve_solutions(plan: PairingPlan) -> list[Solution]:
        return list(plan.solutions.all())

    @staticmethod
    def resolve_rulings(plan: PairingPlan) -> list[Ruling]:
        return list(plan.rulings.all())


class PairOut(Schema):
    id: int
    agency: OrganisationOut
    enterprise: OrganisationOut
    is_lead: bool
    is_pinned: bool
    score: Decimal
    parts: dict[str, int]
    because: str


class PlanIn(Schema):
    organisation_id: int
    year: int
    starts_on: date
    weights: dict[str, int] = Field(default_factory=lambda: dict(USUAL_WEIGHTS))
    principles: str = Field("", max_length=4000)


class PlanChangeIn(Schema):
    starts_on: date
    weights: dict[str, int]
    principles: str = Field("", max_length=4000)


class RulingIn(Schema):
    kind: Ruling.Kind
    agency_id: int
    enterprise_id: int
    reason: str = Field(max_length=LONGEST_REASON)
    conflict_of_interest: bool = False


class ChoiceIn(Schema):
    number: int


class ReasonIn(Schema):
    reason: str


class JobOut(Schema):
    key: str
    state: str

    @staticmethod
    def resolve_key(job: Any) -> str:
        return str(job.key)


class Gone(Schema):
    id: int
