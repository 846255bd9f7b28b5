"""Whether one criterion holds for a family. Three-valued: what is not known makes it neither.

Limits are compared as products, never as quotients, so that a boundary is exact to the last cent.
"""

from collections.abc import Callable
from decimal import Decimal

from assistance.criteria.rules.facts import Facts
from assistance.criteria.rules.kinds import (
    GROSS,
    TOGETHER,
    WITH_SAVINGS,
    Borderline,
    CostShareTest,
    Exclusion,
    IncomeTest,
)

MONTHS = 12
HUNDRED = 100
Answer = bool | None


def holds(one: IncomeTest | CostShareTest | Exclusion, facts: Facts) -> Answer:
    """Whether a criterion holds for a family; None where it cannot be known."""
    if isinstance(one, Exclusion):
        return EXCLUDES[one.ground](one, facts)
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


EXCLUDES: dict[str, Callable[[Exclusion, Facts], Answer]] = {
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
