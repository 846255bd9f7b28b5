"""What a kind of campaign is made of: plain parts and nothing else, so that a row of the database holds one."""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from ground.kernel.errors import RuleBroken

VISITED = "visited"  # the class of what was handed over on a visit
ANCHORS = {
    "new_year": "元旦",
    "spring_festival": "春节",
    "autumn_term": "秋季开学（9月1日）",
    "year_end": "年末（12月31日）",
    "fixed": "固定日期",
}
DAYS = {
    "starts_on": "开始日期",
    "ends_on": "结束日期",
    "apply_from": "申报开始",
    "apply_to": "申报截止",
    "settle_by": "到位期限",
}
ANSWERS = {
    "text": "文字",
    "number": "数字",
    "money": "金额",
    "date": "日期",
    "choice": "选项",
    "yes_no": "是否",
}
FORMS_OF_HELP = {"cash": "款项", "goods": "物资", "visits": "上门走访", "places": "岗位"}
ENROLS = {"family": "家庭（一户一个）", "member": "家庭成员（一人一个）"}


@dataclass(frozen=True)
class Day:
    """A day said by the calendar: so many days from a feast or a term; rolled back to a working day.

    `anchor`: new_year, spring_festival, autumn_term or year_end, of the campaign's year; or fixed: a day
    of a month of that year, or of the year before (`years` -1).
    """

    anchor: str
    days: int = 0
    is_workday: bool = False
    month: int = 1
    day: int = 1
    years: int = 0


@dataclass(frozen=True, kw_only=True)
class KindWindows:
    starts_on: Day
    ends_on: Day
    apply_from: Day
    apply_to: Day
    settle_by: Day


@dataclass(frozen=True)
class Term:
    """A word of a closed list of a kind: a class, a stage, a paper, a thing to be done."""

    code: str
    label: str


@dataclass(frozen=True)
class PersonClass(Term):
    """A class of people. `filed`: on a file (True), without one (False), or either (None).

    `is_place`: a class of workplaces or employers, not of people; how many they are for is told of each.
    """

    filed: bool | None = None
    is_place: bool = False

    def is_of(self, *, filed: bool) -> bool:
        """Whether people of this class may be on a file, or without one."""
        return not self.is_place and self.filed in {None, filed}


@dataclass(frozen=True)
class Material(Term):
    is_needed: bool = True


@dataclass(frozen=True)
class Duty(Term):
    """A thing of the checklist. `says_what`: done only with a word about what it was."""

    says_what: bool = False


@dataclass(frozen=True)
class Question(Term):
    """A field that is asked of each. `answer`: one of `ANSWERS`."""

    answer: str = "text"
    choices: tuple[Term, ...] = ()
    is_needed: bool = False


@dataclass(frozen=True)
class Exclusion:
    """An answer that keeps somebody out, with the words of the rule."""

    question: str
    answer: str
    says: str


@dataclass(frozen=True)
class KindStandard:
    """Which amount is proposed for a class at a stage: its own, else that of a local rule."""

    person_class: str
    stage: str
    rule: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True)
class KindRule:
    """A rule of `campaigns.screening` by which the kind screens; its number its own, or by a local rule."""

    code: str
    local_rule: str = ""
    value: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class CampaignKind:
    """What makes a kind of campaign.

    `enrols` is "family" (its holder stands for it) or "member". `gives`: some of `FORMS_OF_HELP`.
    `once_a_year`: whoever got it from one campaign of this aid gets it from no other of the same year.
    `notice_days`: how many working days the list hangs before it is approved; else by `notice_rule`.
    """

    code: str
    label: str
    slogan: str
    aid_type: str
    season: str
    windows: KindWindows
    classes: tuple[PersonClass, ...]
    stages: tuple[Term, ...] = ()
    enrols: str = "family"
    gives: tuple[str, ...] = ("cash",)
    once_a_year: bool = False
    questions: tuple[Question, ...] = ()
    standards: tuple[KindStandard, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    rules: tuple[KindRule, ...] = ()
    materials: tuple[Material, ...] = ()
    checklist: tuple[Duty, ...] = ()
    stages_of_education: dict[str, str] = field(default_factory=dict)  # of a member → stage
    notice_rule: str = ""
    notice_days: int | None = None
    notice: str = ""
    report: str = ""
    reason: str = ""  # of its payments

    @property
    def visits(self) -> bool:
        """Groups go round to everybody."""
        return "visits" in self.gives

    @property
    def cash(self) -> bool:
        """Money is given. Without, whoever has had everything on the checklist and all goods is reached."""
        return "cash" in self.gives

    @property
    def goods(self) -> bool:
        return "goods" in self.gives

    @property
    def spends(self) -> bool:
        """Money or goods are given: its campaigns have a budget. Jobs and checks need none."""
        return self.cash or self.goods

    @property
    def unit(self) -> str:
        return "人" if self.enrols == "member" else "户"

    def class_of(self, code: str) -> PersonClass:
        found = next((one for one in self.classes if one.code == code), None)
        if found is None:
            raise RuleBroken(
                "class_unknown", "请从列表中选择对象类别", fields={"person_class": "请选择"}
            )
        return found

    def check_stage(self, code: str) -> str:
        if code not in {one.code for one in self.stages} | ({""} if not self.stages else set()):
            raise RuleBroken("stage_unknown", "请从列表中选择学段", fields={"stage": "请选择"})
        return code

    def class_label(self, code: str) -> str:
        return next((one.label for one in self.classes if one.code == code), code)

    def stage_label(self, code: str) -> str:
        return next((one.label for one in self.stages if one.code == code), code)


def day_of(day: Day, year: int, spring_festival: date) -> date:
    """The day that is said, not yet rolled back to a working day. The feast is told by the caller."""
    if day.anchor == "fixed":
        year += day.years
        last = calendar.monthrange(year, day.month)[1]  # the 29th of February in any year
        return date(year, day.month, min(day.day, last))
    anchors = {
        "new_year": date(year, 1, 1),
        "spring_festival": spring_festival,
        "autumn_term": date(year, 9, 1),
        "year_end": date(year, 12, 31),
    }
    return anchors[day.anchor] + timedelta(days=day.days)
