"""The kinds of campaign: one file each in `campaigns/types/`, found at start-up, no migration.

A kind is made of plain parts and nothing else, no function of its own, so that a row of a database
could hold one as well.
"""

import importlib
import pkgutil
from dataclasses import dataclass, field
from datetime import date, timedelta

from ground.kernel.errors import RuleBroken


@dataclass(frozen=True)
class Day:
    """A day said by the calendar: so many days from a feast or a term; rolled back to a working day.

    `anchor`: new_year, spring_festival, autumn_term or year_end, of the campaign's year.
    """

    anchor: str
    days: int = 0
    is_workday: bool = False


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
    """A class of people. `filed`: on a file (True), without one (False), or either (None)."""

    filed: bool | None = None


@dataclass(frozen=True)
class Material(Term):
    is_needed: bool = True


@dataclass(frozen=True)
class Duty(Term):
    """A thing of the checklist. `says_what`: done only with a word about what it was."""

    says_what: bool = False


@dataclass(frozen=True)
class Question:
    """A field that is asked of each. `answer`: text, money, choice or yes_no."""

    code: str
    label: str
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
    """Which amount is proposed for a class at a stage: that of a local rule, where there is one."""

    person_class: str
    stage: str
    rule: str


@dataclass(frozen=True)
class KindRule:
    """A rule of `campaigns.screening` by which the kind screens; its number by a local rule."""

    code: str
    local_rule: str = ""


@dataclass(frozen=True, kw_only=True)
class CampaignKind:
    """What makes a kind of campaign.

    `enrols` is "family" (its holder stands for it) or "member". `once_a_year`: whoever got it from one
    campaign of this aid gets it from no other of the same year. `notice_rule`: how many working days
    the list hangs before it is approved.
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
    once_a_year: bool = False
    questions: tuple[Question, ...] = ()
    standards: tuple[KindStandard, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    rules: tuple[KindRule, ...] = ()
    materials: tuple[Material, ...] = ()
    checklist: tuple[Duty, ...] = ()
    stages_of_education: dict[str, str] = field(default_factory=dict)  # of a member → stage
    notice_rule: str = ""
    notice: str = ""
    report: str = ""
    reason: str = ""  # of its payments

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


_kinds: dict[str, CampaignKind] = {}
VISITED = "visited"  # the class of what was handed over on a visit


def campaign_kind(kind: CampaignKind) -> CampaignKind:
    """Register a kind. Called once in each file of `campaigns/types/`."""
    if kind.code in _kinds:
        raise ValueError(f"campaign kind {kind.code!r} is declared twice")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> CampaignKind:
    try:
        return _kinds[code]
    except KeyError:
        raise RuleBroken(
            "campaign_kind_unknown", f"没有名为“{code[:30]}”的活动类型", fields={"kind": "未知类型"}
        ) from None


def all_kinds() -> list[CampaignKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.code)


def choices() -> list[tuple[str, str]]:
    return sorted((kind.code, kind.label) for kind in _kinds.values())


def of_the_same_aid(kind: CampaignKind) -> list[str]:
    """The kinds that give the same aid as this one."""
    return [one.code for one in all_kinds() if one.aid_type == kind.aid_type]


def discover() -> None:
    package = importlib.import_module("campaigns.types")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"campaigns.types.{module.name}")


def day_of(day: Day, year: int, spring_festival: date) -> date:
    """The day that is said, not yet rolled back to a working day. The feast is told by the caller."""
    anchors = {
        "new_year": date(year, 1, 1),
        "spring_festival": spring_festival,
        "autumn_term": date(year, 9, 1),
        "year_end": date(year, 12, 31),
    }
    return anchors[day.anchor] + timedelta(days=day.days)
