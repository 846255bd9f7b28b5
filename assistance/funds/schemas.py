from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import PlainSerializer

Money = Annotated[Decimal, PlainSerializer(str, return_type=str)]


class SourceIn(Schema):
    organisation_id: int
    kind: str
    name: str
    year: int
    document_no: str = ""


class SourceOut(Schema):
    id: int
    organisation_id: int
    kind: str
    name: str
    year: int
    document_no: str
    granted: Money
    available: Money
    reserved: Money
    spent: Money


class ReceiptIn(Schema):
    """`key` is made by the sender: the same receipt sent twice is booked once."""

    key: UUID | None = None
    amount: str
    on: date
    summary: str


class PostingOut(Schema):
    account: str
    amount: Money

    @staticmethod
    def resolve_account(posting: object) -> str:
        return posting.account.kind  # type: ignore[attr-defined,no-any-return]


class EntryOut(Schema):
    id: int
    key: str
    on: date
    summary: str
    event_id: int | None
    postings: list[PostingOut]


class LineOut(Schema):
    entry_id: int
    on: date
    summary: str
    amount: Money
    running: Money


class StatementOut(Schema):
    account: str
    starts_on: date
    ends_on: date
    opening: Money
    closing: Money
    lines: list[LineOut]


class BalanceRow(Schema):
    source_id: int
    granted: Money
    available: Money
    reserved: Money
    spent: Money


class TrialBalanceOut(Schema):
    on: date
    rows: list[BalanceRow]
    total: BalanceRow
    intact: bool
