"""A file's form whole, as it lies in the database: a fixed number of reads, whatever the family."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from assistance.households import rules
from assistance.households.models import (
    BankCard,
    Circumstances,
    FileVersion,
    HardshipFile,
    Item,
    Member,
)
from ground.audit.sealing import SealedField

HEAD = (
    "category",
    "legacy_category",
    "tier",
    "primary_cause",
    "secondary_causes",
    "situation",
    "annual_income",
    "rigid_expenses",
    "mobile",
    "address",
)
_NOT_TYPED = {
    Member: {"id", "file", "row_key", "tokens", "id_hash", "in_open_file"},
    Circumstances: {"id", "file", "row_key"},
    BankCard: {"id", "file", "row_key"},
    Item: {"id", "file", "side"},
}
Field = Any  # a model field


def _typed(model: type[models.Model]) -> dict[str, Any]:
    hidden = _NOT_TYPED[model]
    return {one.name: one for one in model._meta.concrete_fields if one.name not in hidden}  # noqa: SLF001


HEAD_FIELDS: dict[str, Any] = {name: HardshipFile._meta.get_field(name) for name in HEAD}  # noqa: SLF001
PERSON_FIELDS = _typed(Member)
CIRCUMSTANCE_FIELDS = _typed(Circumstances)
CARD_FIELDS = _typed(BankCard)
ITEM_FIELDS = _typed(Item)
PARTS = {
    "head": HEAD_FIELDS,
    "members": PERSON_FIELDS,
    "circumstances": CIRCUMSTANCE_FIELDS,
    "items": ITEM_FIELDS,
    "bank_card": CARD_FIELDS,
}


@dataclass
class Form:
    """A file with everything that its form holds."""

    file: HardshipFile
    members: list[Member]
    circumstances: Circumstances
    items: list[Item]
    bank_card: BankCard

    @property
    def holder(self) -> Member:
        return next(one for one in self.members if one.relation == Member.Relation.HOLDER)

    @property
    def present(self) -> list[Member]:
        return [one for one in self.members if one.standing == Member.Standing.PRESENT]


def form_of(file: HardshipFile) -> Form:
    """Four reads. What has never been written comes as an empty row that is not saved yet."""
    return Form(
        file=file,
        members=list(Member.objects.filter(file=file).order_by("pk")),
        circumstances=Circumstances.objects.filter(file=file).first() or Circumstances(file=file),
        items=list(Item.objects.filter(file=file).order_by("pk")),
        bank_card=BankCard.objects.filter(file=file).first() or BankCard(file=file),
    )


def content_of(form: Form) -> dict[str, Any]:
    """What a form holds, plain, place → value; sealed values opened. Empty places are left out.

    Places: `head.category`, `members.12.name` (by key), `items.0.amount` (by order) …
    """
    found: dict[str, Any] = {}

    def take(at: str, row: models.Model, fields: Mapping[str, Field]) -> None:
        for name, field in fields.items():
            value = getattr(row, field.attname)
            if value not in (None, "", []):
                found[f"{at}.{name}"] = _plain(value)

    take("head", form.file, HEAD_FIELDS)
    for member in form.members:
        take(f"members.{member.pk}", member, PERSON_FIELDS)
    take("circumstances", form.circumstances, CIRCUMSTANCE_FIELDS)
    for number, item in enumerate(form.items):
        take(f"items.{number}", item, ITEM_FIELDS)
    take("bank_card", form.bank_card, CARD_FIELDS)
    return found


def field_at(place: str) -> Field:
    """The field that a place of a form's content is about. Raises LookupError."""
    part, _, rest = place.partition(".")
    name = rest.rpartition(".")[2] or rest
    field: Field = PARTS[part][name]
    return field


def is_sealed(place: str) -> bool:
    """Whether a value is shown only to somebody with a reason: sealed ones, and names."""
    return isinstance(field_at(place), SealedField) or place.endswith((".name", ".holder_name"))


def changed_places(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The places at which two contents differ, in the order of the form."""
    return [one for one in {**after, **before} if before.get(one) != after.get(one)]


def labels_of(places: Iterable[str], *contents: Mapping[str, Any]) -> list[str]:
    """What changed, in words: the member by its relation, never a value; each once."""
    return list(dict.fromkeys(label_of(place, *contents) for place in places))


def label_of(place: str, *contents: Mapping[str, Any]) -> str:
    part, _, rest = place.partition(".")
    field = field_at(place)
    label = str(field.verbose_name)
    if part == "members":
        at = f"members.{rest.partition('.')[0]}.relation"
        relation = next((one[at] for one in contents if at in one), "other")
        return f"{Member.Relation(relation).label}·{label}"
    if part == "items":
        return f"收支第{int(rest.partition('.')[0]) + 1}项·{label}"
    if part == "bank_card":
        return f"银行卡·{label}"
    return label


def shown_value(place: str, value: Any) -> str:
    """A value of a content as people read it."""
    return shown_plain(field_at(place), value)


def shown_plain(field: Field, value: Any) -> str:
    """A value in words: choices by their labels, yes and no."""
    choices = field.choices or getattr(getattr(field, "base_field", None), "choices", None)
    words = {str(key): str(label) for key, label in choices or []}
    if isinstance(value, list):
        return "、".join(words.get(str(one), str(one)) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return words.get(str(value), str(value))


def content_of_version(version: FileVersion) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(version.form)
    return found


def last_version(file: HardshipFile) -> FileVersion | None:
    return FileVersion.objects.filter(file=file).order_by("-number").first()


def doubts_of(form: Form) -> list[str]:
    """What looks wrong in a form and yet may be right: shown to the keeper, in nobody's way."""
    doubts = []
    if rules.card_is_doubtful(form.bank_card.card_no):
        doubts.append("银行卡号的校验位不符，请对照卡面核对；旧存折可以忽略")
    gone = {one.pk for one in form.members} - {one.pk for one in form.present}
    if any(item.member_id in gone for item in form.items):
        doubts.append("已故或已迁出的成员名下还有收入支出项目，请核对收入支出")
    return doubts


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
