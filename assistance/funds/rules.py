"""What the ledger allows, in plain values. Amounts are yuan with two places."""

from datetime import date
from decimal import Decimal

from ground.kernel.errors import RuleBroken
from ground.kernel.money import LARGEST, shown, yuan

SUMMARY_LENGTH = 120
FIRST_YEAR, LAST_YEAR = 1949, 2999


def amount_to_book(amount: str | int | Decimal) -> Decimal:
    """An amount that an entry may move: readable, and more than nothing."""
    read = yuan(amount)
    if read <= 0:
        raise RuleBroken("amount_not_positive", "金额必须大于零", fields={"amount": "必须大于零"})
    return read


def summary_to_book(summary: str) -> str:
    text = " ".join(summary.replace("\x00", "").split())
    if not text:
        raise RuleBroken(
            "summary_missing", "请填写摘要，说明这笔钱的用途或来历", fields={"summary": "不能为空"}
        )
    check_length(text, field="summary", label="摘要", longest=SUMMARY_LENGTH)
    return text


def check_length(text: str, *, field: str, label: str, longest: int) -> None:
    if len(text) > longest:
        raise RuleBroken(
            "text_too_long",
            f"{label}不能超过{longest}个字，请精简",
            fields={field: f"不能超过{longest}个字"},
        )


def check_day(on: date, *, today: date) -> None:
    """Nothing is booked before it happens."""
    if on > today:
        raise RuleBroken(
            "entry_in_future",
            f"入账日期 {on.isoformat()} 晚于今天，请改为今天或更早的日期",
            fields={"on": "不能晚于今天"},
        )


def check_enough(*, wanted: Decimal, there: Decimal, source: str, account: str) -> None:
    """Refuse what would bring an account below zero, and say what is there."""
    if wanted > there:
        raise RuleBroken(
            "fund_short",
            f"“{source}”{account}余额 {shown(there)} 元，不足 {shown(wanted)} 元，"
            f"还差 {shown(wanted - there)} 元：请减少金额或等资金到账后再办理",
            fields={"amount": f"{account}余额 {shown(there)} 元"},
        )


def check_total(*, granted: Decimal, amount: Decimal) -> None:
    """A fund source holds what its columns can hold."""
    if granted + amount > LARGEST:
        raise RuleBroken(
            "fund_too_large",
            "累计拨入超过可登记的最大金额，请核对金额",
            fields={"amount": "金额过大"},
        )


def check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(
            "year_unreadable", "年度应为四位数字，例如 2008", fields={"year": "年度不正确"}
        )
