"""Yuan: exact decimals of two places, read from text, never from floats."""

import re
from decimal import ROUND_HALF_UP, Decimal

from ground.kernel.errors import RuleBroken

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
TEN_BILLION = Decimal(10) ** 10  # 百亿元: what stands in one input of a form is below it
_PLAIN = re.compile(r"-?\d{1,12}(\.\d{1,2})?", re.ASCII)
_TOO_LONG = re.compile(r"-?\d{13,}(\.\d{1,2})?", re.ASCII)
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－￥", "0123456789.,-¥")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿", "万亿")


def yuan(text: str | int | Decimal) -> Decimal:
    """Read an amount in yuan. More than two places, or anything else than digits, is refused.

    Thousands separators in the usual places (`1,234.50`) are allowed in text; so are the signs that
    come from a Chinese keyboard (`１，２００．５０`), and the unit as it is written (`￥1200元`).
    """
    if isinstance(text, float):
        raise TypeError("money is never a float")
    plain = str(text).translate(_HALF_WIDTH).strip().removeprefix("¥").removesuffix("元").strip()
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d{1,2})?", plain, re.ASCII):
        plain = plain.replace(",", "")
    if _TOO_LONG.fullmatch(plain):
        raise RuleBroken(
            "money_unreadable", f"金额“{str(text)[:30]}”过大：最多 {shown(LARGEST)} 元，请核对位数"
        )
    if not _PLAIN.fullmatch(plain):
        raise RuleBroken(
            "money_unreadable",
            f"金额“{str(text)[:30]}”无法识别：请填写数字，最多两位小数，例如 1200.50",
        )
    return Decimal(plain).quantize(CENT)


def yuan_typed(typed: str | int | Decimal, *, field: str) -> Decimal:
    """`yuan` of an input: what cannot be read is said beside it."""
    try:
        return yuan(typed)
    except RuleBroken as broken:
        raise broken.beside(field) from None


def amount_typed(
    typed: str | int | Decimal,
    *,
    field: str,
    message: str,
    beside: str,
    least: Decimal = Decimal(0),
) -> Decimal:
    """An amount of an input, from `least` to below ten billion; `message` and `beside` refuse others."""
    amount = yuan_typed(typed, field=field)
    if not least <= amount < TEN_BILLION:
        raise RuleBroken("amount_out_of_range", message, fields={field: beside})
    return amount


def rounded(amount: Decimal) -> Decimal:
    """Round to the cent, halves away from zero: the only place where money is rounded."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def shown(amount: Decimal) -> str:
    """An amount as people read it: `19,000.00`."""
    return f"{amount.quantize(CENT):,.2f}"


def shown_short(amount: Decimal) -> str:
    """As a brief prints it: whole yuan without places (`19,000`), otherwise two places."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else shown(amount)


def capitals(amount: Decimal) -> str:
    """An amount in the capital numerals of vouchers (大写金额): `壹万玖仟元整`."""
    if abs(amount) > LARGEST:
        raise ValueError("amount too large for a voucher")
    cents = int(abs(amount.quantize(CENT)) * 100)
    whole, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    text = _integer_capitals(whole) + "元" if whole else ""
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif fen and whole:
        text += "零"
    if fen:
        text += _DIGITS[fen] + "分"
    if not cents:
        text = "零元"
    return ("负" if amount < 0 else "") + text + ("" if fen else "整")


def _integer_capitals(whole: int) -> str:
    sections: list[str] = []
    index = 0
    while whole:
        whole, section = divmod(whole, 10_000)
        text = _section_capitals(section)
        if text:
            text += _SECTIONS[index]
            if whole and section < 1000:  # noqa: PLR2004 -- a leading zero of the section is spoken
                text = "零" + text
        sections.append(text)
        index += 1
    joined = "".join(reversed(sections))
    return re.sub("零+", "零", joined).rstrip("零") if joined else ""


def _section_capitals(section: int) -> str:
    text, zero = "", False
    for place, digit in enumerate(reversed(str(section))):
        if digit == "0":
            zero = bool(text)
            continue
        text = _DIGITS[int(digit)] + _UNITS[place] + ("零" if zero else "") + text
        zero = False
    return text
