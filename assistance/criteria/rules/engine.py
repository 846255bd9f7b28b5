"""Hold a family against a set of criteria. It recommends and never decides (domain 4.1, 4.2).

Everything is three-valued: what is not known makes a criterion neither true nor false. Limits are
compared as products, never as quotients, so that a boundary is exact to the last cent.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from assistance.criteria.rules.facts import CATEGORIES, LABELS, Facts
from assistance.criteria.rules.kinds import (
    GROSS,
    TOGETHER,
    WITH_SAVINGS,
    Borderline,
    CostShareTest,
    Criterion,
    Exclusion,
    IncomeTest,
    Rules,
)
from ground.kernel.errors import RuleBroken

MONTHS = 12
HUNDRED = 100
Answer = bool | None

OUTCOMES = {
    **CATEGORIES,
    "borderline": "边缘困难",
    "excluded": "不予建档",
    "unknown": "资料不足",
    "none": "不符合",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one criterion says of a family, with the figures used and where the rule stands.

    `holds` of an exclusion means that it excludes; None: not known.
    """

    criterion_code: str
    kind: str
    holds: Answer
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a set recommends for one family. `unknown` are the labels of what is missing.

    `undecided`: no category holds, and one might if more were known.
    """

    category: str | None
    borderline: bool
    excluded: bool
    undecided: bool
    unknown: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    ruleset_id: int | None

    @property
    def outcome(self) -> str:
        """One of `OUTCOMES`."""
        if self.excluded:
            return "excluded"
        if self.category:
            return self.category
        if self.borderline:
            return "borderline"
        return "unknown" if self.undecided else "none"


def unruled(why: str) -> Verdict:
    """What is said of a family where no set is in force: nothing is recommended, and why."""
    return Verdict(
        category=None,
        borderline=False,
        excluded=False,
        undecided=True,
        unknown=("建档标准",),
        sentences=(Sentence("", "", None, why, ""),),
        ruleset_id=None,
    )


def ready(ruleset_id: int | None, criteria: Iterable[Criterion]) -> Rules:
    """A set to judge with: tests by gravity, borderlines beside the widest test of their category."""
    every = list(criteria)
    order = list(CATEGORIES)
    tests = sorted(
        (one for one in every if isinstance(one, IncomeTest | CostShareTest)),
        key=lambda one: order.index(one.category),
    )
    return Rules(
        ruleset_id,
        tests=tuple(tests),
        exclusions=tuple(one for one in every if isinstance(one, Exclusion)),
        borderlines=tuple(
            (one, _widest(one, tests)) for one in every if isinstance(one, Borderline)
        ),
    )


def judge_many(rules: Rules, families: Iterable[Facts]) -> Iterable[Verdict]:
    """Verdicts without sentences, as fast as Python is; in the order of the families."""
    for facts in families:
        yield weigh(rules, facts)


def outcome_of(rules: Rules, facts: Facts) -> str:
    """`weigh(…).outcome` and nothing else: it stops at the first word that settles it."""
    for exclusion in rules.exclusions:
        if _GROUNDS[exclusion.ground](exclusion, facts):
            return "excluded"
    undecided = False
    for test in rules.tests:
        answer = holds(test, facts)
        if answer:
            return test.category
        undecided = undecided or answer is None
    if any(is_near(one, test, facts) for one, test in rules.borderlines):
        return "borderline"
    return "unknown" if undecided else "none"


def weigh(rules: Rules, facts: Facts) -> Verdict:
    """The verdict without its sentences."""
    category: str | None = None
    excluded = undecided = False
    lacking: set[str] = set()
    for test in rules.tests:
        answer = holds(test, facts)
        if answer is None:
            undecided = True
            lacking.update(missing(test, facts))
        elif answer and category is None:
            category = test.category
    for exclusion in rules.exclusions:
        answer = holds(exclusion, facts)
        if answer is None:
            lacking.update(missing(exclusion, facts))
        elif answer:
            excluded = True
    near = category is None and not excluded
    return Verdict(
        category=None if excluded else category,
        borderline=near and any(is_near(one, test, facts) for one, test in rules.borderlines),
        excluded=excluded,
        undecided=undecided and category is None,
        unknown=tuple(label for name, label in LABELS.items() if name in lacking)
        if lacking
        else (),
        sentences=(),
        ruleset_id=rules.ruleset_id,
    )


def holds(one: IncomeTest | CostShareTest | Exclusion, facts: Facts) -> Answer:
    """Whether a criterion holds for a family; None where it cannot be known."""
    if isinstance(one, Exclusion):
        return _GROUNDS[one.ground](one, facts)
    if isinstance(one, IncomeTest):
        return _income_holds(one, facts)
    return _cost_holds(one, facts)


def is_near(one: Borderline, test: IncomeTest, facts: Facts) -> bool:
    """Whether a family stands above the limit of a test by no more than so many percent."""
    amount, people = measured(test.measure, facts), people_of(test, facts)
    if amount is None or people is None or facts.dibao is None:
        return False
    limit = test.upper * facts.dibao * MONTHS * people
    passed = amount > limit or (amount == limit and not test.inclusive)
    return passed and amount * HUNDRED <= limit * (HUNDRED + one.percent)


def measured(measure: str, facts: Facts) -> Decimal | None:
    """The yearly amount that a test looks at."""
    income, rigid = facts.yearly_income, facts.rigid_expenses
    if income is None or measure == GROSS:
        return income
    if rigid is None:
        return None
    if measure == WITH_SAVINGS:
        return None if facts.savings is None else income + facts.savings - rigid
    return income - rigid


def people_of(test: IncomeTest, facts: Facts) -> int | None:
    """By how many people a test divides; None where that is not known, or nobody."""
    people = facts.living_together if test.divisor == TOGETHER else facts.members
    return people if people is not None and people > 0 else None


def missing(one: IncomeTest | CostShareTest | Exclusion, facts: Facts) -> list[str]:
    """Which facts keep a criterion from an answer."""
    if isinstance(one, Exclusion):
        names = _NEEDS.get(one.ground, (one.ground,))
        if one.ground == "dwellings" and one.area is None:
            names = ("dwellings",)
        if one.ground == "migrant" and facts.is_migrant is None:
            names = ("is_migrant",)
    elif isinstance(one, IncomeTest):
        names = ("dibao", "yearly_income")
        names += () if one.measure == GROSS else ("rigid_expenses",)
        names += ("savings",) if one.measure == WITH_SAVINGS else ()
        names += ("living_together",) if one.divisor == TOGETHER else ("members",)
        names += ("event",) if one.needs_event else ()
    else:
        names = ("yearly_income", "event_costs", *(("event",) if one.needs_event else ()))
        struck = happened(facts) is not False and (facts.event is None or facts.event in one.events)
        if one.events and struck:
            names += ("event", "has_casualty")
    return [name for name in names if _is_missing(name, facts)]


def _is_missing(name: str, facts: Facts) -> bool:
    value = getattr(facts, name)
    return value is None or (name in {"members", "living_together"} and value < 1)


def _income_holds(test: IncomeTest, facts: Facts) -> Answer:
    event = happened(facts) if test.needs_event else True
    if event is False:
        return False
    amount, people, dibao = measured(test.measure, facts), people_of(test, facts), facts.dibao
    if amount is None or people is None or dibao is None:
        return None
    return event if _is_within(test, amount, dibao * (MONTHS * people), facts) else False


def _is_within(test: IncomeTest, amount: Decimal, unit: Decimal, facts: Facts) -> bool:
    """Whether an amount lies between the limits; `unit` is a family's 低保 of a year."""
    limit = test.upper * unit
    if amount > limit or (amount == limit and not test.inclusive):
        return False
    if test.lower is not None:
        least = test.lower * unit
        if amount < least or (amount == least and not test.lower_inclusive):
            return False
    gross = facts.yearly_income or Decimal(0)
    too_much = test.gross_upper is not None and gross > test.gross_upper * unit
    too_little = test.gross_lower is not None and gross <= test.gross_lower * unit
    return not (too_much or too_little)


