"""Who is meant by a row of a unit's list: a family, a member of one, or somebody without a file."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q

from assistance.households.models import HardshipFile, Member
from assistance.households.models.codes import Education
from assistance.households.queries import hash_of_id
from campaigns import queries
from campaigns.kinds import CampaignKind, PersonClass
from campaigns.models import Campaign
from campaigns.services import key_of
from ground.accounts.models import Organisation
from ground.intake.kinds import Batch
from ground.intake.names import normal
from ground.kernel.money import shown_short

SEPARATORS = re.compile(r"[（）()、/]")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What is written of a row that is taken. `unit_path`: whose quota it uses."""

    campaign: int
    unit_id: int
    unit_path: str
    person_class: str
    stage: str
    person_key: str = ""
    file_id: int | None = None
    member_id: int | None = None
    people: int = 1


def stages_by_word(kind: CampaignKind) -> dict[str, str]:
    """The stages of a kind by what people write: 高中（中职） also as 高中, as 中职, and by the level of a file.

    A word that means two of them means none.
    """
    told: dict[str, set[str]] = defaultdict(set)
    for one in kind.stages:
        for word in (one.code, *words_of(one.label)):
            told[normal(word)].add(one.code)
    levels = dict(Education.choices)
    for level, code in kind.stages_of_education.items():
        for word in words_of(levels[level]):
            told[normal(word)].add(code)
    return {word: codes.pop() for word, codes in told.items() if len(codes) == 1}


def words_of(label: str) -> list[str]:
    """A label as it stands, and each of the names that it is made of."""
    parts = SEPARATORS.split(label.replace("及以上", "").replace("及以下", ""))
    return [label, *(one for one in parts if one)]


