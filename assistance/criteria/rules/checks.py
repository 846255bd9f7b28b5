"""What may be written into a set, and what it must hold to be published."""

from collections.abc import Iterable, Sequence

from assistance.criteria.rules.engine import ready
from assistance.criteria.rules.kinds import Criterion, IncomeTest
from assistance.editions.rules import check_clause
from ground.kernel.errors import RuleBroken

MOST_CRITERIA = 40


def check_criterion(code: str, label: str, source: str, others: Sequence[str]) -> None:
    """A code of its own, a name and a source. `others` are the codes of the other criteria."""
    check_clause(
        "criterion", code=code, label=label, source=source, others=others, example="deep_income"
    )
    if len(others) >= MOST_CRITERIA:
        raise RuleBroken("criteria_too_many", f"一份标准最多{MOST_CRITERIA}条")


def check_criteria(criteria: Iterable[Criterion]) -> None:
    """At least one income test, and parts that fit together."""
    every = list(criteria)
    if not any(isinstance(one, IncomeTest) for one in every):
        raise RuleBroken("no_income_test", "至少要有一条收入标准才能发布")
    ready(None, every)
