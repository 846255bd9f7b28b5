"""What may be written into a set, and when it may be published or withdrawn."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistance.criteria.rules.engine import ready
from assistance.criteria.rules.kinds import Criterion, IncomeTest
from ground.kernel.errors import RuleBroken

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
MOST_CRITERIA = 40


def check_draft(state: str) -> None:
    if state != "draft":
        raise RuleBroken("ruleset_final", "已发布的标准不能修改，请另拟新版本")


def check_head(*, name: str, source: str, valid_from: date, valid_to: date | None) -> None:
    empty = {
        key: "不能为空" for key, text in (("name", name), ("source", source)) if not text.strip()
    }
    if empty:
        raise RuleBroken("ruleset_incomplete", "请填写名称和依据", fields=empty)
    if valid_to is not None and valid_to < valid_from:
        raise RuleBroken(
            "end_before_start",
            "停用日期不能早于生效日期",
            fields={"valid_to": f"不能早于{valid_from}"},
        )


def check_criterion(code: str, label: str, source: str, others: Sequence[str]) -> None:
    """A code of its own, a name and a source. `others` are the codes of the other criteria."""
    if not CODE.fullmatch(code):
        raise RuleBroken(
            "criterion_code",
            "代码用小写英文字母开头，只含小写字母、数字和下划线，2至40位",
            fields={"code": "例如 deep_income"},
        )
    if code in others:
        raise RuleBroken(
            "criterion_code_taken", "这份标准里已有这个代码", fields={"code": "已被使用"}
        )
    empty = {
        key: "不能为空" for key, text in (("label", label), ("source", source)) if not text.strip()
    }
    if empty:
        raise RuleBroken("criterion_words", "请填写名称和依据", fields=empty)
    if len(others) >= MOST_CRITERIA:
        raise RuleBroken("criteria_too_many", f"一份标准最多{MOST_CRITERIA}条")


def check_publishable(
    *, state: str, criteria: Iterable[Criterion], made_by: int | None, publisher: int
) -> None:
    """A draft with an income test whose parts fit together, published by another than made it."""
    check_draft(state)
    every = list(criteria)
    if not any(isinstance(one, IncomeTest) for one in every):
        raise RuleBroken("no_income_test", "至少要有一条收入标准才能发布")
    ready(None, every)
    if made_by == publisher:
        raise RuleBroken(
            "publisher_is_maker", "起草人不能发布自己起草的标准，请由另一位有发布权限的人核对后发布"
        )


def check_withdrawal(*, state: str, valid_from: date, on: date, reason: str) -> None:
    if state != "published":
        raise RuleBroken("ruleset_not_published", "只有已发布的标准才能废止")
    if on < valid_from:
        raise RuleBroken(
            "end_before_start", f"废止日期不能早于生效日期{valid_from}", fields={"on": "太早"}
        )
    if not reason.strip():
        raise RuleBroken("reason_missing", "请写明废止的原因", fields={"reason": "不能为空"})
