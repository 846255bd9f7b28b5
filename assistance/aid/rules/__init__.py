"""What may be done with payments and batches, in plain values."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import NoReturn

from ground.kernel import texts
from ground.kernel.errors import RuleBroken
from ground.kernel.money import shown, yuan

REASON_LENGTH = 120
NAME_LENGTH = 80
REMARK_LENGTH = 200
LABEL_LENGTH = 40
MOST_NOTICE_DAYS = 60
FAR = 366  # days from today within which a payment is planned


def amount_of_payment(amount: str | int | Decimal) -> Decimal:
    read = yuan(amount)
    if read <= 0:
        raise RuleBroken(
            "amount_not_positive", "发放金额必须大于零", fields={"amount": "必须大于零"}
        )
    return read


def check_given_on(on: date, *, today: date) -> None:
    """A payment is planned for a day near enough to be meant; when it is paid, that day is what counts."""
    first, last = today - timedelta(days=FAR), today + timedelta(days=FAR)
    if not first <= on <= last:
        span = f"应在{first}与{last}之间"
        raise RuleBroken(
            "given_on_far", f"发放日期{on}离今天太远，{span}，请核对年份", fields={"given_on": span}
        )


def refuse_twin(*, on: date, item: str, amount: Decimal, reason: str, label: str) -> NoReturn:
    """What is there already, as it is planned for a family: a second one like it is a slip."""
    raise RuleBroken(
        "planned_already",
        f"这户家庭已安排过同样的款项：{on} {item} {shown(amount)} 元“{reason}”，{label}。"
        "确属另一笔的，请在“事由”中写明",
    )


# A line of text that must be there and fit.
check_text = partial(
    texts.check_text,
    missing=texts.Refusal("{field}_missing", "请填写{label}", "不能为空"),
    too_long=texts.Refusal(
        "{field}_too_long", "{label}不能超过{longest}个字，请精简", "不能超过{longest}个字"
    ),
)


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


def check_own_batch(*, made_by: int, by: int) -> None:
    if made_by != by:
        raise RuleBroken(
            "not_own_batch", "编制中的批次由制单人办理，请由制单人增减款项、锁定或撤销"
        )


def check_checker(*, made_by: int, checker: int) -> None:
    if checker == made_by:
        raise RuleBroken("own_work", "制单人不能审核自己编制的批次，请由其他财务人员审核")


def check_approver(*, made_by: int, checked_by: int | None, approver: int) -> None:
    if approver == made_by:
        raise RuleBroken("own_work", "制单人不能审批自己编制的批次，请由其他审批人审批")
    if approver == checked_by:
        raise RuleBroken("own_work", "财务审核与审批须由两人分别办理，请由其他审批人审批")


def check_first_vote(has_voted: bool) -> None:
    if has_voted:
        raise RuleBroken("voted_already", "您已审批过这个批次，下一环节须由另一位审批人审批")


def opinion_of(text: str) -> str:
    """An opinion may be left out; what is said fits."""
    return check_text(text, field="opinion", label="审批意见", longest=REMARK_LENGTH, needed=False)


def threshold_of(above: Decimal) -> Decimal:
    if above < 0:
        raise RuleBroken("threshold_negative", "起始金额不能小于零", fields={"above": "不能小于零"})
    return above


def check_notice_days(days: int) -> None:
    if not 0 <= days <= MOST_NOTICE_DAYS:
        raise RuleBroken(
            "notice_days",
            f"公示天数应为0至{MOST_NOTICE_DAYS}个工作日，0表示不公示",
            fields={"days": f"0至{MOST_NOTICE_DAYS}"},
        )


def check_notice(
    *, starts_on: date, ends_on: date, at_least: date, approved_on: date | None, today: date
) -> None:
    """A notice of what was approved stood for its working days, and they are over."""
    if approved_on is not None and starts_on < approved_on:
        raise RuleBroken(
            "notice_too_early",
            f"批次{approved_on}才批准，公示不能早于这一天开始",
            fields={"starts_on": f"不早于 {approved_on}"},
        )
    if ends_on < at_least:
        raise RuleBroken(
            "notice_too_short",
            f"公示期不足：至少应公示到 {at_least.isoformat()}",
            fields={"ends_on": f"不早于 {at_least.isoformat()}"},
        )
    if ends_on > today or starts_on > today:
        raise RuleBroken(
            "notice_not_over", "公示尚未期满，期满后再登记结果", fields={"ends_on": "不能晚于今天"}
        )


def check_posted(*, days: int, is_posted: bool) -> None:
    if days and not is_posted:
        raise RuleBroken(
            "batch_not_posted",
            f"该批次发放前须公示{days}个工作日：请公示期满后登记公示结果，再发放",
        )


def check_way(*, is_bank: bool, to_bank: bool) -> None:
    """A batch by bank is sent there; any other is given out when finance says so."""
    if is_bank != to_bank:
        raise RuleBroken(
            "batch_way",
            "该批次由银行发放，请送银行"
            if is_bank
            else "该批次为现场发放或爱心卡充值，请直接确认发放",
        )


def check_not_held(is_held: bool) -> None:
    """After a restore nobody here knows what was paid since the backup."""
    if is_held:
        raise RuleBroken(
            "batch_held",
            "系统从备份恢复过，这一批可能在备份之后已经发放：请先与银行或领取人核对，"
            "确认没有发放过再放行；已经发放的不能再发",
        )


def check_cards(without: Sequence[str]) -> None:
    """Families are given their money on a card that they have."""
    if without:
        named = "、".join(without[:5]) + ("等" if len(without) > 5 else "")  # noqa: PLR2004 -- as many as a line holds
        raise RuleBroken(
            "card_missing",
            f"有{len(without)}户现在没有可充值的爱心卡（档案 {named}）：请先补办或发卡，再确认发放",
        )


def check_ordered(is_ordered: bool) -> None:
    if not is_ordered:
        raise RuleBroken("payment_not_ordered", "批次尚未由财务确认发放，不能入账")


def check_told(*, wanted: int, found: int, elsewhere: Sequence[str]) -> None:
    """What the bank says is said of payments that were sent to it."""
    if found != wanted:
        raise RuleBroken("payment_unknown", f"有{wanted - found}笔款项不存在，请核对后重新办理")
    if elsewhere:
        raise RuleBroken(
            "payment_state", f"有款项当前为“{'、'.join(elsewhere)}”，不能登记这一结果：请刷新后核对"
        )


def check_by_bank(*, is_bank: bool) -> None:
    if not is_bank:
        raise RuleBroken(
            "batch_way",
            "现场发放、爱心卡充值的款项没有银行结果；发错的请登记追回",
            fields={"payments": "非银行发放"},
        )


def check_not_recovered(number: int) -> None:
    if number:
        raise RuleBroken("payment_recovered", f"有{number}笔款项已登记追回，不能再撤销发放结果")


def check_undo(*, is_bank: bool, state: str) -> None:
    check_by_bank(is_bank=is_bank)
    if state == "archived":
        raise RuleBroken("batch_archived", "批次已归档，不能再撤销结果：请登记追回或更正")


def check_returned(*, wanted: int, returned: int) -> None:
    if not wanted:
        raise RuleBroken("nothing_returned", "批次中没有银行退票的款项")
    if returned != wanted:
        raise RuleBroken(
            "payment_state",
            f"有{wanted - returned}笔不是“银行退票”，可能已由他人办理，请刷新后核对",
        )


def check_recovered_on(on: date, *, paid_on: date, today: date) -> None:
    """What was not paid yet cannot have come back: books of earlier days stay as they were printed."""
    if not paid_on <= on <= today:
        raise RuleBroken(
            "recovery_day",
            f"追回日期应在发放日 {paid_on.isoformat()} 与今天之间",
            fields={"on": f"应在 {paid_on.isoformat()} 与今天之间"},
        )


def check_recovered_once(same: object | None, *, on: date, amount: Decimal) -> None:
    """Ask back where just the same was told already, from another tab or by going back."""
    if same is not None:
        said = f"您刚登记过相同的一笔：{on.isoformat()} 追回 {shown(amount)} 元"
        raise RuleBroken(
            "recovery_again",
            f"{said}。确实是另一笔请注明",
            fields={"again": f"{said}，确实是另一笔请勾选"},
        )


def check_recovery(*, is_paid: bool, label: str, amount: Decimal, left: Decimal) -> None:
    """No more comes back than was paid."""
    if not is_paid:
        raise RuleBroken("payment_state", f"款项当前为“{label}”，只有已发放的款项可以追回")
    if amount > left:
        raise RuleBroken(
            "recovery_too_large",
            f"追回金额超过尚未追回的 {shown(left)} 元，请核对",
            fields={"amount": f"不超过 {shown(left)} 元"},
        )
