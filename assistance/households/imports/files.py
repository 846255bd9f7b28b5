from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from assistance.households import rules
from assistance.households.events import FilesImported
from assistance.households.imports import standing, writing
from assistance.households.imports.fields import FIELDS
from assistance.households.imports.people import Person, people_of
from assistance.households.models import HardshipFile, Member
from assistance.households.permissions import IMPORT_FILES
from assistance.households.rules.ledgers import Family, doubt_of_birth, families_of
from ground.events.services import publish
from ground.intake.kinds import Batch, ImportKind, Outcome, Total, Written, import_kind
from ground.kernel.folding import simplified
from ground.kernel.money import TEN_BILLION
from ground.sheets.cells import YearMonth

FILES, PEOPLE = "困难家庭", "家庭成员"
# What is said once of a family: two rows that say it differently are at odds.
SAID_ONCE = ("unit", "category", "tier", "causes", "annual_income", "rigid_expenses", "approved_on")
DAYS = {"opened_on": "申请日期", "approved_on": "建档日期", "confirmed_on": "最近核实日期"}
SOME_DAYS = (*DAYS, "work_since", "dibao_since")
MOST_CAUSES = 3
YOUNGEST_HOLDER = 16


@import_kind("households.files", label="困难职工旧台账", permission=IMPORT_FILES, order=60)
class OldFiles(ImportKind):
    says = (
        "使用本系统以前的困难职工台账，一人一行或一户一行。导入后是“旧档待核认”，由审批人逐户核认后才在档。"
        "一户之中有一行不能导入，整户都不导入。"
    )
    noun = "行"
    opens = "households:list"
    as_a_whole = True
    fills_merged = True
    fields = FIELDS

    def begin(self) -> None:
        self._families: list[tuple[Family, list[Person]]] = []

    def totals(self) -> list[Total]:
        inside = HardshipFile.objects.filter(unit__path__startswith=self.organisation.path)
        people = Member.objects.filter(file__unit__path__startswith=self.organisation.path)
        return [
            Total(FILES, Decimal(inside.count()), "户"),
            Total(PEOPLE, Decimal(people.count()), "人"),
        ]

    def examine(self, batch: Batch) -> None:
        self._families = []
        self._read_days(batch)
        values = batch.values
        has_unit = any(one is not None for one in values["unit"])
        named = [simplified(one) if one else None for one in values["name"]]
        for family in families_of(
            count=len(batch.rows),
            file_no=values["file_no"],
            number=values["number"],
            holder_id=values["holder_id"],
            holder_name=[simplified(one) if one else None for one in values["holder_name"]],
            relation=values["relation"],
            name=named,
        ):
            people = people_of(batch, family)
            self._families.append((family, people))
            self._check_family(batch, family, people, has_unit=has_unit)
        everybody = [one for _, people in self._families for one in people]
        _refuse_twice(batch, everybody)
        self._check_standing(batch, everybody)
        for family, people in self._families:
            self._settle(batch, family, people)

    def _settle(self, batch: Batch, family: Family, people: list[Person]) -> None:
        """A family is in or out as a whole; one that is there already is left as a whole."""
        rows, outcomes = family.rows, batch.outcomes
        faulty = next((at for at in rows if outcomes[at] is Outcome.REFUSED), None)
        if faulty is not None:
            for at in rows:
                if outcomes[at] is not Outcome.REFUSED:
                    batch.refuse(at, "name", f"同户第{batch.rows[faulty]}行不能导入，整户暂不导入")
        elif outcomes[rows[0]] is not Outcome.SAME:
            if len(rows) > 1 and not batch.warned.isdisjoint(rows):
                batch.warned.update(rows)
            self.gains[FILES] += 1
            self.gains[PEOPLE] += len(people)

    def _read_days(self, batch: Batch) -> None:
        """Days of which only the month is known count from its first; of which only the year, not at all."""
        for key in SOME_DAYS:
            column = batch.values[key]
            for at, said in enumerate(column):
                if isinstance(said, YearMonth):
                    if said.month is None:
                        column[at] = None
                        batch.warn(at, key, "只有年份，暂不录入，核认时请补上")
                    else:
                        column[at] = date(said.year, said.month, 1)
                        batch.warn(at, key, "只有年月，按当月1日录入")
                if column[at] is not None and column[at] > self.today:
                    batch.refuse(at, key, "日期不能晚于今天")

    def _check_family(
        self, batch: Batch, family: Family, people: list[Person], *, has_unit: bool
    ) -> None:
        rows, values = family.rows, batch.values
        first = people[0].row if people else rows[0]
        if len(rows) > 1:
            for key in SAID_ONCE:
                column = values[key]
                said = next((column[at] for at in (first, *rows) if column[at] is not None), None)
                for at in rows:
                    if column[at] is not None and column[at] != said:
                        batch.refuse(at, key, f"与同户第{batch.rows[first]}行填写的不一致，请核对")
        unit = writing.said(values["unit"], first, rows)
        if unit is not None and not unit.path.startswith(self.organisation.path):
            batch.refuse(first, "unit", f"“{unit.name}”不在“{self.organisation}”的范围内")
        elif unit is None and has_unit and batch.outcomes[first] is not Outcome.REFUSED:
            batch.refuse(first, "unit", "请填写所在单位")
        for key in ("annual_income", "rigid_expenses"):
            amount = writing.said(values[key], first, rows)
            if amount is not None and amount >= TEN_BILLION:
                batch.refuse(first, key, "金额过大，请核对")
        causes = writing.causes_of(values, first, rows)
        if len(causes) > MOST_CAUSES + 1:
            batch.refuse(first, "causes", f"致困原因最多{MOST_CAUSES + 1}项：主要一项，次要三项")
        self._check_people(batch, family, people)
        _check_contact(batch, first, rows)
        _check_card(batch, first, rows, people)

    def _check_people(self, batch: Batch, family: Family, people: list[Person]) -> None:
        if not people:
            return
        holder = people[0]
        if not holder.id_no:
            batch.warn(holder.row, holder.key, "户主没有身份证号，无法查重，核认前须补上")
        if holder.born_on:
            grown = _years_after(holder.born_on, YOUNGEST_HOLDER)
            if grown > self.today:
                batch.warn(holder.row, holder.key, "户主不满16周岁：助学家庭的档案应建在父母名下")
            for one in people[1:]:
                if one.born_on and (
                    doubt := doubt_of_birth(one.relation, one.born_on, holder.born_on)
                ):
                    batch.warn(one.row, one.key, doubt)
        size = writing.said(batch.values["family_size"], holder.row, family.rows)
        if size is not None and size != len(people):
            batch.warn(
                holder.row, "family_size", f"写的是{size}人，表中有{len(people)}人，请核对是否缺人"
            )

    def _check_standing(self, batch: Batch, everybody: Sequence[Person]) -> None:
        """Who stands in an open file already, anywhere: two look-ups, however many people."""
        found = standing.open_files_of(one.id_no for one in everybody if one.id_no)
        unnamed = standing.unnumbered_holders(
            (self._unit_of(batch, family, people).pk, people[0].name)
            for family, people in self._families
            if people and not people[0].id_no
        )
        for family, people in self._families:
            if not people:
                continue
            files = {known.pk for one in people if (known := found.get(one.id_no))}
            whole = len(files) == 1 and all(one.id_no in found for one in people if one.id_no)
            holder = people[0]
            if whole and found.get(holder.id_no) and self._sees(found[holder.id_no]):
                if all(batch.outcomes[at] is not Outcome.REFUSED for at in family.rows):
                    for at in family.rows:
                        batch.leave(at)
                continue
            for one in people:
                if known := found.get(one.id_no):
                    where = (
                        f"该身份证号已在档案 {known.file_no} 中，一人只能在一份在办档案里"
                        if self._sees(known)
                        else "该身份证号已在其他单位的在办档案中，请与上级工会核实"
                    )
                    batch.refuse(one.row, "id_no" if one.has_row else one.key, where)
            if not holder.id_no:
                called = (self._unit_of(batch, family, people).pk, holder.name)
                if called in unnamed:
                    batch.refuse(
                        holder.row,
                        holder.key,
                        f"本单位已有同名且没有身份证号的户主（档案 {unnamed[called]}），请补上身份证号再导入",
                    )

    def _sees(self, known: standing.Known) -> bool:
        return known.path.startswith(self.names.paths)

    def _unit_of(self, batch: Batch, family: Family, people: list[Person]) -> Any:
        first = people[0].row if people else family.rows[0]
        return writing.said(batch.values["unit"], first, family.rows) or self.organisation

    def write(self, batch: Batch, wanted: Sequence[int]) -> Written:
        going = set(wanted)
        families = [one for one in self._families if going.issuperset(one[0].rows)]
        return writing.write_families(batch, families, by=self.by, instead=self.organisation)

    def finish(self, *, batch_id: int, created: int) -> None:
        if created:
            files = self.gains[FILES]
            publish(FilesImported(batch_id=batch_id, unit_id=self.organisation.pk, files=files))


