"""The people of a sheet, family by family: who is the holder, whose number is whose."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistance.households.rules import ledgers as rules
from assistance.households.rules.ledgers import HOLDER, Family
from ground.intake.kinds import Batch, Outcome
from ground.kernel import identifiers
from ground.kernel.errors import RuleBroken
from ground.sheets.cells import YearMonth

MOST_MEMBERS = 30


@dataclass(slots=True)
class Person:
    """A person of a family: the row that tells of them, and what is known for certain."""

    row: int
    key: str  # the column that names them
    relation: str
    name: str
    id_no: str
    born_on: date | None = None
    sex: str = ""
    has_row: bool = True  # their own row, which holds the other columns of a person


def people_of(batch: Batch, family: Family) -> list[Person]:
    """The people of a family, the holder first; rows with a fault of their own are refused here."""
    found = [one for at in family.rows for one in _of_row(batch, family, at)]
    holders = [one for one in found if one.relation == HOLDER]
    if not holders:
        found[:0] = holders = list(_named_only(batch, family))
    if len(holders) > 1:
        first = batch.rows[holders[0].row]
        for one in holders[1:]:
            batch.refuse(
                one.row, "relation", f"这一户有两个户主（第{first}行已是），请核对关系或编号"
            )
    if not holders:
        batch.refuse(
            family.rows[0], "relation", "这一户没有户主（本人），请补上户主的一行或户主姓名"
        )
    elif len(found) > MOST_MEMBERS:
        batch.refuse(family.rows[0], "name", f"一户最多{MOST_MEMBERS}人，请核对编号是否重复使用")
    elif found[0] is not holders[0]:
        found.remove(holders[0])
        found.insert(0, holders[0])
    return found


def _of_row(batch: Batch, family: Family, at: int) -> Iterator[Person]:
    values = batch.values
    name, relation = values["name"][at], values["relation"][at]
    said = values["holder_name"][at]
    if name is None and relation in {None, HOLDER} and said and family.rows[0] == at:
        name, key = said, "holder_name"
    else:
        key = "name"
    if relation is None:
        is_holder = name == (said or family.holder_name) or (not said and len(family.rows) == 1)
        relation = HOLDER if is_holder else None
    if name is None:
        if batch.outcomes[at] is not Outcome.REFUSED:
            batch.refuse(at, "name", "没有姓名，请补上，或删去这一行")
    elif relation is None:
        if batch.outcomes[at] is not Outcome.REFUSED:
            batch.refuse(at, "relation", "请填写与户主关系：本人、配偶、子女、父母等")
    else:
        number = values["id_no"][at] or (values["holder_id"][at] if relation == HOLDER else "")
        person = Person(at, key, relation, name, number or "")
        _check_numbers(batch, person)
        yield person
    cell = values["told_members"][at]
    if cell:
        yield from _told(batch, at, cell)


def _named_only(batch: Batch, family: Family) -> Iterator[Person]:
    """The holder of a family that has rows for the others only: known by the columns of the holder."""
    values = batch.values
    at = family.rows[0]
    name = values["holder_name"][at]
    if name:
        person = Person(
            at, "holder_name", HOLDER, name, values["holder_id"][at] or "", has_row=False
        )
        _from_number(person)
        yield person


def _told(batch: Batch, at: int, cell: str) -> Iterator[Person]:
    members = rules.told_members(cell)
    if members is None:
        batch.refuse(
            at,
            "told_members",
            "看不出各是谁。请写成“妻李某 1970；女李小某 2001”，每人以分号隔开，或一人一行",
        )
        return
    for one in members:
        person = Person(at, "told_members", one.relation, one.name, "", has_row=False)
        if one.id_no:
            try:
                person.id_no = identifiers.full_id_number(one.id_no)
            except RuleBroken as broken:
                batch.refuse(at, "told_members", broken.message)
            _from_number(person)
        elif one.year:
            batch.warn(at, "told_members", "成员只有出生年份，出生日期暂不录入，核认前请补身份证号")
        yield person


def _from_number(person: Person) -> None:
    if person.id_no:
        person.born_on = identifiers.birth_date_of(person.id_no)
        person.sex = "m" if identifiers.is_male(person.id_no) else "f"


def _check_numbers(batch: Batch, person: Person) -> None:
    """Sex and birth date as the number says; what the row says otherwise is refused."""
    _from_number(person)
    values, at = batch.values, person.row
    sex, born = values["sex"][at], values["born_on"][at]
    holder_id = values["holder_id"][at]
    if person.relation == HOLDER and holder_id and person.id_no != holder_id:
        batch.refuse(at, "id_no", "与户主身份证号不一致，请核对")
    if sex and person.sex and sex != person.sex:
        batch.refuse(at, "sex", "性别与身份证号不符，请核对")
    if born is not None and person.born_on is not None:
        known = person.born_on
        agrees = (
            born.year == known.year and born.month in {None, known.month}
            if isinstance(born, YearMonth)
            else born == known
        )
        if not agrees:
            batch.refuse(at, "born_on", "出生日期与身份证号不符，请核对")
    elif isinstance(born, date):
        person.born_on = born
    elif born is not None:
        batch.warn(at, "born_on", "没有身份证号，出生日期也不完整，暂不录入出生日期")
    person.sex = person.sex or sex or ""
