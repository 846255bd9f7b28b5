"""What a love card may buy, in plain values. Amounts are yuan with two places."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from stdnum.iso7064 import mod_11_10

from ground.kernel.errors import RuleBroken
from ground.kernel.money import shown

PREFIX = "66"
LENGTH = 12
MOST_LINES = 60
MOST_UNITS = 999
DAYS_OFFLINE = 31
QUARTER = 3


@dataclass(frozen=True, slots=True)
class Given:
    """Units of goods at the price that the till showed."""

    goods_id: int
    quantity: int
    price: Decimal

    @property
    def value(self) -> Decimal:
        return self.quantity * self.price


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why an issue is not as the rules have it: a sentence, and how much."""

    kind: str
    words: str
    field: str
    goods_id: int | None = None
    quantity: int = 0
    amount: Decimal = Decimal(0)


def new_number() -> str:
    """A card number: twelve digits that nobody can guess, the last of them checks the others."""
    body = f"{PREFIX}{secrets.randbelow(10**9):09}"
    return body + str(mod_11_10.calc_check_digit(body))


def number_of(typed: str) -> str:
    """A card number as it was scanned or typed; blanks and dashes do not count."""
    plain = "".join(typed.replace("-", "").split())
    if len(plain) != LENGTH or not plain.isascii() or not plain.isdigit():
        raise RuleBroken(
            "card_number",
            "这不是爱心卡的卡号：卡号为12位数字，请重新扫描卡上的二维码",
            fields={"number": "应为12位数字"},
        )
    if not mod_11_10.is_valid(plain):
        raise RuleBroken(
            "card_number",
            "卡号的校验位不对，可能输错了一位，请重新扫描或核对后输入",
            fields={"number": "校验位不对"},
        )
    return plain


def seal_of(number: str) -> str:
    """What a device keeps instead of the number, to know a card by when it is scanned."""
    return hashlib.sha256(f"love:{number}".encode()).hexdigest()