def _refuse_twice(batch: Batch, everybody: Iterable[Person]) -> None:
    """One person stands in one family: of those who are in two, neither goes in."""
    seen: dict[str, Person] = {}
    for one in everybody:
        if not one.id_no:
            continue
        first = seen.setdefault(one.id_no, one)
        if first is not one:
            for here, there in ((one, first), (first, one)):
                batch.refuse(
                    here.row,
                    "id_no" if here.has_row else here.key,
                    f"与第{batch.rows[there.row]}行的身份证号相同，一人只能在一户里出现一次",
                )


def _check_contact(batch: Batch, first: int, rows: Sequence[int]) -> None:
    """Telephones are read here: the mobile one is the file's, any other a contact beside it."""
    said = writing.said(batch.values["mobile"], first, rows)
    if said is None:
        return
    mobile, other = writing.telephones(said)
    if not mobile and not other:
        batch.refuse(first, "mobile", "不是能识别的电话号码，请核对位数")


def _check_card(batch: Batch, first: int, rows: Sequence[int], people: Sequence[Person]) -> None:
    card = writing.said(batch.values["card_no"], first, rows)
    if card is None:
        return
    plain = "".join(card.split()).replace("-", "")
    if not (plain.isascii() and plain.isdecimal() and 8 <= len(plain) <= 30):  # noqa: PLR2004 -- of old books
        batch.refuse(first, "card_no", "银行卡号应全是数字，请核对")
    elif rules.card_is_doubtful(plain):
        batch.warn(first, "card_no", "银行卡号的校验位不符，请对照卡面核对")
    owner = writing.said(batch.values["card_holder"], first, rows)
    if owner and simplified(owner) not in {simplified(one.name) for one in people}:
        batch.refuse(first, "card_holder", "开户人应是户主或家庭成员，请核对")


def _years_after(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
