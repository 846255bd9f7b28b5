"""What may be done with payments and batches, in plain values."""

from collections.abc import Iterable
from decimal import Decimal

from ground.kernel.errors import RuleBroken
from ground.kernel.money import yuan

REASON_LENGTH = 120
NAME_LENGTH = 80
REMARK_LENGTH = 200


def amount_of_payment(amount: str | int | Decimal) -> Decimal:
    read = yuan(amount)
    if read <= 0:
        raise RuleBroken(
            "amount_not_positive", "发放金额必须大于零", fields={"amount": "必须大于零"}
        )
    return read


def text_of(text: str, *, field: str, label: str, longest: int) -> str:
    """A line of text that must be there and fit."""
    plain = " ".join(text.replace("\x00", "").split())
    if not plain:
        raise RuleBroken(f"{field}_missing", f"请填写{label}", fields={field: "不能为空"})
    if len(plain) > longest:
        raise RuleBroken(
            f"{field}_too_long",
            f"{label}不能超过{longest}个字，请精简",
            fields={field: f"不能超过{longest}个字"},
        )
    return plain


def check_payments(*, wanted: int, free: Iterable[bool]) -> None:
    """A batch is made of payments that exist and wait for one."""
    states = list(free)
    if not states:
        raise RuleBroken(
            "batch_empty", "请至少选择一笔待编批的款项", fields={"payments": "未选择款项"}
        )
    if len(states) != wanted or not all(states):
        taken = wanted - sum(states)
        raise RuleBroken(
            "payment_taken",
            f"所选款项中有{taken}笔已编入其他批次或已作废，请刷新后重新选择",
            fields={"payments": f"{taken}笔不可用"},
        )


def check_state(*, state: str, wanted: str, is_now: str, label: str) -> None:
    """A step is taken from one state only. `is_now` and `label` are how people read it."""
    if state != wanted:
        raise RuleBroken(
            "batch_state", f"批次当前为“{is_now}”，不能{label}：可能已由他人办理，请刷新页面查看"
        )


def check_checker(*, made_by: int, checker: int) -> None:
    if checker == made_by:
        raise RuleBroken("own_work", "制单人不能审核自己编制的批次，请由其他财务人员审核")


def check_approver(*, made_by: int, checked_by: int | None, approver: int) -> None:
    if approver == made_by:
        raise RuleBroken("own_work", "制单人不能审批自己编制的批次，请由其他审批人审批")
    if approver == checked_by:
        raise RuleBroken("own_work", "财务审核与审批须由两人分别办理，请由其他审批人审批")
