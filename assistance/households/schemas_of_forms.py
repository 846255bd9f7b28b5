"""Shapes of the form in the API: what is written, versions, papers, signatures, families."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema

Typed = dict[str, str | int | bool | list[str] | None]


class WrittenIn(Schema):
    """What is to be written of a form, by field name: what is not named stays as it is.

    An empty sealed value keeps what is there, `-` empties it. `members`: all but the holder, those on
    file by `id`; or `member`: one of them, `without`: the key of one to take out. `items`: all of them.
    Amounts are strings.
    """

    head: Typed = {}
    holder: Typed = {}
    members: list[Typed] | None = None
    member: Typed | None = None
    without: int | None = None
    circumstances: Typed = {}
    items: list[Typed] | None = None
    bank_card: Typed = {}
    why: str = ""


class MissingOut(Schema):
    fields: dict[str, str]
    added: dict[str, str]
    consents: list[str]
    papers: list[str]
    papers_block: bool
    blocking: list[str]
    doubts: list[str]


class VersionOut(Schema):
    """A version of the form: what changed by its labels, never a value."""

    number: int
    at: datetime
    by: str
    changed: str
    why: str

    @staticmethod
    def resolve_by(version: Any) -> str:
        return str(version.by) if version.by else ""


class RevealVersionIn(Schema):
    place: str
    reason: str


class PaperIn(Schema):
    kind: str
    stored: UUID | None = None
    member_id: int | None = None
    pages: int = 1
    issued_by: str = ""
    issued_on: date | None = None


class PaperOut(Schema):
    id: int
    kind: str
    member_id: int | None
    stored: bool
    pages: int
    issued_by: str
    issued_on: date | None
    withdrawn_at: datetime | None
    withdrawn_why: str

    @staticmethod
    def resolve_stored(paper: Any) -> bool:
        """Whether it was uploaded; otherwise the original was seen."""
        return paper.stored_id is not None


class SignedIn(Schema):
    signed_on: date


class ConsentIn(Schema):
    member_id: int
    purpose: Literal["truth", "check", "sensitive"]
    signed_on: date
    way: Literal["paper", "screen"] = "paper"
    guardian_id: int | None = None
    stored: UUID | None = None


class ConsentOut(Schema):
    id: int
    member_id: int
    purpose: str
    version: int
    signed_on: date
    way: str
    guardian_id: int | None
    withdrawn_on: date | None
    withdrawn_why: str

    @staticmethod
    def resolve_purpose(consent: Any) -> str:
        return str(consent.text.purpose)

    @staticmethod
    def resolve_version(consent: Any) -> int:
        return int(consent.text.version)


class MergeIn(Schema):
    """`relations`: member key of the file that goes → what they are to the holder who stays."""

    gone_id: int
    reason: str
    relations: dict[int, str] = {}


class SplitIn(Schema):
    member_ids: list[int]
    holder_id: int
    unit_id: int
    reason: str
    relations: dict[int, str] = {}