def span_of(on: date, span: str) -> date:
    """The first day of the month, quarter or year that a day lies in."""
    if span == "year":
        return date(on.year, 1, 1)
    if span == "quarter":
        return date(on.year, (on.month - 1) // QUARTER * QUARTER + 1, 1)
    return on.replace(day=1)


def check_lines(lines: Sequence[Given]) -> None:
    if not lines:
        raise RuleBroken("lines_missing", "请先扫描商品", fields={"lines": "没有商品"})
    if len(lines) > MOST_LINES:
        raise RuleBroken("lines_too_many", f"一次最多{MOST_LINES}种商品，请分次领取")
    if len({one.goods_id for one in lines}) < len(lines):
        raise RuleBroken("goods_twice", "同一种商品只能有一行，请合并数量")
    for at, one in enumerate(lines):
        if not 0 < one.quantity <= MOST_UNITS:
            raise RuleBroken(
                "quantity_wrong",
                f"数量应为1至{MOST_UNITS}的整数",
                fields={f"lines.{at}.quantity": "请填写正整数"},
            )


def check_handed_on(on: date, *, today: date) -> None:
    """What a device gave out offline is told soon; its clock may be a little wrong, not a year."""
    if not today - timedelta(days=DAYS_OFFLINE) <= on <= today + timedelta(days=1):
        raise RuleBroken(
            "handed_when",
            f"离线发放的日期 {on} 不对：请核对这台设备的日期，由负责人补登",
            fields={"handed_at": "日期不对"},
        )


def problem_of_card(
    *, state: str, valid_from: date, valid_to: date, on: date, belongs: bool, why: str
) -> Problem | None:
    """Whether a card buys at all here and today."""
    words = ""
    if state != "active":
        words = f"这张爱心卡已停用（{why}），请使用新卡或到帮扶中心办理"
    elif not belongs:
        words = "这张爱心卡不能在本超市使用，请到发卡单位的超市领取"
    elif on < valid_from:
        words = f"这张爱心卡从 {valid_from} 起有效，现在还不能使用"
    elif on > valid_to:
        words = f"这张爱心卡已于 {valid_to} 到期，请到帮扶中心办理新卡"
    return Problem(kind="card", words=words, field="number") if words else None


def problem_of_visit(
    *,
    value: Decimal,
    per_visit: Decimal | None,
    visits: int | None,
    came: int,
) -> Problem | None:
    """Whether a family comes too often this month, or takes too much at once."""
    if visits is not None and came >= visits:
        return Problem(
            kind="limit", words=f"本月已领取 {came} 次，每月最多 {visits} 次", field="number"
        )
    if per_visit is not None and value > per_visit:
        return Problem(
            kind="limit",
            words=f"本次 {shown(value)} 元，超过每次最多 {shown(per_visit)} 元，请减少商品",
            field="lines",
            amount=value - per_visit,
        )
    return None


def problems_of_items(
    lines: Sequence[Given],
    *,
    limits: Mapping[int, tuple[int, str]],
    had: Mapping[int, int],
    names: Mapping[int, str],
) -> list[Problem]:
    """Goods of which a family would get more than allowed. `limits` is most and the span's word, by goods."""
    found = []
    for at, one in enumerate(lines):
        if one.goods_id not in limits:
            continue
        most, span = limits[one.goods_id]
        before = had.get(one.goods_id, 0)
        if before + one.quantity > most:
            found.append(
                Problem(
                    kind="limit",
                    words=f"“{names[one.goods_id]}”{span}最多 {most}，已领 {before}，"
                    f"本次 {one.quantity}，请减少",
                    field=f"lines.{at}.quantity",
                    goods_id=one.goods_id,
                    quantity=before + one.quantity - most,
                )
            )
    return found


def problem_of_balance(*, value: Decimal, balance: Decimal) -> Problem | None:
    if value <= balance:
        return None
    return Problem(
        kind="balance",
        words=f"卡上余额 {shown(balance)} 元，本次 {shown(value)} 元，还差 {shown(value - balance)} 元",
        field="lines",
        amount=value - balance,
    )


def problems_of_prices(
    lines: Sequence[Given], prices: Mapping[int, Decimal], names: Mapping[int, str]
) -> list[Problem]:
    """Where the till showed another price than holds now."""
    return [
        Problem(
            kind="price",
            words=f"“{names[one.goods_id]}”柜台显示 {shown(one.price)} 元，"
            f"现价 {shown(prices[one.goods_id])} 元，请刷新柜台后再办",
            field=f"lines.{at}.price",
            goods_id=one.goods_id,
            amount=abs(prices[one.goods_id] - one.price) * one.quantity,
        )
        for at, one in enumerate(lines)
        if one.price != prices[one.goods_id]
    ]


def problems_of_stock(
    lines: Sequence[Given], short: Mapping[int, int], names: Mapping[int, str]
) -> list[Problem]:
    return [
        Problem(
            kind="stock",
            words=f"“{names[one.goods_id]}”货架上账面只有 {one.quantity - short[one.goods_id]}，"
            f"本次 {one.quantity}：请减少数量，或请保管员核对库存",
            field=f"lines.{at}.quantity",
            goods_id=one.goods_id,
            quantity=short[one.goods_id],
        )
        for at, one in enumerate(lines)
        if short.get(one.goods_id)
    ]


DECISIONS = {
    "balance": ("extra", "next", "corrected"),
    "stock": ("shelf", "proved", "corrected"),
    "limit": ("extra", "corrected"),
    "card": ("extra", "corrected"),
    "price": ("extra", "corrected"),
}


def check_decision(*, kind: str, decision: str) -> None:
    if decision not in DECISIONS[kind]:
        raise RuleBroken(
            "decision_unknown", "请选择适合这种差异的处理方式", fields={"decision": "请选择"}
        )
