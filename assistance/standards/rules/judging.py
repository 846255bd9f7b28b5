"""What one row says of one request: an amount, a limit, or whether it stands in the way.

Money is rounded where a limit or an amount is made, and nowhere else, so that a boundary is exact to
the cent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from assistance.standards.rules.facts import Facts, Received
from assistance.standards.rules.kinds import (
    ALL,
    EVER,
    HOUSEHOLD,
    SCHOOL_YEAR,
    SOURCE,
    TIME,
    YEAR,
    Cap,
    Costs,
    Fixed,
    Months,
    Once,
    OneItem,
    Retest,
    Rule,
)
from ground.kernel.money import rounded

NOTHING = Decimal(0)
HUNDRED = 100
MONTHS_OF_YEAR = 12
SCHOOL_YEAR_BEGINS = 7  # study aid is paid from July on, before the term begins (domain 1.5)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one row did: `amount` and `cap` give a figure; `passed`, `stopped`, `unknown`, `other`.

    `other`: a row about money of another kind than was asked for. `figure` is the amount or limit,
    `left` what remains of it after `counted`.
    """

    rule: Rule
    outcome: str
    figure: Decimal | None = None
    counted: tuple[Received, ...] = ()
    left: Decimal | None = None
    lacks: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def window(span: str, on: date) -> tuple[date, date]:
    """The days of a span in which a day lies. A school year of aid runs from July to June."""
    if span == YEAR:
        return date(on.year, 1, 1), date(on.year, 12, 31)
    if span == SCHOOL_YEAR:
        first = on.year if on.month >= SCHOOL_YEAR_BEGINS else on.year - 1
        return date(first, 7, 1), date(first + 1, 6, 30)
    return date.min, date.max


def measured(rule: Fixed | Months | Costs, facts: Facts) -> Finding:
    if isinstance(rule, Fixed):
        return Finding(rule, "amount", rule.amount, (), rule.amount)
    if isinstance(rule, Months):
        base = facts.dibao_before if rule.last_year else facts.dibao
        if base is None:
            lacks = ("dibao_before",) if rule.last_year else ("dibao",)
            return Finding(rule, "unknown", lacks=lacks)
        figure = rounded(base * rule.months)
        return Finding(rule, "amount", figure, (), figure)
    if facts.out_of_pocket is None:
        return Finding(rule, "unknown", lacks=("out_of_pocket",))
    figure = costs_covered(rule, facts.out_of_pocket)
    counted = _same_item(facts, "person", YEAR)
    return Finding(rule, "amount", figure, counted, figure - _sum(counted))


def costs_covered(rule: Costs, paid: Decimal) -> Decimal:
    """What the bands make of the out-of-pocket costs, rounded once."""
    if rule.first is None or rule.above_percent is None or paid <= rule.first:
        return rounded(paid * rule.percent / HUNDRED)
    above = (paid - rule.first) * rule.above_percent
    return rounded((rule.first * rule.percent + above) / HUNDRED)


def _one_item(rule: OneItem, facts: Facts) -> Finding:
    first, last = window(YEAR, facts.on)
    counted = tuple(
        [
            one
            for one in facts.received
            if one.aid_type != facts.aid_type
            and (not rule.types or one.aid_type in rule.types)
            and first <= one.on <= last
        ]
    )
    return Finding(rule, "stopped" if counted else "passed", counted=counted)


def _once(rule: Once, facts: Facts) -> Finding:
    if rule.whom != HOUSEHOLD and facts.member is None:
        return Finding(rule, "unknown", lacks=("member",))
    counted = _same_item(facts, rule.whom, rule.span)
    return Finding(rule, "stopped" if counted else "passed", counted=counted)


def _capped(rule: Cap, facts: Facts) -> Finding:
    lacks: tuple[str, ...] = ()
    if rule.whom != HOUSEHOLD and rule.span != TIME and facts.member is None:
        lacks = ("member",)
    figure = rule.amount
    if rule.months is not None:
        if facts.dibao is None:
            return Finding(rule, "unknown", lacks=(*lacks, "dibao"))
        figure = rounded(facts.dibao * rule.months)
    elif rule.percent is not None:
        if facts.out_of_pocket is None:
            return Finding(rule, "unknown", lacks=(*lacks, "out_of_pocket"))
        figure = rounded(facts.out_of_pocket * rule.percent / HUNDRED)
    if lacks or figure is None:
        return Finding(rule, "unknown", lacks=lacks)
    counted: tuple[Received, ...] = ()
    if rule.span != TIME and facts.received:
        if rule.counts == ALL:
            counted = _received(facts, rule.whom, rule.span)
        else:
            counted = _same_item(facts, rule.whom, rule.span)
            if rule.counts == SOURCE:
                counted = tuple(one for one in counted if one.source_kind in {"", rule.source_kind})
    return Finding(rule, "cap", figure, counted, figure - _sum(counted))


def _retested(rule: Retest, facts: Facts) -> Finding:
    dibao, income, rigid, people = facts.dibao, facts.income, facts.rigid, facts.members
    if dibao is None or income is None or rigid is None or not people:
        needed = {"dibao": dibao, "income": income, "rigid": rigid, "members": people or None}
        lacks = tuple(name for name, value in needed.items() if value is None)
        return Finding(rule, "unknown", lacks=lacks)
    counted = _received(facts, HOUSEHOLD, YEAR)
    total = income + _sum(counted) - rigid
    limit = rule.upper * dibao * (MONTHS_OF_YEAR * people)
    fits = total <= limit if rule.inclusive else total < limit
    return Finding(rule, "passed" if fits else "stopped", limit, counted, total)


def _same_item(facts: Facts, whom: str, span: str) -> tuple[Received, ...]:
    if not facts.received:
        return ()
    found = _received(facts, whom, span)
    return tuple([one for one in found if one.aid_type == facts.aid_type])


def _received(facts: Facts, whom: str, span: str) -> tuple[Received, ...]:
    """What was received in a span; what was for nobody in particular counts for each person."""
    found = facts.received
    if not found:
        return ()
    if span != EVER:
        first, last = window(span, facts.on)
        found = tuple([one for one in found if first <= one.on <= last])
    if whom == HOUSEHOLD or facts.member is None:
        return found
    return tuple([one for one in found if one.member is None or one.member == facts.member])


def _sum(counted: tuple[Received, ...]) -> Decimal:
    total = NOTHING
    for one in counted:
        total += one.amount
    return total


HOLDS: dict[type, Callable[[Any, Facts], Finding]] = {
    Cap: _capped,
    OneItem: _one_item,
    Once: _once,
    Retest: _retested,
}
