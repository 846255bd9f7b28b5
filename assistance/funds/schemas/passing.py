"""Money passed down, given back, carried into the next year, and the table of all that."""

from datetime import date
from uuid import UUID

from ninja import Schema

from assistance.funds.schemas.money import Money


class AllocationIn(Schema):
    """`key` is made by the sender: the same allocation sent twice is made once.

    Just the same under another key is refused (`allocation_again`) unless `again`.
    """

    key: UUID | None = None
    to_id: int
    amount: str
    purpose: str
    document_no: str = ""
    on: date
    again: bool = False


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
    again: bool = False


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
    in_transit: Money
    rate: Money | None


class DistributionOut(Schema):
    """`received`: what came in from outside of the area, whatever was passed on within it. `left` holds
    what is `in_transit`: sent to a bank and not yet confirmed.
    """

    on: date
    received: Money
    left: Money
    shares: list[ShareOut]
