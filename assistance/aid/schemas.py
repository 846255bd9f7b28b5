from datetime import date
from uuid import UUID

from ninja import Schema

from assistance.funds.schemas import Money


class PaymentOut(Schema):
    """A payment without names: the family is its file."""

    id: int
    key: str
    aid_type: str
    link_point_id: int
    file_id: int | None
    visit_id: int | None
    batch_id: int | None
    origin: str
    reason: str
    amount: Money
    channel: str
    state: str
    given_on: date
    settled_on: date | None
    remark: str
    reissue_of_id: int | None
    event_id: int | None


class PlanIn(Schema):
    """`key` is made by the sender: the same plan sent twice is planned once."""

    key: UUID
    file_id: int
    aid_type: str
    amount: str
    given_on: date
    reason: str


class ReasonIn(Schema):
    reason: str


class BatchIn(Schema):
    name: str
    source_id: int
    payment_ids: list[int]
    channel: str = ""


class BatchOut(Schema):
    id: int
    name: str
    source_id: int
    state: str
    made_by_id: int
    made_on: date
    checked_by_id: int | None
    checked_on: date | None
    approved_by_id: int | None
    approved_on: date | None
    way: str
    notice_days: int
    paid_on: date | None
    follows_id: int | None
    paid_by_id: int | None
    remark: str
    number: int
    amount: Money


class LineOut(Schema):
    id: int
    key: str
    kind: str
    on: date
    link_point_id: int
    file_id: int | None
    amount: Money
    event_id: int


class TotalsOut(Schema):
    number: int
    families: int
    amount: Money
