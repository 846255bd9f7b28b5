from datetime import date
from decimal import Decimal

from ninja import Schema
from pydantic import Field

from assistance.editions.schemas import ClauseOut, EditionOut
from assistance.standards.models import AidRule, Standard

Yuan = Field(None, ge=0, max_digits=12, decimal_places=2)


class RuleOut(ClauseOut):
    """One row: for what it holds, its kind and parameters, and both in words."""

    aid_type: str
    source_kind: str
    category: str
    tier: str


class StandardOut(EditionOut):
    pass


class StandardPageOut(StandardOut):
    rules: list[RuleOut]

    @staticmethod
    def resolve_rules(standard: Standard) -> list[AidRule]:
        return list(standard.rules.all())


class AskIn(Schema):
    """A request for aid in a division on a day; what is left out is not known. Nothing is kept.

    `dibao` stands in for the division's 低保 standard of the day; nothing was received before.
    """

    aid_type: str
    division_id: int | None = None
    on: date | None = None
    source_kind: str = ""
    category: str = ""
    tier: str = ""
    asked: Decimal | None = Yuan
    dibao: Decimal | None = Yuan
    out_of_pocket: Decimal | None = Yuan
    level: str = ""


class SentenceOut(Schema):
    code: str
    kind: str
    outcome: str
    text: str
    source: str
    set_id: int | None


class ProposalOut(Schema):
    """`amount`: proposed; null where something is `unknown`. `cap`: what the limits leave."""

    amount: Decimal | None
    cap: Decimal | None
    unknown: list[str]
    sentences: list[SentenceOut]
    set_ids: list[int]
