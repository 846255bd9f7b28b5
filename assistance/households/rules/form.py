"""What a complete file holds (domain.md, 2.3, 3.1)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ground.kernel import money, texts
from ground.kernel.errors import RuleBroken

SHORTEST_REASON = 2


def check_amount(field: str, label: str, typed: Decimal | int | str | None) -> Decimal | None:
    """An amount of the family's year: none yet, or nought and more."""
    if typed is None or typed == "":
        return None
    return money.amount_typed(
        typed, field=field, message=f"{label}应在0元以上、百亿元以下", beside="超出范围"
    )


def check_text(field: str, label: str, typed: str, *, longest: int, needed: bool = False) -> str:
    """Text that fits its column, without control characters."""
    return texts.check_text(
        typed,
        field=field,
        label=label,
        longest=longest,
        needed=needed,
        read=texts.paragraphs,
        missing=texts.Refusal("text_missing", "请填写{label}", "必填"),
        too_long=texts.Refusal("text_too_long", "{label}最多{longest}字", "最多{longest}字"),
    )


def check_reason(typed: str, *, longest: int = 300) -> str:
    text = check_text("reason", "原因", typed, longest=longest, needed=True)
    if len(text) < SHORTEST_REASON:
        raise RuleBroken(
            "reason_too_short", "原因请写清楚，至少两个字", fields={"reason": "至少两个字"}
        )
    return text


def check_one_of(field: str, label: str, typed: str, choices: Iterable[str]) -> str:
    """A value of a closed list, or none yet."""
    if typed and typed not in set(choices):
        raise RuleBroken(
            "choice_unknown", f"{label}不在可选范围内", fields={field: "请从列表中选择"}
        )
    return typed


def check_investigators(names: Sequence[str], fewest: int) -> str:
    """The people of a home visit, in one line; each counts once."""
    told = [check_text("investigators", "调查人", name, longest=20) for name in names]
    people = list(dict.fromkeys(name for name in told if name))
    if len(people) < fewest:
        raise RuleBroken(
            "investigators_too_few",
            f"入户调查应不少于{fewest}人，请填写每位调查人的姓名",
            fields={"investigators": f"不少于{fewest}人"},
        )
    return check_text("investigators", "调查人", "、".join(people), longest=120)


def file_number(year: int, number: int) -> str:
    """`SL2008-000123`."""
    return f"SL{year}-{number:06d}"
