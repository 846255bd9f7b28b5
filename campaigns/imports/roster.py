"""活动名册: the list of names that a unit sends for a campaign, one person a row."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from campaigns import queries, rules
from campaigns.imports.asked import answers_at, columns_of, materials_at
from campaigns.imports.people import Listed, People
from campaigns.kinds import Term
from campaigns.models import Campaign, Enrolment
from campaigns.permissions import ENROL
from campaigns.rules.states import RUNNING
from campaigns.services import write_names
from ground.accounts.models import Organisation, up_from
from ground.intake.kinds import Batch, Field, ImportKind, Total, Written, import_kind
from ground.intake.names import normal
from ground.kernel.errors import RuleBroken


def _labels(terms: Iterable[Term]) -> tuple[str, ...]:
    """What terms are called, each once, in their order."""
    return tuple(dict.fromkeys(one.label for one in terms))


LISTED = "活动名单"
REASON = "单位名册"


@import_kind("campaigns.roster", label="活动名册", permission=ENROL, order=60)
class Roster(ImportKind):
    says = (
        "各单位报送的活动名册，一人一行。有档案的按身份证号或档案编号认到档案，没有档案的按活动允许的类别列入；"
        "只能列入本单位范围内的人，不超过名额。列入后仍须资格审核。"
    )
    noun = "个"
    opens = "campaigns:list"
    fills_merged = True
    fields = (
        Field(
            "campaign",
            "活动",
            longest=80,
            synonyms=("活动名称", "项目", "项目名称"),
            hint="只有一场活动在进行时可以不填",
            example="2008年“送温暖”活动",
        ),
        Field(
            "name",
            "姓名",
            "person",
            required=True,
            longest=40,
            personal=True,
            synonyms=("对象", "慰问对象", "受助人", "学生姓名", "户主姓名", "职工姓名"),
        ),
        Field(
            "id_no",
            "身份证号",
            "id_number",
            personal=True,
            synonyms=("身份证号码", "公民身份号码", "证件号码", "身份证"),
        ),
        Field("file_no", "档案编号", longest=30, synonyms=("编号", "档案号", "困难职工档案编号")),
        Field(
            "person_class",
            "对象类别",
            longest=20,
            synonyms=("类别", "对象", "慰问类别", "人员类别"),
            hint="没有档案的必填，例如：困难农民工",
        ),
        Field("stage", "学段", longest=20, synonyms=("就读阶段", "学历层次")),
        Field(
            "unit",
            "单位",
            "organisation",
            synonyms=("所在单位", "工作单位", "报送单位", "企业"),
            hint="没有档案的必填",
        ),
        Field("standard", "标准", "money", synonyms=("资助标准", "慰问标准", "发放标准")),
        Field("amount", "金额", "money", synonyms=("拟助金额", "慰问金", "慰问金额", "助学金额")),
        Field("mobile", "联系电话", "mobile", personal=True, synonyms=("手机号", "电话", "手机")),
        Field("reason", "列入理由", longest=120, synonyms=("理由", "困难情况", "致困原因", "备注")),
    )

    @classmethod
    def in_area(cls, organisation: Organisation) -> type[ImportKind]:
        """With the questions and papers of the kinds whose campaigns run there."""
        kinds = list(queries.kinds_running_at(organisation, RUNNING))
        offered = {
            "person_class": _labels(one for kind in kinds for one in kind.classes),
            "stage": _labels(one for kind in kinds for one in kind.stages),
        }
        fields = [replace(one, offered=offered.get(one.key, ())) for one in cls.fields]
        asked = columns_of(kinds, fields)
        return type(cls.__name__, (cls,), {"fields": (*fields, *asked)})

    def begin(self) -> None:
        self._campaigns: dict[str, list[Campaign]] = defaultdict(list)
        self._standards: dict[int, dict[tuple[str, str], Decimal]] = {}
        self._left: dict[int, dict[str, int]] = {}
        self._seen: dict[tuple[int, str], int] = {}
        path = self.organisation.path
        told = Campaign.objects.told_to(self.by, ENROL.code).filter(state__in=RUNNING)
        for one in told.select_related("organiser", "kind_version__kind").prefetch_related(
            "standards", "quotas__unit"
        ):
            area = one.organiser.path
            if not (path.startswith(area) or area.startswith(path)):
                continue
            self._campaigns[normal(one.name)].append(one)
            self._standards[one.pk] = {
                (s.person_class, s.stage): s.amount for s in one.standards.all()
            }
            quotas = {q.unit.path: q.number for q in one.quotas.all()}
            used = queries.used_below(one, quotas) if quotas else {}
            self._left[one.pk] = {at: number - used[at].number for at, number in quotas.items()}

    def totals(self) -> list[Total]:
        inside = Enrolment.objects.filter(unit__path__startswith=self.organisation.path)
        return [Total(LISTED, Decimal(inside.exclude(state="withdrawn").count()), "个")]

    def examine(self, batch: Batch) -> None:
        rows: list[Listed | None] = [None] * len(batch.rows)
        told: dict[int, tuple[dict[str, str], list[str]]] = {}
        people = People(batch, self.organisation, self._standards)
        for at in batch.good():
            campaign = self._campaign(batch, at)
            if campaign is None or self._amount_refused(batch, at):
                continue
            answers = answers_at(batch, at, campaign.kind)
            if answers is not None:
                rows[at] = people.listed(at, campaign)
                told[at] = answers, materials_at(batch, at, campaign.kind)
        known = people.with_keys(rows)
        there = queries.standing_on_rosters(
            {one.campaign for one in known if one}, [one.person_key for one in known if one]
        )
        for at, one in enumerate(known):
            if one is not None:
                self._place(batch, at, one, there)
        batch.values["listed"] = known
        batch.values["told"] = [told.get(at, ({}, [])) for at in range(len(batch.rows))]

    def _place(self, batch: Batch, at: int, one: Listed, there: set[tuple[int, str]]) -> None:
        """Once in the workbook, once on the roster, within the quota of the unit."""
        key = "id_no" if batch.values["id_no"][at] else "file_no"
        who = (one.campaign, one.person_key)
        first = self._seen.setdefault(who, batch.rows[at])
        if first != batch.rows[at]:
            whom = "同一户" if one.file_id and one.member_id is None else "同一人"
            batch.refuse(at, key, f"与第{first}行是{whom}，一场活动只列入一次")
            return
        if who in there:
            batch.leave(at)
            return
        left = self._left[one.campaign]
        for path in up_from(one.unit_path):
            if left.get(path, 1) <= 0:
                batch.refuse(at, "unit", "本单位的名额已用完，请减少对象，或先调剂名额")
                return
        for path in up_from(one.unit_path):
            if path in left:
                left[path] -= 1
        self.gains[LISTED] += 1

    def write(self, batch: Batch, wanted: Sequence[int]) -> Written:
        by_campaign: dict[int, list[int]] = defaultdict(list)
        for at in wanted:
            by_campaign[batch.values["listed"][at].campaign].append(at)
        made: list[int] = []
        for campaign, rows in sorted(by_campaign.items()):
            made += self._written(batch, campaign, rows)
        return Written({Enrolment: made})

    def _written(self, batch: Batch, campaign: int, rows: Sequence[int]) -> list[int]:
        locked = queries.locked_campaign(campaign)
        rules.check_running(locked.state, locked.get_state_display(), "列入名单")
        values = batch.values
        listed: list[Listed] = [values["listed"][at] for at in rows]
        outside = [one.file_id is None for one in listed]

        def of_outsiders(key: str) -> list[str]:
            return [
                values[key][at] or "" if is_out else ""
                for at, is_out in zip(rows, outside, strict=True)
            ]

        return write_names(
            by=self.by,
            campaign=locked,
            came_from=Enrolment.CameFrom.IMPORTED,
            columns={
                "unit_id": [one.unit_id for one in listed],
                "file_id": [one.file_id for one in listed],
                "member_id": [one.member_id for one in listed],
                "person_key": [one.person_key for one in listed],
                "person_class": [one.person_class for one in listed],
                "stage": [one.stage for one in listed],
                "people": [one.people for one in listed],
                "person_name": of_outsiders("name"),
                "id_no": of_outsiders("id_no"),
                "mobile": of_outsiders("mobile"),
                "asked": [values["amount"][at] for at in rows],
                "reason": [values["reason"][at] or REASON for at in rows],
                "answers": [values["told"][at][0] for at in rows],
                "materials": [values["told"][at][1] for at in rows],
            },
        )

    def _campaign(self, batch: Batch, at: int) -> Campaign | None:
        named = batch.values["campaign"][at]
        among = [one for rows in self._campaigns.values() for one in rows]
        found = self._campaigns.get(normal(named), []) if named else among
        if len(found) == 1:
            return found[0]
        if named and not found:
            why = f"没有正在进行的活动叫“{named}”，请按活动页面上的名称填写"
        elif not found:
            why = "现在没有正在进行的活动，不能列入名单"
        else:
            what = "名称相同的活动" if named else "活动"
            why = f"有{len(found)}场{what}在进行，无法判断是哪一场，请在“活动”一列写明"
        batch.refuse(at, "campaign", why)
        return None

    def _amount_refused(self, batch: Batch, at: int) -> bool:
        amount = batch.values["amount"][at]
        try:
            if amount is not None:
                rules.check_amount(amount, field="amount", label="金额")
        except RuleBroken as broken:
            batch.refuse(at, "amount", f"{broken.message}；按标准发放的可以不填")
            return True
        return False
