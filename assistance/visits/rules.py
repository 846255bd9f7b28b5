"""What may be put on record as a visit. No database."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from assistance.pairing.rules import LINK_POINTS
from ground.kernel import identifiers
from ground.kernel.errors import RuleBroken
from ground.kernel.money import LARGEST, yuan

LARGEST_FAMILY = 30
WIDEST = {"visitors": 200, "interlocutors": 200}
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])", re.ASCII)


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


def check_visited_on(*, visited_on: date, today: date, days_to_record: int) -> None:
    """A visit is recorded on its day or within the days that the local rule gives."""
    if visited_on > today:
        raise RuleBroken(
            "visit_in_future",
            "走访以后才能登记，走访日期不能晚于今天",
            fields={"visited_on": "不能晚于今天"},
        )
    if (today - visited_on).days > days_to_record:
        raise RuleBroken(
            "visit_too_old",
            f"走访应在{days_to_record}日内登记；超期的请联系双联办",
            fields={"visited_on": f"已超过{days_to_record}日"},
        )


def check_parties(*, kind: str, kinds: Collection[str], agency: Any, link_point: Any) -> None:
    """Somebody's office goes to an enterprise or a community, on one of the kinds of visit."""
    if kind not in kinds:
        raise RuleBroken("visit_kind_unknown", "请选择走访类型", fields={"kind": "请选择走访类型"})
    if agency.kind in LINK_POINTS:
        raise RuleBroken(
            "not_an_agency",
            f"“{agency}”是企业或社区，不能作为走访单位",
            fields={"agency": "请选择机关单位"},
        )
    if link_point.kind not in LINK_POINTS:
        raise RuleBroken(
            "not_a_link_point",
            f"“{link_point}”不是企业或社区，请选择走访的企业或社区",
            fields={"link_point": "请选择企业或社区"},
        )


def check_texts(*, needed: dict[str, str], others: dict[str, str]) -> None:
    """What must be said is said, and no ID number stands in text that everybody in scope reads."""
    missing = {field: "不能为空" for field, text in needed.items() if not text.strip()}
    if missing:
        raise RuleBroken("visit_incomplete", "请填写走访人和了解到的情况", fields=missing)
    long = {
        field: f"不超过{WIDEST[field]}字"
        for field, text in (needed | others).items()
        if len(text.strip()) > WIDEST.get(field, len(text))
    }
    if long:
        raise RuleBroken("text_too_long", "走访人、接待人各不超过200字", fields=long)
    numbered = {
        field: "请勿在此填写身份证号"
        for field, text in (needed | others).items()
        if _ID_NUMBER.search(text)
    }
    if numbered:
        raise RuleBroken(
            "id_number_in_text",
            "文字栏里不能写身份证号，请填到“发现的困难家庭”的身份证号栏",
            fields=numbered,
        )


def cash_of(text: str | int | Decimal) -> Decimal:
    """Condolence cash in yuan: none, or more than none."""
    try:
        cash = yuan(text)
    except RuleBroken as unreadable:
        raise RuleBroken(
            unreadable.code,
            unreadable.message,
            fields={"condolence_cash": "请填写数字，最多两位小数"},
        ) from unreadable
    if not 0 <= cash <= LARGEST:
        raise RuleBroken(
            "cash_negative", "慰问金不能为负数", fields={"condolence_cash": "不能为负数"}
        )
    return cash


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
    if _ID_NUMBER.search(hardship) or _ID_NUMBER.search(name):
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
