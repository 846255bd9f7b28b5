from datetime import date
from decimal import Decimal
from typing import Literal

from ninja import Schema
from pydantic import Field

from assistance.criteria.models import Criterion, RuleSet
from assistance.editions.schemas import ClauseOut, EditionOut

Yuan = Field(None, ge=0, max_digits=12, decimal_places=2)
People = Field(None, ge=0, le=99)


class CriterionOut(ClauseOut):
    """One criterion: its kind, its parameters, and both in words."""

    category: str


class RuleSetOut(EditionOut):
    code: str


class RuleSetPageOut(RuleSetOut):
    criteria: list[CriterionOut]

    @staticmethod
    def resolve_criteria(ruleset: RuleSet) -> list[Criterion]:
        return list(ruleset.criteria.all())


class FactsIn(Schema):
    """A family; what is left out is not known. Money in yuan, for the twelve months before."""

    dibao: Decimal | None = Yuan
    yearly_income: Decimal | None = Yuan
    rigid_expenses: Decimal | None = Yuan
    savings: Decimal | None = Field(None, max_digits=12, decimal_places=2)
    members: int | None = People
    living_together: int | None = People
    event: (
        Literal[
            "none", "illness", "injury", "disaster", "accident", "epidemic", "security", "other"
        ]
        | None
    ) = None
    event_costs: Decimal | None = Yuan
    has_casualty: bool | None = None
    dwellings: int | None = People
    area_per_head: Decimal | None = Yuan
    vehicle: Literal["none", "own", "used", "substitute"] | None = None
    employs_others: bool | None = None
    controls_company: bool | None = None
    high_fee_school: bool | None = None
    studies_abroad: bool | None = None
    refuses_check: bool | None = None
    refuses_work: bool | None = None
    is_migrant: bool | None = None
    is_union_member: bool | None = None
    lives_in_city: bool | None = None
    contract_months: int | None = Field(None, ge=0, le=1200)


class JudgeIn(Schema):
    """A family to hold against a set (`ruleset_id`), or against the one in force in a division."""

    facts: FactsIn
    ruleset_id: int | None = None
    division_id: int | None = None
    on: date | None = None


class SentenceOut(Schema):
    criterion_code: str
    kind: str
    holds: bool | None
    text: str
    source: str


class VerdictOut(Schema):
    """A recommendation: `outcome` is a category, borderline, excluded, unknown or none."""

    outcome: str
    category: str | None
    borderline: bool
    excluded: bool
    unknown: list[str]
    sentences: list[SentenceOut]
    ruleset_id: int