def _cost_holds(test: CostShareTest, facts: Facts) -> Answer:
    event = happened(facts)
    struck: Answer = False
    if test.events and event is not False:
        listed = None if facts.event is None else facts.event in test.events
        struck = _both(listed, facts.has_casualty)
        if struck:
            return True
    costs, income = facts.event_costs, facts.yearly_income
    heavy = None
    if costs is not None and costs <= 0:
        heavy = False
    elif costs is not None and income is not None:
        heavy = costs * HUNDRED > income * test.percent
    share = _both(event if test.needs_event else True, heavy)
    return None if share is False and struck is None else share


def happened(facts: Facts) -> Answer:
    """Whether a sudden event befell the family.

    It is the family that declares one: nothing said of it is none. Only costs or casualties without
    the event that they came from leave it open.
    """
    if facts.event is not None:
        return facts.event != "none"
    return None if facts.has_casualty or (facts.event_costs or 0) > 0 else False


def _both(one: Answer, other: Answer) -> Answer:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _dwellings(one: Exclusion, facts: Facts) -> Answer:
    several = None if facts.dwellings is None else facts.dwellings >= one.dwellings
    if one.area is None:
        return several
    return _both(several, None if facts.area_per_head is None else facts.area_per_head > one.area)


def _vehicle(one: Exclusion, facts: Facts) -> Answer:
    if facts.vehicle is None:
        return None
    return facts.vehicle == "own" or (facts.vehicle == "used" and one.counts_used)


def _migrant(one: Exclusion, facts: Facts) -> Answer:
    """A migrant without membership, without a year's work here, or who does not live here (R9)."""
    settled = _both(facts.is_union_member, facts.lives_in_city)
    months = facts.contract_months
    settled = _both(settled, None if months is None else months >= one.months)
    return _both(facts.is_migrant, None if settled is None else not settled)


_GROUNDS: dict[str, Callable[[Exclusion, Facts], Answer]] = {
    "dwellings": _dwellings,
    "vehicle": _vehicle,
    "employs_others": lambda _, facts: facts.employs_others,
    "controls_company": lambda _, facts: facts.controls_company,
    "high_fee_school": lambda _, facts: facts.high_fee_school,
    "studies_abroad": lambda _, facts: facts.studies_abroad,
    "refuses_check": lambda _, facts: facts.refuses_check,
    "refuses_work": lambda _, facts: facts.refuses_work,
    "migrant": _migrant,
}
_NEEDS: dict[str, tuple[str, ...]] = {
    "dwellings": ("dwellings", "area_per_head"),
    "migrant": ("is_union_member", "lives_in_city", "contract_months"),
}


def _widest(one: Borderline, tests: Iterable[IncomeTest | CostShareTest]) -> IncomeTest:
    found = [
        test for test in tests if isinstance(test, IncomeTest) and test.category == one.category
    ]
    if not found:
        label = CATEGORIES[one.category]
        raise RuleBroken(
            "borderline_without_test",
            f"边缘困难“{one.label}”以“{label}”的收入标准为准，请先加入这一类的收入标准",
            fields={"category": "没有这一类的收入标准"},
        )
    return max(found, key=lambda test: test.upper)
