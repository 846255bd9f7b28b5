"""Write many families at once: their files, people, circumstances, cards and first versions, by COPY."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from assistance.households import rules
from assistance.households.imports import standing
from assistance.households.imports.codings import LEGACY
from assistance.households.imports.fields import OF_LIFE, OF_PERSON
from assistance.households.imports.people import Person
from assistance.households.models import BankCard, Circumstances, FileVersion, HardshipFile, Member
from assistance.households.queries import hash_of_id, tokens_of
from assistance.households.rules.ledgers import HOLDER, Family
from ground.accounts.models import Organisation, User
from ground.intake.kinds import Batch, Written
from ground.intake.storing import insert, next_keys
from ground.kernel import clock

WHY = "旧台账导入"
PERSONAL = tuple(one.key for one in OF_PERSON)
LIFE = tuple(one.key for one in OF_LIFE)
UNKNOWN = {
    "monthly_income", "is_migrant", "single_parent", "zero_employment", "self_help_capable",
    "work_since", "dibao_since",
}  # fmt: skip
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}[-\s]?)?[2-9]\d{6,7}(?:-\d{1,5})?(?!\d)")
Values = Mapping[str, list[Any]]


def said(column: Sequence[Any], first: int, rows: Sequence[int]) -> Any:
    """What a family's rows say in a column: the holder's row before the others; None where none does."""
    if column[first] is not None or len(rows) == 1:
        return column[first]
    return next((column[at] for at in rows if column[at] is not None), None)


def causes_of(values: Values, first: int, rows: Sequence[int]) -> list[str]:
    """The causes of a family, each once, the primary one first."""
    told = (said(values["causes"], first, rows) or []) + (
        said(values["secondary_causes"], first, rows) or []
    )
    return list(dict.fromkeys(told))


def telephones(written: str) -> tuple[str, str]:
    """The mobile number and what else there is, of a cell that may hold several."""
    plain = unicodedata.normalize("NFKC", written).replace("—", "-")
    compact = re.sub(r"(?<=\d)[ -](?=\d{4}(?:\D|$))", "", plain)
    mobiles = _MOBILE.findall(compact)
    rest = _MOBILE.sub(" ", compact)
    others = [*mobiles[1:], *(one.strip() for one in _LANDLINE.findall(rest))]
    return (mobiles[0] if mobiles else ""), "、".join(others)


def write_families(
    batch: Batch,
    families: Sequence[tuple[Family, list[Person]]],
    *,
    by: User,
    instead: Organisation,
) -> Written:
    """Write the families as files that wait for their acknowledgement. `instead`: where no unit is told."""
    values, today, count = batch.values, clock.today(), len(families)
    firsts = [people[0].row for _, people in families]
    rows = [family.rows for family, _ in families]

    def column(key: str, unknown: Any = "") -> list[Any]:
        told = values[key]
        found = (said(told, first, some) for first, some in zip(firsts, rows, strict=True))
        return [unknown if one is None else one for one in found]

    phones = [telephones(one) if one else ("", "") for one in column("mobile")]
    hashes = [[hash_of_id(one.id_no) for one in people] for _, people in families]
    exited = standing.exited_files_of([one for some in hashes for one in some if one])
    classes = column("category")
    causes = [causes_of(values, *of) for of in zip(firsts, rows, strict=True)]
    approved, confirmed = column("approved_on", None), column("confirmed_on", None)
    keys = next_keys(HardshipFile, count)
    head: dict[str, list[Any]] = {
        "category": ["" if one.startswith(LEGACY) else one for one in classes],
        "legacy_category": [
            one.removeprefix(LEGACY) if one.startswith(LEGACY) else "" for one in classes
        ],
        "tier": column("tier", HardshipFile.Tier.BASIC.value),
        "primary_cause": [one[0] if one else "" for one in causes],
        "secondary_causes": [one[1:] for one in causes],
        "situation": column("situation"),
        "annual_income": column("annual_income", None),
        "rigid_expenses": column("rigid_expenses", None),
        "mobile": [mobile for mobile, _ in phones],
        "address": column("address"),
    }
    insert(
        HardshipFile,
        count,
        {
            **head,
            "file_no": [rules.file_number(today.year, key) for key in keys],
            "former_no": column("file_no"),
            "unit_id": [(one or instead).pk for one in column("unit")],
            "opened_on": [
                opened or agreed or looked or today
                for opened, agreed, looked in zip(
                    column("opened_on", None), approved, confirmed, strict=True
                )
            ],
            "approved_on": approved,
            "confirmed_on": confirmed,
            "relapse_of_id": [
                next((exited[one] for one in some if one in exited), None) for some in hashes
            ],
        },
        keys=keys,
        state=HardshipFile.State.IMPORTED.value,
        origin=HardshipFile.Origin.IMPORTED.value,
        submitted_by_id=by.pk,
    )
    written = Written({HardshipFile: keys})
    contents = [
        _filled("head", {name: one[at] for name, one in head.items()}) for at in range(count)
    ]
    _write_people(families, keys, hashes, phones, values, contents, written)
    life = {key: column(key, None if key in UNKNOWN else "") for key in LIFE}
    life["dibao_amount"] = [f"{one:.2f}" if one != "" else "" for one in life["dibao_amount"]]
    life["other_contact"] = [other for _, other in phones]
    _write_parts(Circumstances, "circumstances", life, keys, contents, written)
    numbers = ["".join(one.split()).replace("-", "") for one in column("card_no")]
    holders = [
        (owner or people[0].name) if number else ""
        for owner, number, (_, people) in zip(column("card_holder"), numbers, families, strict=True)
    ]
    banks = [bank if number else "" for bank, number in zip(column("bank"), numbers, strict=True)]
    card = {"holder_name": holders, "bank": banks, "card_no": numbers}
    _write_parts(BankCard, "bank_card", card, keys, contents, written)
    versions = insert(
        FileVersion,
        count,
        {
            "file_id": keys,
            "form": [json.dumps(one, ensure_ascii=False) for one in contents],
        },
        number=1,
        form_version=1,
        why=WHY,
        by_id=by.pk,
        at=clock.now(),
    )
    written.add(Written({FileVersion: versions}))
    return written


def _write_people(
    families: Sequence[tuple[Family, list[Person]]],
    keys: Sequence[int],
    hashes: Sequence[list[str]],
    phones: Sequence[tuple[str, str]],
    values: Values,
    contents: list[dict[str, Any]],
    written: Written,
) -> None:
    people = [one for _, some in families for one in some]
    told: dict[str, list[Any]] = {
        "relation": [one.relation for one in people],
        "name": [one.name for one in people],
        "id_no": [one.id_no for one in people],
        "born_on": [one.born_on for one in people],
        "sex": [one.sex for one in people],
    }
    for name in PERSONAL:
        column = values[name]
        unknown = None if name in UNKNOWN else ""
        if any(one is not None for one in column):
            told[name] = [
                unknown if not one.has_row or (said_here := column[one.row]) is None else said_here
                for one in people
            ]
    mobile_of = [
        phones[at][0] if one.relation == HOLDER else ""
        for at, (_, some) in enumerate(families)
        for one in some
    ]
    members = next_keys(Member, len(people))
    insert(
        Member,
        len(people),
        {
            **told,
            "file_id": [key for key, (_, some) in zip(keys, families, strict=True) for _ in some],
            "id_hash": [one for some in hashes for one in some],
            "tokens": [
                tokens_of(one.name, mobile, one.id_no)
                for one, mobile in zip(people, mobile_of, strict=True)
            ],
        },
        keys=members,
        in_open_file=True,
    )
    written.add(Written({Member: members}))
    names = list(told)
    lines = zip(members, *told.values(), strict=True)
    for content, (_, some) in zip(contents, families, strict=True):
        for _ in some:
            key, *cells = next(lines)
            content.update(_filled(f"members.{key}", dict(zip(names, cells, strict=True))))
            content[f"members.{key}.standing"] = Member.Standing.PRESENT.value
            content[f"members.{key}.lives_together"] = True


def _write_parts(
    model: type[Circumstances] | type[BankCard],
    part: str,
    columns: Mapping[str, list[Any]],
    keys: Sequence[int],
    contents: list[dict[str, Any]],
    written: Written,
) -> None:
    """Rows beside the files, for those of which anything is told."""
    told = [
        at
        for at in range(len(keys))
        if any(one[at] is not None and one[at] != "" for one in columns.values())
    ]
    if not told:
        return
    picked = {name: [one[at] for at in told] for name, one in columns.items()}
    made = insert(model, len(told), {**picked, "file_id": [keys[at] for at in told]})
    written.add(Written({model: made}))
    for number, at in enumerate(told):
        contents[at].update(_filled(part, {name: one[number] for name, one in picked.items()}))


def _filled(part: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Content as versions hold it: place → plain value, empty places left out."""
    return {
        f"{part}.{name}": _plain(value)
        for name, value in values.items()
        if value is not None and value not in ("", [])
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else value
