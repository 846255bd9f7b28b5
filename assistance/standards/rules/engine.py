"""Hold requests for aid against the standards in force. It proposes and never decides (domain 4.3).

What is not known makes a row neither pass nor stop: it is named, and nothing is proposed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistance.standards.rules.facts import LABELS, Facts, Received
from assistance.standards.rules.judging import HOLDS, NOTHING, Finding, measured
from assistance.standards.rules.kinds import Cap, Costs, Fixed, Months, Once, Papers, Rule

Key = tuple[str, str, bool]  # aid type, kind of money, whether about papers
Prepared = tuple[Rule, tuple[str, ...], int | None]
MEASURED = (Fixed, Months, Costs)
AMOUNTS = (*MEASURED, Cap)


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

    __slots__ = ("_held", "_kept", "_ready")

    def __init__(self, held: dict[Key, tuple[Rule, ...]]) -> None:
        self._held = held
        self._kept: dict[tuple[str, str], tuple[Rule, ...]] = {}
        self._ready: dict[tuple[str, str], tuple[Prepared, ...]] = {}

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

    def prepared(self, aid_type: str, source_kind: str) -> tuple[Prepared, ...]:
        """The rows that are judged, each with its levels and, if it is an amount, how much it says."""
        wanted = (aid_type, source_kind)
        if wanted not in self._ready:
            self._ready[wanted] = tuple(
                (
                    rule,
                    getattr(rule, "levels", ()),
                    specificity(rule) if isinstance(rule, MEASURED) else None,
                )
                for rule in self.about(aid_type, source_kind)
                if not isinstance(rule, Papers)
            )
        return self._ready[wanted]

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
    heaviest = -1
    for rule, levels, weight in standards.prepared(facts.aid_type, facts.source_kind):
        if (rule.category and rule.category != facts.category) or (
            rule.tier and rule.tier != facts.tier
        ):
            continue
        if levels and facts.level not in levels:
            if not facts.level:
                findings.append(Finding(rule, "unknown", lacks=("level",)))
        elif weight is None:
            findings.append(HOLDS[type(rule)](rule, facts))
        elif weight > heaviest:
            measure, heaviest = rule, weight  # type: ignore[assignment]
    if measure is not None:
        findings.insert(0, measured(measure, facts))
    if not facts.source_kind and measure is None:
        findings += _of_other_money(standards, findings, facts)
    return _concluded(findings, facts)


def _of_other_money(standards: Standards, findings: list[Finding], facts: Facts) -> list[Finding]:
    """Where no money is named and nothing holds for all of it: what would hold for some."""
    if any(one.outcome == "cap" for one in findings):
        return []
    return [
        Finding(rule, "other", lacks=("source_kind",))
        for rule in standards.of_other_money(facts.aid_type)
        if isinstance(rule, AMOUNTS)
    ]


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
        tuple(sorted({one.rule.set_id for one in findings if one.rule.set_id})),
    )
