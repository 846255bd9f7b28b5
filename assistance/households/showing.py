"""How a form is read: its values by section, masked; what a version changed; files that belong together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from assistance.households.filling import FIELDS, SECTIONS, row_of
from assistance.households.looks import register_url
from assistance.households.models import FileVersion, HardshipFile, Member
from assistance.households.queries import (
    Form,
    changed_places,
    content_of_version,
    is_sealed,
    label_of,
    may_take,
    shown_plain,
    shown_value,
)
from assistance.households.rules import MOVES
from ground.accounts.models import User
from ground.audit.sealing import SealedField
from ground.kernel import identifiers

MASKS: dict[str, Callable[[str], str]] = {
    "id_no": identifiers.masked_id,
    "mobile": identifiers.masked_mobile,
    "card_no": identifiers.masked_card,
    "name": identifiers.masked_name,
    "holder_name": identifiers.masked_name,
}


@dataclass(frozen=True)
class Shown:
    """One value of the form as a page shows it: masked, with the address that shows it for a reason."""

    label: str
    text: str
    url: str = ""
    wide: bool = False


def sections_of(form: Form, *, may_reveal: bool) -> list[tuple[str, list[Shown]]]:
    """The form to be read: what is filled in, section by section; sealed values masked."""
    found = []
    for section in SECTIONS:
        if section.part not in FIELDS or section.slug == "income":
            continue
        row = row_of(form, section.part)
        rows = [
            shown_field(form.file, row, FIELDS[section.part][name], may_reveal=may_reveal)
            for name in section.names
        ]
        filled = [one for one in rows if one is not None]
        if filled:
            found.append((section.label, filled))
    return found


def shown_field(
    file: HardshipFile, row: models.Model, field: Any, *, may_reveal: bool
) -> Shown | None:
    """A field of the form that holds something; nothing sealed is opened but to mask a number."""
    label = str(field.verbose_name)
    if isinstance(field, SealedField) or field.name in {"name", "holder_name"}:
        if not row.__dict__.get(field.attname):
            return None
        mask = MASKS.get(field.name)
        text = mask(getattr(row, field.name)) if mask else "已登记"
        return Shown(label, text, reveal_url(file, row, field.name) if may_reveal else "")
    value = getattr(row, field.name)
    if value in (None, "", []):
        return None
    if isinstance(field, models.ForeignKey | models.DateField):
        return Shown(label, str(value))
    return Shown(label, shown_plain(field, value))


def reveal_url(file: HardshipFile, row: models.Model, name: str) -> str:
    if isinstance(row, Member):
        return reverse("households:reveal_member", args=[file.pk, row.pk, name])
    return reverse("households:reveal", args=[file.pk, name])


def changes_of(version: FileVersion, before: FileVersion | None) -> list[dict[str, object]]:
    """What a version changed: label, before and after; what is sealed says only that it is there."""
    now, then = content_of_version(version), content_of_version(before) if before else {}

    def side(content: dict[str, Any], number: int, place: str) -> dict[str, str]:
        if place not in content:
            return {"text": "—", "url": ""}
        if not is_sealed(place):
            return {"text": shown_value(place, content[place]), "url": ""}
        url = reverse("households:reveal_version", args=[version.file_id, number, place])
        return {"text": "已登记", "url": url}

    return [
        {
            "label": label_of(place, now, then),
            "before": side(then, version.number - 1, place),
            "after": side(now, version.number, place),
        }
        for place in changed_places(then, now)
    ]


def related_to(file: HardshipFile) -> list[dict[str, str]]:
    """Files of the same people: merged, parted, from before; each with its own register of aid."""
    of = [
        ("并入本档", list(file.merged_from.all())),
        ("已并入", [file.merged_into] if file.merged_into else []),
        ("分户自", [file.split_from] if file.split_from else []),
        ("分出", list(file.split_into.all())),
        ("返困，前次档案", [file.relapse_of] if file.relapse_of else []),
        ("脱困后再次建档", list(file.relapses.all())),
    ]
    return [
        {
            "label": label,
            "file_no": one.file_no,
            "url": reverse("households:file", args=[one.pk]),
            "register_url": register_url(one),
        }
        for label, files in of
        for one in files
    ]


def merge_url(user: User, file: HardshipFile) -> str:
    """Where another file is merged into this one, for those who may."""
    if file.state not in MOVES["merge"].sources:
        return ""
    if may_take(user, file, "merge"):
        return reverse("households:merge", args=[file.pk])
    if may_take(user, file, "cancel"):
        return reverse("households:merge_active", args=[file.pk])
    return ""
