from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema

from assistance.complaints.models import Complaint, Inquiry


class ComplaintOut(Schema):
    """A complaint in the register: neither what was said nor who said it."""

    id: int
    mark: str
    way: str
    kind: str
    about_label: str
    unit_id: int | None
    office_id: int
    state: str
    received_on: date
    due_on: date | None
    decided_on: date | None
    ended_on: date | None
    was_late: bool
    finding: str | None

    @staticmethod
    def resolve_finding(complaint: Complaint) -> Any:
        return getattr(complaint, "finding", None)


class InquiryOut(Schema):
    turn: int
    handler_id: int | None
    settle_by: date | None
    finding: str
    answered_on: date | None
    closed_on: date | None
    review_until: date | None


class ComplaintDetailOut(ComplaintOut):
    inquiries: list[InquiryOut]

    @staticmethod
    def resolve_inquiries(complaint: Complaint) -> list[Inquiry]:
        return list(complaint.inquiries.order_by("turn"))


class ComplaintIn(Schema):
    """What was said by telephone, letter or in person. The same key again changes nothing."""

    key: UUID | None = None
    way: str
    kind: str
    content: str
    who: str = ""
    phone: str = ""
    unit_id: int | None = None
    about_label: str = ""
    received_on: date | None = None


class ReceivedOut(Schema):
    """Its number and the code by which whoever complained follows it; the code is told once."""

    id: int
    mark: str
    code: str
    due_on: date | None
