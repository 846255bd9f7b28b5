from datetime import date
from typing import Any

from ninja import Schema


class EditionOut(Schema):
    id: int
    name: str
    division_id: int | None
    version: int | None
    state: str
    valid_from: date
    valid_to: date | None
    source: str
    published_on: date | None
    withdrawn_on: date | None


class ClauseOut(Schema):
    """One clause: its kind, its parameters, and both in words."""

    code: str
    kind: str
    label: str
    parameters: dict[str, Any]
    words: str
    source: str
