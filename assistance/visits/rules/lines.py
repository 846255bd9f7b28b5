"""The lines of a visit: what was asked for, promised, handed over, photographed. No database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from assistance.visits.rules.texts import check_no_id_number
from ground.kernel.errors import RuleBroken
from ground.kernel.money import LARGEST, yuan

MOST_LINES = 20
MOST_PHOTOS = 12
LONGEST_NEED, LONGEST_PROMISE, LONGEST_GOODS, LONGEST_UNIT = 500, 300, 60, 10
MOST_OF_ANYTHING = Decimal(1_000_000)


@dataclass(frozen=True)
class ToldNeed:
    """What the visited asked for. `category` is one of planning's needs."""

    category: str
    description: str


@dataclass(frozen=True)
class Promised:
    """What the visitors promised, and until when."""

    content: str
    due_on: date


@dataclass(frozen=True)
class GivenGoods:
    """Goods of one sort: `value` is what they are worth together, in yuan."""

    name: str
    quantity: str | int | Decimal
    unit: str
    value: str | int | Decimal


def cash_of(text: str | int | Decimal) -> Decimal:
    """Condolence cash in yuan: none, or more than none."""
    try:
        cash = yuan(text)
    except RuleBroken as unreadable:
        raise RuleBroken(
            unreadable.code,
            unreadable.message,
            fields={"condolence_cash": "请填写数字，最多两位小数"},
        ) from unreadable
    if not 0 <= cash <= LARGEST:
        raise RuleBroken(
            "cash_negative", "慰问金不能为负数", fields={"condolence_cash": "不能为负数"}
        )
    return cash


def checked_needs(needs: Sequence[ToldNeed], *, categories: Collection[str]) -> list[ToldNeed]:
    """The needs as they are kept. Errors name the row: `needs.0.description`."""
    _check_count("needs", "诉求", len(needs))
    kept = []
    for row, need in enumerate(needs):
        text = _text("needs", row, "description", need.description, LONGEST_NEED)
        if need.category not in categories:
            raise _wrong("needs", row, "category", "请选择诉求类别")
        kept.append(ToldNeed(need.category, text))
    return kept


def checked_promises(promises: Sequence[Promised]) -> list[Promised]:
    """The promises as they are kept; whether the day may be, the task says."""
    _check_count("promises", "承诺", len(promises))
    return [
        replace(one, content=_text("promises", row, "content", one.content, LONGEST_PROMISE))
        for row, one in enumerate(promises)
    ]


def checked_goods(goods: Sequence[GivenGoods]) -> list[GivenGoods]:
    """Goods as they are kept: so many, worth so much."""
    _check_count("goods", "慰问品", len(goods))
    kept = []
    for row, one in enumerate(goods):
        name = _text("goods", row, "name", one.name, LONGEST_GOODS)
        unit = _text("goods", row, "unit", one.unit, LONGEST_UNIT)
        quantity = _quantity(row, one.quantity)
        try:
            value = yuan(one.value)
        except RuleBroken as unreadable:
            raise _wrong("goods", row, "value", "价值请填写数字，最多两位小数") from unreadable
        if not 0 < value <= LARGEST:
            raise _wrong("goods", row, "value", "请填写价值（元），登记后要列入帮扶台账")
        kept.append(GivenGoods(name, quantity, unit, value))
    return kept


def check_photo_count(count: int) -> None:
    if count > MOST_PHOTOS:
        raise RuleBroken(
            "too_many_photos",
            f"一次走访最多{MOST_PHOTOS}张照片，请去掉一些",
            fields={"photos": f"最多{MOST_PHOTOS}张"},
        )


def check_signing(*, signer: str, signed: bool, declared: bool) -> None:
    """Who received signs by hand, or is named by the visitors, who then answer for it."""
    if signed and not signer.strip():
        raise RuleBroken(
            "signer_missing", "请填写签收人姓名", fields={"signer": "签了名，请填写是谁"}
        )
    if signer.strip() and not signed and not declared:
        raise RuleBroken(
            "signature_missing",
            "请签收人手写签名，或勾选“签收人已当面确认”",
            fields={"signer": "还没有签名，也没有勾选当面确认"},
        )


def _quantity(row: int, text: str | int | Decimal) -> Decimal:
    try:
        quantity = Decimal(str(text).strip() or "x").quantize(Decimal("0.01"))
    except InvalidOperation as unreadable:
        raise _wrong("goods", row, "quantity", "数量请填写数字") from unreadable
    if not 0 < quantity <= MOST_OF_ANYTHING:
        raise _wrong("goods", row, "quantity", "数量要大于零")
    return quantity


def _text(rows: str, row: int, field: str, text: str, longest: int) -> str:
    text = text.strip()
    if not text:
        raise _wrong(rows, row, field, "不能为空")
    if len(text) > longest:
        raise _wrong(rows, row, field, f"不超过{longest}字")
    check_no_id_number({f"{rows}.{row}.{field}": text})
    return text


_WORDS = {"needs": "诉求", "promises": "承诺", "goods": "慰问品"}


def _wrong(rows: str, row: int, field: str, what: str) -> RuleBroken:
    return RuleBroken(
        "line_incomplete",
        f"第{row + 1}项{_WORDS[rows]}：{what}",
        fields={f"{rows}.{row}.{field}": what},
    )


def _check_count(rows: str, words: str, count: int) -> None:
    if count > MOST_LINES:
        raise RuleBroken(
            "too_many_lines", f"一次走访最多{MOST_LINES}项{words}", fields={rows: "过多"}
        )
