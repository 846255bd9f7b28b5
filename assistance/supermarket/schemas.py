"""Shapes of the API: the counter, cards, issues, differences. Names go out masked, numbers as tails."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from assistance.stock.schemas import Money
from assistance.supermarket.models import Issue, LoveCard
from ground.kernel.identifiers import masked_name


class LookUpIn(Schema):
    store_id: int
    number: Annotated[str, Field(max_length=40)]


class LineIn(Schema):
    goods_id: int
    quantity: int
    price: str


class IssueIn(Schema):
    """`key` is made by the till: the same issue sent twice is one. `handed_at`: goods are out already."""

    key: UUID
    store_id: int
    number: Annotated[str, Field(max_length=40)]
    lines: Annotated[list[LineIn], Field(max_length=100)]
    handed_at: datetime | None = None
    signature: UUID | None = None


class LineOut(Schema):
    goods_id: int
    goods: str
    unit: str
    quantity: int
    price: Money
    short: int


class IssueOut(Schema):
    id: int
    number: str
    url: str
    store_id: int
    tail: str
    holder: str
    on: date
    value: Money
    charged: Money
    balance: Money
    was_offline: bool
    reversed: bool
    differences: int
    lines: list[LineOut]


class IssueRow(Schema):
    id: int
    number: str
    store_id: int
    file_id: int
    holder: str
    on: date
    value: Money
    charged: Money
    was_offline: bool
    reversed: bool

    @staticmethod
    def resolve_number(issue: Issue) -> str:
        return str(issue)

    @staticmethod
    def resolve_holder(issue: Issue) -> str:
        return masked_name(vars(issue)["holder_name"] or "")

    @staticmethod
    def resolve_reversed(issue: Issue) -> bool:
        return hasattr(issue, "reversal")


class ReasonIn(Schema):
    reason: str


class SettleIn(Schema):
    decision: str
    reason: str


class DifferenceOut(Schema):
    id: int
    issue_id: int
    kind: str
    goods_id: int | None
    quantity: int
    amount: Money
    words: str
    owed: Money
    decision: str
    reason: str
    settled_on: date | None


class CardOut(Schema):
    id: int
    tail: str
    holder: str
    file_no: str
    kind: str
    state: str
    valid_from: date
    valid_to: date
    balance: Money
    topped: Money

    @staticmethod
    def resolve_tail(card: LoveCard) -> str:
        return card.number[-4:]

    @staticmethod
    def resolve_holder(card: LoveCard) -> str:
        return masked_name(vars(card)["holder_name"] or "")

    @staticmethod
    def resolve_file_no(card: LoveCard) -> str:
        return card.file.file_no


class CardsIn(Schema):
    organisation_id: int
    file_ids: Annotated[list[int], Field(max_length=5000)]
    kind: str
    valid_from: date
    valid_to: date


class CardsOut(Schema):
    cards: list[int]


class BookLineOut(Schema):
    goods_id: int
    goods: str
    unit: str
    before: int
    given: int
    bought: int
    other_in: int
    issued: int
    other_out: int
    after: int


class BookOut(Schema):
    starts_on: date
    ends_on: date
    donations: int
    donated: Money
    issues: int
    issued: Money
    families: int
    lines: list[BookLineOut]
