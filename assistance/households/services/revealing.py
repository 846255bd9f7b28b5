"""Show a sealed value: asked for with a reason, once, and never without a line in the trail."""

from typing import Any

from django.db import models, transaction

from assistance.households import queries, rules
from assistance.households.models import FileVersion, HardshipFile, Member
from ground.accounts.models import User
from ground.audit.sealing import SealedField
from ground.audit.services import record
from ground.kernel.errors import RuleBroken

OF_FILE = {name for name, one in queries.HEAD_FIELDS.items() if isinstance(one, SealedField)}
OF_HOME = {
    name for name, one in queries.CIRCUMSTANCE_FIELDS.items() if isinstance(one, SealedField)
}
OF_CARD = {name for name, one in queries.CARD_FIELDS.items() if isinstance(one, SealedField)}
OF_PERSON = {name for name, one in queries.PERSON_FIELDS.items() if isinstance(one, SealedField)}
MASKED = {"name", "holder_name"}  # not sealed, and yet never shown whole
REVEALABLE = OF_FILE | OF_HOME | OF_CARD | OF_PERSON | MASKED


@transaction.atomic
def reveal(
    *, by: User, file: HardshipFile, field: str, reason: str, member: Member | None = None
) -> str:
    """Show one sealed value once, to somebody with a reason; the trail keeps who, which and why.

    `field` is of a person (of `member`, or of the holder), of the file, of the home, or of the bank
    card: any sealed field of the form, or a name.
    """
    why = rules.check_reason(reason, longest=200)
    row: models.Model | None
    if field in OF_PERSON or field == "name":
        people = Member.objects.filter(file=file)
        row = (
            people.filter(pk=member.pk)
            if member
            else people.filter(relation=Member.Relation.HOLDER)
        ).first()
    elif field in OF_FILE:
        row = file
    elif field in OF_HOME:
        row = queries.form_of(file).circumstances
    elif field in OF_CARD or field == "holder_name":
        row = queries.form_of(file).bank_card
    else:
        raise RuleBroken("field_unknown", "没有这一项可以查看的信息")
    value = _shown(row, field) if row is not None else ""
    if not value:
        raise RuleBroken("value_empty", "这一项还没有登记")
    whose = {"member": row.pk} if isinstance(row, Member) else {}
    record(by, "file.revealed", file, field=field, reason=why, **whose)
    return value


@transaction.atomic
def reveal_version(*, by: User, file: HardshipFile, number: int, place: str, reason: str) -> str:
    """Show what a place of the form held in one of its versions (`members.12.id_no`)."""
    why = rules.check_reason(reason, longest=200)
    version = FileVersion.objects.filter(file=file, number=number).first()
    content = queries.content_of_version(version) if version else {}
    if place not in content:
        raise RuleBroken("value_empty", "这一版没有这一项")
    record(by, "file.revealed", file, field=place, reason=why, version=number)
    return str(queries.shown_value(place, content[place]))


def _shown(row: models.Model, field: str) -> str:
    value: Any = getattr(row, field)
    choices = dict(row._meta.get_field(field).choices or [])  # type: ignore[union-attr]  # noqa: SLF001
    return str(choices.get(value, value) or "")
