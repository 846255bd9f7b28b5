"""Shapes of the API. Names go out masked, of accounts the last four digits."""

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Schema

from assistance.banks import queries
from ground.kernel.identifiers import masked_name


class MakeIn(Schema):
    batch_id: int
    template_id: int


class SendIn(Schema):
    sent_on: date
    receipt_no: str


class ReasonIn(Schema):
    reason: str


class InquiryIn(Schema):
    words: str


class FollowUpIn(Schema):
    """`channel` empty: by bank again."""

    name: str
    payment_ids: list[int]
    channel: str = ""


class TemplateOut(Schema):
    id: int
    bank: str
    name: str
    version: int
    valid_from: date
    layout: dict[str, Any]


class FileOut(Schema):
    id: int
    number: str
    batch_id: int
    template_id: int
    state: str
    lines: int
    total: Decimal
    sha256: str
    made_on: date
    sent_on: date | None
    receipt_no: str
    due_on: date | None
    open: int
    unknown: int
    bounced: int


class LineOut(Schema):
    number: int
    payment_id: int
    payee: str
    card_tail: str
    amount: Decimal
    state: str
    remark: str

    @staticmethod
    def resolve_payee(one: Any) -> str:
        return masked_name(one.payment.payee.name)

    @staticmethod
    def resolve_card_tail(one: Any) -> str:
        return str(one.payment.payee.card_tail)

    @staticmethod
    def resolve_amount(one: Any) -> Decimal:
        found: Decimal = one.payment.amount
        return found

    @staticmethod
    def resolve_state(one: Any) -> str:
        return str(one.payment.state)

    @staticmethod
    def resolve_remark(one: Any) -> str:
        return str(one.payment.remark)


class AnswerOut(Schema):
    id: int
    intake_id: int
    taken_on: date
    paid: int
    paid_amount: Decimal
    failed: int
    failed_amount: Decimal
    unknown: int
    unknown_amount: Decimal
    undone_on: date | None


class BouncedOut(Schema):
    id: int
    batch_id: int
    file_no: str
    payee: str
    amount: Decimal
    why: str
    words: str

    @staticmethod
    def resolve_file_no(one: Any) -> str:
        return str(one.file.file_no) if one.file else ""

    @staticmethod
    def resolve_payee(one: Any) -> str:
        return masked_name(one.payee.name)

    @staticmethod
    def resolve_why(one: Any) -> str:
        return queries.why_words(one.why)

    @staticmethod
    def resolve_words(one: Any) -> str:
        return one.bank_words or ""


class SideOut(Schema):
    number: int
    amount: Decimal


class ComparedOut(Schema):
    """A file from three sides: what was ordered, what the bank said, what is booked."""

    file_id: int
    ordered: SideOut
    paid: SideOut
    failed: SideOut
    waiting: SideOut
    booked_paid: SideOut
    booked_returned: SideOut
    differences: list[str]

    @staticmethod
    def resolve_file_id(one: Any) -> int:
        return int(one.file.pk)


class BatchMadeOut(Schema):
    id: int
    name: str
    state: str


class SentInOut(Schema):
    intake_id: int
    is_new: bool
