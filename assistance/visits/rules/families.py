"""Families in hardship that a visit came upon, as they are kept. No database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistance.visits.rules.texts import ID_NUMBER
from ground.kernel import identifiers
from ground.kernel.errors import RuleBroken

LARGEST_FAMILY = 30


@dataclass(frozen=True)
class FoundFamily:
    """A family in hardship that a visit came upon, as the visitors heard it."""

    worker_name: str
    hardship: str
    id_no: str = ""
    mobile: str = ""
    family_size: int = 1

    def __repr__(self) -> str:
        """No personal data, wherever this may be printed."""
        return "FoundFamily(…)"


def checked_families(families: Sequence[FoundFamily]) -> list[FoundFamily]:
    """The families as they are kept. Errors name the row: `families.0.id_no`."""
    kept: list[FoundFamily] = []
    for row, family in enumerate(families):
        try:
            kept.append(_checked(family))
        except RuleBroken as broken:
            fields = {f"families.{row}.{name}": text for name, text in broken.fields.items()}
            raise RuleBroken(
                broken.code, f"第{row + 1}户：{broken.message}", fields=fields
            ) from broken
    numbers = [family.id_no for family in kept]
    for row, number in enumerate(numbers):
        if number and number in numbers[:row]:
            first = numbers.index(number) + 1
            raise RuleBroken(
                "family_twice",
                f"第{row + 1}户与第{first}户的身份证号相同，请核对",
                fields={f"families.{row}.id_no": f"与第{first}户相同"},
            )
    return kept


def _checked(family: FoundFamily) -> FoundFamily:
    name, hardship = family.worker_name.strip(), family.hardship.strip()
    missing = {
        field: "不能为空"
        for field, text in (("worker_name", name), ("hardship", hardship))
        if not text
    }
    if missing:
        raise RuleBroken("family_incomplete", "请填写职工姓名和困难情况", fields=missing)
    if len(name) > 40:  # noqa: PLR2004 -- the column's width
        raise RuleBroken("name_too_long", "姓名不超过40字", fields={"worker_name": "不超过40字"})
    if len(hardship) > 300:  # noqa: PLR2004 -- the column's width
        raise RuleBroken(
            "hardship_too_long", "困难情况不超过300字", fields={"hardship": "不超过300字"}
        )
    if ID_NUMBER.search(hardship) or ID_NUMBER.search(name):
        raise RuleBroken(
            "id_number_in_text",
            "身份证号请填到身份证号栏",
            fields={"hardship": "请勿在此填写身份证号"},
        )
    if not 1 <= family.family_size <= LARGEST_FAMILY:
        raise RuleBroken(
            "family_size_unlikely",
            f"家庭人口应在1至{LARGEST_FAMILY}人之间",
            fields={"family_size": f"1至{LARGEST_FAMILY}"},
        )
    return replace(
        family,
        worker_name=name,
        hardship=hardship,
        id_no=identifiers.id_number(family.id_no) if family.id_no.strip() else "",
        mobile=identifiers.mobile(family.mobile) if family.mobile.strip() else "",
    )


def families_not_among(
    families: Iterable[FoundFamily], known: Iterable[tuple[str, str]]
) -> list[FoundFamily]:
    """Those that are not yet known, by ID number where both have one, otherwise by name.

    `known`: (worker_name, id_no) of the families already on record.
    """
    rows = list(known)
    numbers = {number for _, number in rows if number}
    names = {name for name, _ in rows}
    nameless = {name for name, number in rows if not number}
    return [
        one
        for one in families
        if one.id_no not in numbers
        and one.worker_name.strip() not in (nameless if one.id_no else names)
    ]
