"""What the ledger allows, in plain values. Amounts are yuan with two places."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from ground.kernel.errors import RuleBroken
from ground.kernel.money import LARGEST, shown, yuan_typed
from ground.kernel.texts import Refusal, check_text

SUMMARY_LENGTH = 120
LARGEST_BOOK = 200_000  # entries that a page takes out while somebody waits
FIRST_YEAR, LAST_YEAR = 1949, 2999
KEEPERS = ("link_office", "union", "agency")  # kinds of organisations that keep money


class Move(Enum):
    """Everything that can happen to money within a source: out of one account, into another."""

    RECEIVED = ("granted", "available", "到账")
    RESERVED = ("available", "reserved", "预留")
    RELEASED = ("reserved", "available", "退回预留")
    SENT = ("reserved", "in_transit", "送银行")
    BOUNCED = ("in_transit", "reserved", "银行退票")
    PAID_OUT = ("reserved", "spent", "现金、实物发放")
    SETTLED = ("in_transit", "spent", "银行发放成功")
    UNSETTLED = ("spent", "in_transit", "撤销银行发放结果")
    RECOVERED = ("spent", "available", "追回")
    ALLOCATED = ("available", "allocated", "下达")
    TAKEN_BACK = ("allocated", "available", "下达退回")
    RETURNED = ("available", "returned", "缴回")
    NOT_RETURNED = ("returned", "available", "缴回未收")
    CARRIED = ("available", "carried", "结转下年")

    @property
    def needs_cover_each_day(self) -> bool:
        """Whether what it takes must have been there at the end of its day and of every later one.

        Not what comes in. What takes back (UNSETTLED, RELEASED, RECOVERED, …) is covered by what it
        undoes.
        """
        return self.out_of != "granted"

    @property
    def out_of(self) -> str:
        return self.value[0]

    @property
    def into(self) -> str:
        return self.value[1]

    @property
    def label(self) -> str:
        return self.value[2]


class Line(NamedTuple):
    """One entry to be posted. `key` names what it books, once and for all.

    `item` is what the money is for and `unit_id` where it goes; `because` the event that it goes back
    to, where that is another than the one being handled.
    """

    key: str
    amount: Decimal
    summary: str
    item: str = ""
    unit_id: int | None = None
    because: int | None = None


def amount_to_book(amount: str | int | Decimal) -> Decimal:
    """An amount that an entry may move: readable, and more than nothing."""
    read = yuan_typed(amount, field="amount")
    if read <= 0:
        raise RuleBroken("amount_not_positive", "金额必须大于零", fields={"amount": "必须大于零"})
    return read


def summary_to_book(summary: str) -> str:
    return check_text(
        summary,
        field="summary",
        label="摘要",
        longest=SUMMARY_LENGTH,
        missing=Refusal("summary_missing", "请填写{label}，说明这笔钱的用途或来历", "不能为空"),
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


def check_enough_since(
    *, on: date, wanted: Decimal, there: Decimal, day: date, source: str, account: str
) -> None:
    """Refuse what would bring an account below zero at the end of a past day: `there` is its lowest
    balance since `on`, on `day`.
    """
    if wanted > there:
        short = (
            f"{day.isoformat()} 日终{account}余额 {shown(there)} 元，不足 {shown(wanted)} 元，"
            f"还差 {shown(wanted - there)} 元"
        )
        raise RuleBroken(
            "fund_short_then",
            f"不能记在 {on.isoformat()}：“{source}”{short}。钱到账之前不能使用，请核对日期或减少金额",
            fields={"on": short},
        )


def check_not_again(*, on: date, amount: Decimal, summary: str, booked: int | None) -> None:
    """Ask back where the same receipt stands in the book already: it could never be corrected."""
    if booked is not None:
        same = (
            f"您刚登记过相同的一笔：{on.isoformat()} {shown(amount)} 元“{summary}”（凭证 {booked}）"
        )
        raise RuleBroken(
            "receipt_again",
            f"{same}。登记后不能更正，确实是另一笔请注明",
            fields={"again": f"{same}，确实是另一笔请勾选"},
        )


def check_not_twice(known: object | None, *, said: str, code: str) -> None:
    """Ask back where just the same was told a moment ago, from another tab or by going back."""
    if known is not None:
        raise RuleBroken(
            code,
            f"您刚登记过相同的一笔：{said}。确实是另一笔请注明",
            fields={"again": f"您刚登记过相同的一笔：{said}，确实是另一笔请勾选"},
        )


def check_receipt_year(on: date, *, year: int) -> None:
    """Money of a year comes in from the year before it on; an earlier day is a slip of the pen."""
    if on.year < year - 1:
        raise RuleBroken(
            "receipt_too_early",
            f"到账日期 {on.isoformat()} 早于{year}年度资金可能到账的日子，请核对年份",
            fields={"on": f"应在 {year - 1}-01-01 以后"},
        )


def check_total(*, granted: Decimal, amount: Decimal) -> None:
    """A fund source holds what its columns can hold."""
    if granted + amount > LARGEST:
        raise RuleBroken(
            "fund_too_large",
            f"累计拨入超过可登记的最大金额 {shown(LARGEST)} 元，请核对金额",
            fields={"amount": f"过大：累计拨入最多 {shown(LARGEST)} 元"},
        )


def check_keeper(kind: str, *, label: str, field: str) -> None:
    """Only offices, unions and agencies keep money of their own: a firm or a village gets none to spend."""
    if kind not in KEEPERS:
        raise RuleBroken(
            "not_a_keeper",
            f"“{label}”不能管理资金：只有“双联”办、工会和参联单位可以，请重新选择",
            fields={field: "不能管理资金"},
        )


def check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(
            "year_unreadable", "年度应为四位数字，例如 2008", fields={"year": "年度不正确"}
        )


def check_keys(keys: Collection[str]) -> None:
    """No key is booked twice in one go: the caller has told the same thing twice."""
    if len(set(keys)) != len(keys):
        raise RuleBroken("entry_twice", "同一事项在一次入账中出现两次，请核对后重新办理")


def check_fits_page(entries: int) -> None:
    """A page waits for the file: a book of years is taken out on the server."""
    if entries > LARGEST_BOOK:
        raise RuleBroken(
            "book_too_large",
            f"账簿有 {entries:,} 笔，超过网页导出的上限 {LARGEST_BOOK:,} 笔："
            "请管理员在服务器上用 manage.py export-ledger 导出",
        )
