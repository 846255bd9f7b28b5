"""Hold requests for aid against the standards in force. It proposes and never decides (domain 4.3).

What is not known makes a row neither pass nor stop: it is named, and nothing is proposed. Money is
rounded where a limit or an amount is made, and nowhere else, so that a boundary is exact to the cent.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from assistance.standards.rules.facts import LABELS, Facts, Received
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
    Papers,
    Retest,
    Rule,
)
from ground.kernel.money import rounded

NOTHING = Decimal(0)
HUNDRED = 100
MONTHS_OF_YEAR = 12
Key = tuple[str, str, bool]  # aid type, kind of money, whether about papers
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


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the standards propose: an amount with what limits it, or None where nothing can be said.

    `cap`: what the limits leave, None without a limit. `duplicate`: the earlier payment for the same
    item. `unknown`: labels of what is missing. `set_ids`: the versions that were used.
    """

    amount: Decimal | None
    cap: Decimal | None
    is_stopped: bool
    duplicate: Received | None
    unknown: tuple[str, ...]
    findings: tuple[Finding, ...]
    set_ids: tuple[int, ...]


class Standards:
    """The rows that hold in one place on one day: for each aid type and money those of the nearest set."""

    __slots__ = ("_held", "_kept")

    def __init__(self, held: dict[Key, tuple[Rule, ...]]) -> None:
        self._held = held
        self._kept: dict[tuple[str, str], tuple[Rule, ...]] = {}

    def about(self, aid_type: str, source_kind: str) -> tuple[Rule, ...]:
        """The rows for an item paid from a kind of money; without one, only those for all money."""
        wanted = (aid_type, source_kind)
        if wanted not in self._kept:
            keys = dict.fromkeys(
                (kind, money, is_paper)
                for kind in (aid_type, "")
                for money in (source_kind, "")
                for is_paper in (False, True)
            )
            self._kept[wanted] = tuple(rule for key in keys for rule in self._held.get(key, ()))
        return self._kept[wanted]

    def of_other_money(self, aid_type: str) -> list[Rule]:
        """The rows that would hold for some kind of money: told where none is named yet."""
        return [
            rule
            for (kind, money, is_paper), rules in self._held.items()
            if money and not is_paper and kind in {aid_type, ""}
            for rule in rules
        ]


def compose(sets: Iterable[Sequence[Rule]]) -> Standards:
    """The standards of a place from its sets, nearest first.

    A nearer set stands in for a farther one only for the aid types and money that it speaks of, and
    apart from them for the papers that it asks for: what it leaves out stays as it is above.
    """
    held: dict[Key, tuple[Rule, ...]] = {}
    for rules in sets:
        own: dict[Key, list[Rule]] = {}
        for rule in rules:
            key = (rule.aid_type, rule.source_kind, isinstance(rule, Papers))
            own.setdefault(key, []).append(rule)
        for key, among in own.items():
            held.setdefault(key, tuple(among))
    return Standards(held)


def propose_many(standards: Standards, requests: Iterable[Facts]) -> Iterator[Proposal]:
    """Proposals in the order of the requests, as fast as Python is."""
    for facts in requests:
        yield propose(standards, facts)


def propose(standards: Standards, facts: Facts) -> Proposal:
    """What the standards propose for one request, with what each row did."""
    findings: list[Finding] = []
    measure: Fixed | Months | Costs | None = None
    weight = -1
    for rule in standards.about(facts.aid_type, facts.source_kind):
        if (rule.category and rule.category != facts.category) or (
            rule.tier and rule.tier != facts.tier
        ):
            continue
        levels = getattr(rule, "levels", ())
        if levels and facts.level not in levels:
            if not facts.level:
                findings.append(Finding(rule, "unknown", lacks=("level",)))
            continue
        if isinstance(rule, Fixed | Months | Costs):
            if (own := specificity(rule)) > weight:
                measure, weight = rule, own
        elif not isinstance(rule, Papers):
            findings.append(_held(rule, facts))
    if measure is not None:
        findings.insert(0, _measured(measure, facts))
    if not facts.source_kind and not any(one.outcome in {"amount", "cap"} for one in findings):
        findings += [
            Finding(rule, "other", lacks=("source_kind",))
            for rule in standards.of_other_money(facts.aid_type)
            if isinstance(rule, Fixed | Months | Costs | Cap)
        ]
    return _concluded(findings, facts)


def papers_of(standards: Standards, facts: Facts) -> tuple[str, ...]:
    """The papers that an application needs, each once, in the order of the rows."""
    found: dict[str, None] = {}
    for rule in standards.about(facts.aid_type, facts.source_kind):
        if (
            isinstance(rule, Papers)
            and rule.category in {"", facts.category}
            and rule.tier in {"", facts.tier}
        ):
            found |= dict.fromkeys(rule.papers)
    return tuple(found)


