from datetime import date
from uuid import UUID

from ninja import Schema

from assistance.aid.models import Receipt
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


class ArchiveIn(Schema):
    """`reason` where receipts are missing."""

    reason: str = ""


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
    receipts_due_on: date | None
    archived_by_id: int | None
    archive_reason: str
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


class SignatureIn(Schema):
    """One signature, as a phone sends it: `key` is made there, pictures were sent before by their keys.

    `proxy` is for who collects for somebody else; `signer` for who signs where no family is named.
    """

    key: UUID
    payment_id: int
    signed_on: date
    handed_by: str = ""
    witness: str = ""
    signer: str = ""
    is_proxy: bool = False
    proxy_name: str = ""
    proxy_relation: str = ""
    proxy_id_no: str = ""
    proxy_reason: str = ""
    signature: UUID | None = None
    photos: list[UUID] = []


class SignedOut(Schema):
    id: int
    url: str


class PaperIn(Schema):
    """A photographed list, note of goods or slip. `payment_ids` left out: all that owe a receipt."""

    kind: str
    files: list[UUID]
    payment_ids: list[int] | None = None
    signed_on: date
    handed_by: str = ""
    witness: str = ""


class PaperOut(Schema):
    id: int
    kind: str
    rows: int


class ReceiptOut(Schema):
    """A receipt without names and numbers."""

    id: int
    payment_id: int
    kind: str
    signed_by: str
    signed_on: date
    is_withdrawn: bool
    paper_id: int | None
    recorded_by_id: int | None

    @staticmethod
    def resolve_is_withdrawn(one: Receipt) -> bool:
        return hasattr(one, "withdrawal")
