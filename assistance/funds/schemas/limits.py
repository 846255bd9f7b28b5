"""What a source may pay."""

from datetime import date

from ninja import Schema


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
