"""What may be written into a standard, and when it may be published."""

from collections.abc import Iterable, Sequence

from assistance.criteria.rules.checks import CODE, check_draft
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
    if not CODE.fullmatch(code):
        raise RuleBroken(
            "rule_code",
            "代码用小写英文字母开头，只含小写字母、数字和下划线，2至40位",
            fields={"code": "例如 living_deep"},
        )
    if code in others:
        raise RuleBroken("rule_code_taken", "这份标准里已有这个代码", fields={"code": "已被使用"})
    empty = {
        key: "不能为空" for key, text in (("label", label), ("source", source)) if not text.strip()
    }
    if empty:
        raise RuleBroken("rule_words", "请填写名称和依据", fields=empty)
    if len(others) >= MOST_RULES:
        raise RuleBroken("rules_too_many", f"一份标准最多{MOST_RULES}条")


def check_publishable(
    *, state: str, rules: Iterable[Rule], made_by: int | None, publisher: int
) -> None:
    """A draft that says an amount or a limit, no two amounts for one case; published by another."""
    check_draft(state)
    every = list(rules)
    if not any(isinstance(one, Fixed | Months | Costs | Cap) for one in every):
        raise RuleBroken("no_amount", "至少要有一条数额或上限才能发布")
    check_distinct(every)
    if made_by == publisher:
        raise RuleBroken(
            "publisher_is_maker", "起草人不能发布自己起草的标准，请由另一位有发布权限的人核对后发布"
        )


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


__all__ = ["MOST_RULES", "check_distinct", "check_publishable", "check_rule"]
