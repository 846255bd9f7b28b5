"""What the administration's operations take and give."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Field, Schema


class OrganisationOut(Schema):
    id: int
    parent_id: int | None = None
    name: str
    short_name: str
    kind: str
    uscc: str
    is_active: bool
    aliases: list[str]

    @staticmethod
    def resolve_aliases(row: Any) -> list[str]:
        return [alias.name for alias in row.aliases.all()]


class OrganisationIn(Schema):
    parent_id: int
    name: str = Field(max_length=120)
    short_name: str = Field("", max_length=40)
    kind: str
    aliases: list[str] = []
    uscc: str = Field("", max_length=18)


class RoleOut(Schema):
    role: str
    organisation_id: int


class PersonOut(Schema):
    id: int
    username: str
    full_name: str
    organisation_id: int
    post: str
    is_active: bool
    roles: list[RoleOut]

    @staticmethod
    def resolve_roles(row: Any) -> list[dict[str, Any]]:
        held = row.memberships.all()
        return [{"role": one.role, "organisation_id": one.organisation_id} for one in held]


class PersonIn(Schema):
    username: str = Field(max_length=60)
    full_name: str = Field(max_length=40)
    organisation_id: int
    post: str = Field("", max_length=60)
    password: str


class RoleIn(Schema):
    role: str
    organisation_id: int


class MoveIn(Schema):
    organisation_id: int
    post: str = Field("", max_length=60)


class KeyOut(Schema):
    id: int
    label: str
    prefix: str
    owner_id: int
    permissions: list[str]
    expires_on: date
    revoked_at: datetime | None


class IssuedKeyOut(KeyOut):
    secret: str


class KeyIn(Schema):
    label: str = Field(max_length=60)
    owner_id: int
    permissions: list[str]
    expires_on: date


class RuleOut(Schema):
    id: int
    code: str
    division_id: int | None
    value: Decimal
    valid_from: date
    valid_to: date | None
    source: str


class RuleIn(Schema):
    code: str = Field(max_length=60)
    division_id: int | None = None
    value: Decimal = Field(max_digits=14, decimal_places=2)
    valid_from: date
    source: str = Field(max_length=200)


class DayOut(Schema):
    on: date
    is_workday: bool
    reason: str


class DayIn(Schema):
    on: date
    is_workday: bool
    reason: str = Field(max_length=60)


class DeliveryOut(Schema):
    id: int
    event_id: int
    event: str = Field(alias="event.name")
    handler: str
    state: str
    failures: int
    last_error: str


class ReasonIn(Schema):
    reason: str = Field(max_length=200)


class EntryOut(Schema):
    id: int
    occurred_at: datetime
    actor_id: int | None
    actor: str
    action: str
    subject: str
    details: dict[str, Any]
    channel: str
    ip: str | None
    event_id: int | None
