from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from ninja import Schema
from pydantic import PlainSerializer

from assistance.funds.models import Entry
from assistance.funds.queries import Book, place_of

Money = Annotated[Decimal, PlainSerializer(str, return_type=str)]


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


class AllocationIn(Schema):
    """`key` is made by the sender: the same allocation sent twice is made once."""

    key: UUID | None = None
    to_id: int
    amount: str
    purpose: str
    document_no: str = ""
    on: date


class AllocationOut(Schema):
    """`source_id` is the giver's; `received_source_id` the receiver's, once it has come."""

    id: int
    source_id: int
    to_id: int
    amount: Money
    purpose: str
    document_no: str
    on: date
    due_on: date
    state: str
    decided_on: date | None
    reason: str
    entry_id: int
    received_entry_id: int | None
    back_entry_id: int | None
    received_source_id: int | None = None
    returned: Money
    returning: Money

    @staticmethod
    def resolve_received_source_id(one: object) -> int | None:
        entry = one.received_entry  # type: ignore[attr-defined]
        return entry.source_id if entry else None


class ReceivedIn(Schema):
    on: date
    name: str = ""


class ReasonIn(Schema):
    reason: str


class ReturnIn(Schema):
    key: UUID | None = None
    amount: str
    why: str
    on: date


class DayIn(Schema):
    on: date


class ReturnOut(Schema):
    id: int
    allocation_id: int
    source_id: int
    amount: Money
    why: str
    on: date
    due_on: date
    state: str
    decided_on: date | None
    reason: str
    entry_id: int
    back_entry_id: int | None


class LeftOut(Schema):
    source_id: int
    available: Money
    reserved: Money
    in_transit: Money


class ToCarryOut(Schema):
    """What a year has left. `standing`: what must end before it can be carried."""

    organisation_id: int
    year: int
    total: Money
    standing: list[str]
    rows: list[LeftOut]


class CarryIn(Schema):
    """`total` is what was seen: where it has changed since, nothing is carried."""

    key: UUID | None = None
    organisation_id: int
    year: int
    total: str


class CarryLineOut(Schema):
    source_id: int
    into_id: int
    amount: Money
    entry_id: int
    into_entry_id: int


class CarryOut(Schema):
    id: int
    organisation_id: int
    year: int
    on: date
    amount: Money
    lines: list[CarryLineOut]


class LimitIn(Schema):
    valid_from: date
    reason: str
    tiers: list[str] = []
    aid_types: list[str] = []


class KindLimitIn(LimitIn):
    organisation_id: int
    kind: str


class LimitOut(Schema):
    id: int
    valid_from: date
    reason: str
    tiers: list[str]
    aid_types: list[str]


class KindLimitOut(LimitOut):
    organisation_id: int | None
    kind: str


class MayPayOut(Schema):
    """Whether a source may pay it, and the sentence that says why not."""

    may_pay: bool
    why_not: str


class GivenOut(Schema):
    unit: str
    amount: Money


class ShareOut(Schema):
    source_id: int
    document_no: str
    granted: Money
    from_inside: bool
    given: list[GivenOut]
    spent: Money
    returned: Money
    carried: Money
    left: Money
    rate: Money | None


class DistributionOut(Schema):
    """`received`: what came in from outside of the area, whatever was passed on within it."""

    on: date
    received: Money
    left: Money
    shares: list[ShareOut]
