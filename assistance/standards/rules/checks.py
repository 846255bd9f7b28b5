"""What may be written into a standard, and what it must hold to be published."""

from collections.abc import Sequence

from assistance.editions.rules import check_clause
from assistance.standards.rules.engine import specificity
from assistance.standards.rules.kinds import (
    MEASURES,
    Cap,
    Costs,
    Fixed,
    Months,
    Rule,
    kind_of,
)
from ground.kernel.errors import RuleBroken

MOST_RULES = 80


def check_rule(code: str, label: str, source: str, others: Sequence[str]) -> None:
    """A code of its own, a name and a source. `others` are the codes of the other rows."""
    check_clause(
        "rule", code=code, label=label, source=source, others=others, example="living_deep"
    )
    if len(others) >= MOST_RULES:
        raise RuleBroken("rules_too_many", f"一份标准最多{MOST_RULES}条")


def check_rules(rules: Sequence[Rule]) -> None:
    """At least one amount or limit, and no two amounts for one case."""
    if not any(isinstance(one, Fixed | Months | Costs | Cap) for one in rules):
        raise RuleBroken("no_amount", "至少要有一条数额或上限才能发布")
    check_distinct(rules)


def check_distinct(rules: Sequence[Rule]) -> None:
    """No two amounts hold for one case and say equally much about it."""
    amounts = [one for one in rules if kind_of(one) in MEASURES]
    for place, one in enumerate(amounts):
        for other in amounts[place + 1 :]:
            scope = [(one.aid_type, other.aid_type), (one.source_kind, other.source_kind)]
            scope += [(one.category, other.category), (one.tier, other.tier)]
            same = all(mine == theirs for mine, theirs in scope)
            mine, theirs = set(getattr(one, "levels", ())), set(getattr(other, "levels", ()))
            overlaps = bool(mine & theirs) or not (mine or theirs)
            if same and overlaps and specificity(one) == specificity(other):
                raise RuleBroken(
                    "two_amounts",
                    f"“{one.label}”和“{other.label}”对同一种情况都规定了数额，请改其中一条的"
                    "类别、建档标准、资金来源或就学阶段",
                )
