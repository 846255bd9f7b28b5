"""Sources, receipts, entries, statements, books and what checking one has found."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from ninja import Schema

from assistance.funds.models import Entry
from assistance.funds.queries import Book, place_of
from assistance.funds.schemas.money import Money


class SourceIn(Schema):
    organisation_id: int
    kind: str
    name: str
    year: int
    document_no: str = ""
    donor: str = ""
    wish: str = ""
    tiers: list[str] = []
    aid_types: list[str] = []


class SourceOut(Schema):
    id: int
    organisation_id: int
    kind: str
    name: str
    year: int
    document_no: str
    donor: str
    wish: str
    origin_id: int | None
    allocation_id: int | None
    carried_from_id: int | None
    granted: Money
    available: Money
    reserved: Money
    spent: Money
    in_transit: Money
    allocated: Money
    returned: Money
    carried: Money


class ReceiptIn(Schema):
    """`key` is made by the sender: the same receipt sent twice is booked once. Under another key, what
    is booked already with the same amount, day and summary is refused (`receipt_again`) unless `again`.
    """

    key: UUID | None = None
    amount: str
    on: date
    summary: str
    again: bool = False


class PostingOut(Schema):
    account: str
    amount: Money

    @staticmethod
    def resolve_account(posting: object) -> str:
        return posting.account.kind  # type: ignore[attr-defined,no-any-return]


class EntryOut(Schema):
    """`number` and `hash` are its place in the chain of its book; null and empty until it is sealed."""

    id: int
    key: str
    on: date
    summary: str
    event_id: int | None
    item: str
    unit_id: int | None
    number: int | None
    hash: str
    postings: list[PostingOut]

    @staticmethod
    def resolve_number(entry: Entry) -> int | None:
        return place_of(entry).number

    @staticmethod
    def resolve_hash(entry: Entry) -> str:
        return place_of(entry).hash


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
    in_transit: Money
    spent: Money
    allocated: Money
    returned: Money
    carried: Money


class VerificationOut(Schema):
    at: datetime
    intact: bool
    intact_to: int
    sealed: int
    waiting: int
    hash: str
    faults: list[str]


class BookOut(Schema):
    """An account book: sealed up to entry `number` with `hash`; `waiting` entries have no seal yet."""

    organisation_id: int
    name: str
    number: int
    hash: str
    waiting: int
    verification: VerificationOut | None

    @classmethod
    def of(cls, book: Book) -> Self:
        found = book.verified
        return cls(
            organisation_id=book.organisation.pk,
            name=book.organisation.name,
            number=book.seal.last if book.seal else 0,
            hash=bytes(book.seal.hash).hex() if book.seal else "",
            waiting=book.waiting,
            verification=VerificationOut(
                at=found.at,
                intact=found.is_intact,
                intact_to=found.intact_to,
                sealed=found.sealed,
                waiting=found.waiting,
                hash=found.hash,
                faults=found.faults,
            )
            if found
            else None,
        )


class JobOut(Schema):
    key: UUID
    state: str


class TrialBalanceOut(Schema):
    on: date
    rows: list[BalanceRow]
    total: BalanceRow
    books: list[BookOut]
