"""What was typed into the fields of a form, read field by field as their columns ask."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from assistance.households import rules
from ground.audit.sealing import SealedField
from ground.kernel import clock, identifiers
from ground.kernel.errors import RuleBroken
from ground.places.models import Division

LONGEST_SEALED = {"situation": 2000}
LONGEST_OTHER = 200
COUNTS = {"enrolled_year": (1950, 2100), "school_years": (1, 12), "contract_months": (0, 600)}
MOST_OF_ANYTHING = 99
LONGEST_KEY = 18
MAY_LIE_AHEAD = frozenset({"planned_exit_on"})


def write_values(
    row: models.Model, fields: Mapping[str, Any], values: rules.Values, *, at: str = ""
) -> None:
    """Set on a row what was typed, by field name. `at` begins the names that errors give to inputs.

    Raises RuleBroken with the input at fault; a name that is not in `fields` is refused. Nothing
    typed keeps a sealed value, and a choice that cannot be empty.
    """
    for name, typed in values.items():
        field, text = fields.get(name), rules.typed_text(typed)
        if field is None:
            raise RuleBroken(
                "field_unknown",
                f"表单中没有“{name[:30]}”这一项",
                fields={f"{at}{name[:30]}": "未知"},
            )
        if not text and (isinstance(field, SealedField) or (field.choices and not field.blank)):
            continue  # kept: it cannot be sent back, or it cannot be empty
        if isinstance(field, SealedField):
            setattr(row, name, "" if text == rules.EMPTIED else _sealed(field, text, at + name))
        elif isinstance(field, models.ForeignKey):
            setattr(row, field.attname, _division(text, at + name))
        else:
            setattr(row, name, _read(field, typed, at + name))


def _read(field: Any, typed: object, at: str) -> object:
    label, text = str(field.verbose_name), rules.typed_text(typed)
    value: object
    if isinstance(field, ArrayField):
        chosen = [str(one) for one in typed] if isinstance(typed, list | tuple) else []
        value = [_choice(field.base_field.choices, label, one, at) for one in chosen if one]
    elif isinstance(field, models.BooleanField):
        value = _yes_or_no(field, typed, at)
    elif isinstance(field, models.DateField):
        latest = None if field.name in MAY_LIE_AHEAD else clock.today()
        value = rules.read_day(at, label, typed, latest=latest)
    elif field.name == "floor_area":
        value = rules.read_area(at, label, typed)
    elif isinstance(field, models.DecimalField):
        value = rules.check_amount(at, label, text)
    elif isinstance(field, models.PositiveSmallIntegerField):
        least, most = COUNTS.get(field.name, (0, MOST_OF_ANYTHING))
        value = rules.read_count(at, label, typed, least=least, most=most)
    elif field.choices:
        value = _choice(field.choices, label, text, at)
    else:
        text = rules.check_text(at, label, text, longest=field.max_length or LONGEST_OTHER)
        value = rules.read_postcode(at, text) if field.name == "postcode" else text
    return value


def _sealed(field: SealedField, text: str, at: str) -> str:
    label = str(field.verbose_name)
    if field.choices:
        return _choice(field.choices, label, text, at)
    readers: dict[str, Callable[[str], str]] = {
        "id_no": identifiers.id_number,
        "mobile": identifiers.mobile,
        "card_no": lambda typed: rules.read_card_no(at, typed),
        "dibao_amount": lambda typed: str(rules.check_amount(at, label, typed)),
    }
    longest = LONGEST_SEALED.get(field.name, LONGEST_OTHER)
    reader = readers.get(field.name)
    if reader is None:
        return rules.check_text(at, label, text, longest=longest)
    try:
        return reader(text)
    except RuleBroken as broken:
        raise broken.beside(at) from None


def _choice(choices: Any, label: str, text: str, at: str) -> str:
    return rules.check_one_of(at, label, text, [str(value) for value, _ in choices])


def _yes_or_no(field: Any, typed: object, at: str) -> bool | None:
    try:
        answer = rules.read_choice(typed)
    except RuleBroken as broken:
        raise broken.beside(at) from None
    if answer is None and not field.null:
        return bool(field.get_default())
    return answer


def _division(text: str, at: str) -> int | None:
    if not text:
        return None
    known = text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY
    if not known or not Division.objects.filter(pk=int(text)).exists():
        raise RuleBroken(
            "division_unknown", "没有这个行政区划，请重新选择", fields={at: "请重新选择"}
        )
    return int(text)
