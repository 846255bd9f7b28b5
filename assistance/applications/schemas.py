from datetime import date
from typing import Any

from ninja import Schema

from assistance.funds.schemas import Money


class ApplicationOut(Schema):
    """An application without names: the family is its file, or nobody by name."""

    id: int
    unit_id: int
    file_id: int | None
    member_id: int | None
    aid_type: str
    year: int
    occasion: str
    asked: Money | None
    out_of_pocket: Money | None
    source_kind: str
    is_relative: bool | None
    state: str
    proposed_amount: Money | None
    decided_amount: Money | None
    decided_reason: str
    standard_id: int | None
    payment_id: int | None
    made_by_id: int
    applied_on: date
    recommended_by_id: int | None
    recommended_on: date | None
    reviewed_by_id: int | None
    reviewed_on: date | None
    decided_by_id: int | None
    decided_on: date | None


class ApplicationPageOut(ApplicationOut):
    """`proposal`: what the standards said at the last step; `missing`: what a draft still needs."""

    proposal: dict[str, Any]
    missing: list[str] = []


class AskedIn(Schema):
    aid_type: str
    member: int | None = None
    occasion: str = ""
    reason: str = ""
    asked: str | None = None
    out_of_pocket: str | None = None
    source_kind: str = ""
    is_relative: bool | None = None
    relative_note: str = ""


class OpenIn(AskedIn):
    file_id: int


class OutsideIn(AskedIn):
    unit_id: int
    name: str
    id_no: str
    mobile: str = ""


class PaperIn(Schema):
    """Without `stored` the original was seen. A file is sent first, to `/files`."""

    kind: str
    stored: str | None = None


class ReasonIn(Schema):
    reason: str


class ReviewIn(Schema):
    opinion: str = ""


class DecideIn(Schema):
    amount: str
    decided_reason: str = ""
    opinion: str = ""
