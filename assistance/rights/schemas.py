from datetime import date
from typing import Literal

from ninja import Schema


class RequestOut(Schema):
    """A request as lists show it; what was asked and answered stays on its page."""

    id: int
    file_id: int
    member_id: int | None
    kind: str
    asked_by: str
    received_on: date
    due_on: date
    state: str
    answered_on: date | None
    release_id: int | None


class RequestIn(Schema):
    file_id: int
    member_id: int | None = None
    kind: Literal["access", "correct", "delete"]
    asked_by: Literal["self", "guardian", "agent"]
    content: str
    received_on: date
    identity_seen: bool


class AnswerIn(Schema):
    granted: bool
    answer: str


class CopyIn(Schema):
    """Whom the copy is handed to: 本人, 监护人, 受托人. Never a name."""

    to: str
