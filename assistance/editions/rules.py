"""What stands at the head of an edition and of a clause, and when an edition is published or withdrawn."""

import re
from collections.abc import Sequence
from datetime import date

from ground.kernel.errors import RuleBroken

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


def check_draft(state: str) -> None:
    if state != "draft":
        raise RuleBroken("ruleset_final", "已发布的标准不能修改，请另拟新版本")


def check_head(*, name: str, source: str, valid_from: date, valid_to: date | None = None) -> None:
    if empty := _empty(name=name, source=source):
        raise RuleBroken("ruleset_incomplete", "请填写名称和依据", fields=empty)
    if valid_to is not None and valid_to < valid_from:
        raise RuleBroken(
            "end_before_start",
            "停用日期不能早于生效日期",
            fields={"valid_to": f"不能早于{valid_from}"},
        )


def check_clause(
    name: str, *, code: str, label: str, source: str, others: Sequence[str], example: str
) -> None:
    """A code of its own, a label and a source. `others` are the codes of the other clauses."""
    if not CODE.fullmatch(code):
        raise RuleBroken(
            f"{name}_code",
            "代码用小写英文字母开头，只含小写字母、数字和下划线，2至40位",
            fields={"code": f"例如 {example}"},
        )
    if code in others:
        raise RuleBroken(
            f"{name}_code_taken", "这份标准里已有这个代码", fields={"code": "已被使用"}
        )
    if empty := _empty(label=label, source=source):
        raise RuleBroken(f"{name}_words", "请填写名称和依据", fields=empty)


def check_publisher(*, made_by: int | None, publisher: int) -> None:
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


def _empty(**texts: str) -> dict[str, str]:
    return {name: "不能为空" for name, text in texts.items() if not text.strip()}
