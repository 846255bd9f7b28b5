"""What the API takes and gives: numbers of files, never names."""

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Schema


class ReviewOut(Schema):
    id: int
    file_id: int
    file_no: str
    kind: str
    state: str
    due_on: date
    reviewer_id: int | None
    way: str
    result: str
    done_on: date | None

    @staticmethod
    def resolve_file_no(review: Any) -> str:
        return str(review.file.file_no)


class ReviewIn(Schema):
    way: str
    result: str
    done_on: date
    finding: str = ""
    category: str = ""
    tier: str = ""
    cause: str = ""


class AssignIn(Schema):
    reviewer_id: int


class ProposalOut(Schema):
    id: int
    file_id: int
    file_no: str
    kind: str
    cause: str
    category: str
    tier: str
    reason: str
    recommended: str
    state: str
    proposed_on: date
    informed_on: date | None
    decided_on: date | None
    decision: str

    @staticmethod
    def resolve_file_no(proposal: Any) -> str:
        return str(proposal.file.file_no)

    @staticmethod
    def resolve_recommended(proposal: Any) -> str:
        """What the rules said when it was proposed; empty where that was not kept."""
        return proposal.assessment.outcome if proposal.assessment else ""


class ProposalIn(Schema):
    file_id: int
    kind: str
    cause: str
    reason: str
    category: str = ""
    tier: str = ""


class InformIn(Schema):
    informed_on: date
    way: str
    objection: str = ""


class DecisionIn(Schema):
    accept: bool
    decision: str = ""


class ReasonIn(Schema):
    reason: str


class SampleIn(Schema):
    organisation_id: int
    year: int
    seed: str
    due_on: date
    among: str = "active"
    strata: str = ""
    share: Decimal | None = None
    number: int | None = None


class SampleOut(Schema):
    id: int
    year: int
    among: str
    seed: str
    population: int
    population_hash: str
    due_on: date | None


class WorkListOut(Schema):
    code: str
    label: str
    says: str
    number: int
    is_more: bool


class RateOut(Schema):
    code: str
    label: str
    says: str
    above: int
    below: int
    share: float | None
    interval: tuple[float, float] | None