def specificity(rule: Rule) -> int:
    """Of two amounts the one that says more about its case is proposed: level, class, tier, money, item."""
    said = (rule.aid_type, rule.source_kind, rule.tier, rule.category, getattr(rule, "levels", ()))
    return sum(1 << place for place, one in enumerate(said) if one)


@lru_cache(maxsize=4096)
def window(span: str, on: date) -> tuple[date, date]:
    """The days of a span in which a day lies. A school year of aid runs from July to June."""
    if span == YEAR:
        return date(on.year, 1, 1), date(on.year, 12, 31)
    if span == SCHOOL_YEAR:
        first = on.year if on.month >= SCHOOL_YEAR_BEGINS else on.year - 1
        return date(first, 7, 1), date(first + 1, 6, 30)
    return date.min, date.max


def _concluded(findings: list[Finding], facts: Facts) -> Proposal:
    amounts: list[Decimal] = []
    caps: list[Decimal] = []
    stops: list[Finding] = []
    lacking: set[str] = set()
    for one in findings:
        if one.lacks:
            lacking.update(one.lacks)
        elif one.outcome == "stopped":
            stops.append(one)
        elif one.left is not None and one.outcome != "passed":
            (caps if one.outcome == "cap" else amounts).append(one.left)
    if not (amounts or caps or lacking):
        lacking.add("rule")
    amount: Decimal | None = None
    if stops:
        amount = NOTHING
    elif not lacking:
        bounds = amounts + caps if facts.asked is None else [*amounts, *caps, facts.asked]
        amount = max(NOTHING, min(bounds))
    return Proposal(
        amount,
        max(NOTHING, min(caps)) if caps else None,
        bool(stops),
        next((one.counted[0] for one in stops if isinstance(one.rule, Once)), None),
        tuple(label for name, label in LABELS.items() if name in lacking) if lacking else (),
        tuple(findings),
        tuple(sorted({one.rule.set_id for one in findings if one.rule.set_id is not None})),
    )


def _measured(rule: Fixed | Months | Costs, facts: Facts) -> Finding:
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


def _held(rule: Cap | OneItem | Once | Retest, facts: Facts) -> Finding:
    if isinstance(rule, Cap):
        return _capped(rule, facts)
    if isinstance(rule, OneItem):
        first, last = window(YEAR, facts.on)
        counted = tuple(
            one
            for one in facts.received
            if one.aid_type != facts.aid_type
            and (not rule.types or one.aid_type in rule.types)
            and first <= one.on <= last
        )
        return Finding(rule, "stopped" if counted else "passed", counted=counted)
    if isinstance(rule, Once):
        if rule.whom != HOUSEHOLD and facts.member is None:
            return Finding(rule, "unknown", lacks=("member",))
        counted = _same_item(facts, rule.whom, rule.span)
        return Finding(rule, "stopped" if counted else "passed", counted=counted)
    return _retested(rule, facts)


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
    needed = {
        "dibao": facts.dibao,
        "income": facts.income,
        "rigid": facts.rigid,
        "members": facts.members,
    }
    if lacks := tuple(name for name, value in needed.items() if not value and value != NOTHING):
        return Finding(rule, "unknown", lacks=lacks)
    if not facts.members:
        return Finding(rule, "unknown", lacks=("members",))
    counted = _received(facts, HOUSEHOLD, YEAR)
    total = facts.income + _sum(counted) - facts.rigid  # type: ignore[operator]
    limit = rule.upper * facts.dibao * MONTHS_OF_YEAR * facts.members  # type: ignore[operator]
    fits = total <= limit if rule.inclusive else total < limit
    return Finding(rule, "passed" if fits else "stopped", limit, counted, total)


def _same_item(facts: Facts, whom: str, span: str) -> tuple[Received, ...]:
    return tuple(one for one in _received(facts, whom, span) if one.aid_type == facts.aid_type)


def _received(facts: Facts, whom: str, span: str) -> tuple[Received, ...]:
    """What was received in a span; what was for nobody in particular counts for each person."""
    if not facts.received:
        return ()
    found = facts.received
    if span != EVER:
        first, last = window(span, facts.on)
        found = tuple(one for one in found if first <= one.on <= last)
    if whom == HOUSEHOLD or facts.member is None:
        return found
    return tuple(one for one in found if one.member is None or one.member == facts.member)


def _sum(counted: tuple[Received, ...]) -> Decimal:
    return sum((one.amount for one in counted), NOTHING) if counted else NOTHING