class People:
    """Whom the rows of a batch mean. Three queries, however many rows."""

    def __init__(
        self,
        batch: Batch,
        organisation: Organisation,
        standards: Mapping[int, Mapping[tuple[str, str], Decimal]],
    ) -> None:
        self.batch, self.organisation, self.standards = batch, organisation, standards
        values, good = batch.values, batch.good()
        hashes = {hash_of_id(number) for at in good if (number := values["id_no"][at])}
        files = {number for at in good if (number := values["file_no"][at])}
        self._by_hash: dict[str, Member] = {}
        self._by_file: dict[str, list[Member]] = defaultdict(list)
        found = Member.objects.filter(
            Q(id_hash__in=hashes) | Q(file__file_no__in=files), in_open_file=True
        )
        for one in found.select_related("file__unit").defer("id_no").order_by("pk"):
            self._by_file[one.file.file_no].append(one)
            if one.id_hash:
                self._by_hash[one.id_hash] = one

    def listed(self, at: int, campaign: Campaign) -> Listed | None:
        """The row as it would be written, without its key where it is of a family; or why not."""
        batch, kind = self.batch, campaign.kind
        number, file_no = batch.values["id_no"][at], batch.values["file_no"][at]
        if not number and not file_no:
            batch.refuse(at, "id_no", "请填写身份证号；有档案的也可以填写档案编号")
            return None
        known = self._by_hash.get(hash_of_id(number)) if number else None
        if file_no and (known is None or known.file.file_no != file_no):
            known = None if number else self._named(at, file_no)
            if known is None:
                why = "与身份证号不是同一家" if number else "没有这份在办档案，或其中没有这个人"
                batch.refuse(at, "file_no", f"{why}，请核对档案编号")
                return None
        stage = self._stage(at, kind, known)
        chosen = self._class(at, kind, is_filed=known is not None)
        if stage is None or chosen is None:
            return None
        self._compare(at, campaign, chosen, stage)
        if known is not None:
            return self._of_family(at, campaign, known, chosen.code, stage)
        return self._of_person(at, campaign, chosen.code, stage)

    def with_keys(self, rows: Sequence[Listed | None]) -> list[Listed | None]:
        """The same with the keys by which families are known, and how many they are: one query."""
        files = {one.file_id for one in rows if one and one.file_id and not one.member_id}
        told = queries.families_known_by(files)
        found: list[Listed | None] = []
        for one in rows:
            if one is None or one.file_id is None or one.person_key:
                found.append(one)
                continue
            known_by, size = told.get(one.file_id, ("", 1))
            key = known_by or key_of(one.file_id, one.member_id)
            found.append(replace(one, person_key=key, people=1 if one.member_id else size))
        return found

    def _named(self, at: int, file_no: str) -> Member | None:
        name = self.batch.values["name"][at]
        found = [one for one in self._by_file.get(file_no, ()) if one.name == name]
        return found[0] if len(found) == 1 else None

    def _is_inside(self, path: str, campaign: Campaign) -> bool:
        return path.startswith(self.organisation.path) and path.startswith(campaign.organiser.path)

    def _stage(self, at: int, kind: CampaignKind, known: Member | None) -> str | None:
        """The code of the stage; empty for a kind without stages, that of the file where none is told."""
        if not kind.stages:
            return ""
        written = self.batch.values["stage"][at]
        if not written and known is not None:
            stage = kind.stages_of_education.get(known.education, "")
            if stage:
                return stage
        code = stages_by_word(kind).get(normal(written or ""))
        if code is None:
            shown = "、".join(one.label for one in kind.stages)
            why = f"不认识“{written}”，学段应为：{shown}" if written else f"请填写学段：{shown}"
            self.batch.refuse(at, "stage", why)
        return code

    def _class(self, at: int, kind: CampaignKind, *, is_filed: bool) -> PersonClass | None:
        fitting = [one for one in kind.classes if one.is_of(filed=is_filed)]
        written = self.batch.values["person_class"][at]
        shown = "、".join(one.label for one in fitting)
        if not fitting:
            self.batch.refuse(at, "id_no", "这个人没有在办档案，本活动只列入在档家庭，请先建档")
            return None
        if not written:
            if is_filed or len(fitting) == 1:
                return fitting[0]
            self.batch.refuse(at, "person_class", f"没有档案的人，请填写类别：{shown}")
            return None
        for one in fitting:
            if normal(written) in {normal(one.label), one.code}:
                return one
        has = "已建档" if is_filed else "没有在办档案"
        self.batch.refuse(at, "person_class", f"这个人{has}，类别应为：{shown}")
        return None

    def _compare(self, at: int, campaign: Campaign, chosen: PersonClass, stage: str) -> None:
        told = self.batch.values["standard"][at]
        own = self.standards[campaign.pk].get((chosen.code, stage))
        if told is not None and told != own:
            said = f"是{shown_short(own)}元" if own is not None else "没有规定"
            self.batch.warn(at, "standard", f"本活动这一类的标准{said}，审核时以活动的为准")

    def _of_person(
        self, at: int, campaign: Campaign, person_class: str, stage: str
    ) -> Listed | None:
        unit = self.batch.values["unit"][at]
        if unit is None:
            self.batch.refuse(at, "unit", "没有档案的人，请填写所在单位")
            return None
        if not self._is_inside(unit.path, campaign):
            self.batch.refuse(at, "unit", f"“{unit.name}”不在“{self.organisation}”或活动的范围内")
            return None
        return Listed(
            campaign=campaign.pk,
            unit_id=unit.pk,
            unit_path=unit.path,
            person_class=person_class,
            stage=stage,
            person_key=hash_of_id(self.batch.values["id_no"][at]),
        )

    def _of_family(
        self, at: int, campaign: Campaign, known: Member, person_class: str, stage: str
    ) -> Listed | None:
        batch, file = self.batch, known.file
        key = "id_no" if batch.values["id_no"][at] else "file_no"
        is_member = campaign.kind.enrols == "member"
        is_holder = known.relation == Member.Relation.HOLDER
        if not self._is_inside(file.unit.path, campaign):
            batch.refuse(at, key, "这个人在其他单位的在办档案中，不能由本单位列入")
        elif known.name != batch.values["name"][at]:
            batch.refuse(at, "name", f"与档案 {file.file_no} 中的姓名不符，请核对")
        elif file.state != HardshipFile.State.ACTIVE:
            state = HardshipFile.State(file.state).label
            batch.refuse(at, key, f"先建档、后帮扶：档案 {file.file_no} 当前为“{state}”，不在档")
        elif is_member and (is_holder or known.standing != Member.Standing.PRESENT):
            batch.refuse(at, key, "请填写该户现有的一名学生，户主不是资助对象")
        else:
            unit = batch.values["unit"][at]
            if unit is not None and unit.pk != file.unit_id:
                batch.warn(at, "unit", f"档案在“{file.unit.name}”，按档案所在单位列入")
            if not is_member and not is_holder:
                batch.warn(at, "name", f"不是档案 {file.file_no} 的户主，按这一户列入")
            return Listed(
                campaign=campaign.pk,
                unit_id=file.unit_id,
                unit_path=file.unit.path,
                person_class=person_class,
                stage=stage,
                person_key=known.id_hash if is_member else "",
                file_id=file.pk,
                member_id=known.pk if is_member else None,
            )
        return None
