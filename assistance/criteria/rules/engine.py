"""Hold a family against a set of criteria. It recommends and never decides (domain 4.1, 4.2).

Whether one criterion holds is said in `judging`; here a whole set is weighed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assistance.criteria.rules.facts import CATEGORIES, LABELS, Facts
from assistance.criteria.rules.judging import EXCLUDES, Answer, holds, is_near, missing
from assistance.criteria.rules.kinds import (
    Borderline,
    CostShareTest,
    Criterion,
    Exclusion,
    IncomeTest,
    Rules,
)
from ground.kernel.errors import RuleBroken

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
        if EXCLUDES[exclusion.ground](exclusion, facts):
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
