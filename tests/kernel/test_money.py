"""Amounts as people type, read and write them."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ground.kernel.errors import RuleBroken
from ground.kernel.money import (
    CENT,
    LARGEST,
    TEN_BILLION,
    amount_typed,
    capitals,
    rounded,
    shown,
    shown_short,
    yuan,
)

cents = st.integers(min_value=0, max_value=int(LARGEST * 100))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("30000", "30000.00"),
        (" 1,200.5 ", "1200.50"),
        ("-0.01", "-0.01"),
        ("10,000.01", "10000.01"),
        ("１，２００．５０", "1200.50"),
        ("20,000元", "20000.00"),
        ("￥ 35.5 元", "35.50"),
        ("¥-3", "-3.00"),
        (19000, "19000.00"),
        (Decimal("0.1"), "0.10"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_what_is_an_amount(typed, read):
    assert yuan(typed) == Decimal(read)
    assert yuan(typed).as_tuple().exponent == -2


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1.005",
        "1e3",
        "两百",
        "1,20",
        "12,34.5",
        "１,００",
        "两百元",
        "元",
        "5²",
        "①",
        "２万",
        "NaN",
        "Infinity",
        "1" * 13,
        "+5",
        "0x1",
        "1_000",
    ],
)
def test_what_is_none(typed):
    with pytest.raises(RuleBroken) as broken:
        yuan(typed)
    assert broken.value.code == "money_unreadable"


def test_money_is_never_a_float():
    with pytest.raises(TypeError):
        yuan(0.1)  # type: ignore[arg-type]


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_rounding_is_to_the_nearest_cent_halves_away_from_zero(amount):
    nearest = rounded(amount)
    assert nearest.as_tuple().exponent == -2
    assert abs(nearest - amount) <= Decimal("0.005")
    if abs(nearest - amount) == Decimal("0.005"):
        assert abs(nearest) > abs(amount)


@given(cents)
def test_what_is_shown_is_read_again(number):
    amount = Decimal(number) / 100
    assert yuan(shown(amount)) == amount
    assert yuan(shown_short(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [  # the first two are the examples of 正确填写票据和结算凭证的基本规定
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("10", "壹拾元整"),
        ("19000", "壹万玖仟元整"),
        ("10000.01", "壹万元零壹分"),
        ("100010000", "壹亿零壹万元整"),
        ("-30.50", "负叁拾元伍角整"),
    ],
)
def test_capitals(amount, words):
    assert capitals(Decimal(amount)) == words


@given(cents)
def test_capitals_as_a_second_opinion_writes_them(number):
    """After 角 the 整 may stand or not (by the same rules): we write it, the other does not."""
    amount = Decimal(number) / 100
    ours = capitals(amount)
    assert (ours.removesuffix("整") if ours.endswith("角整") else ours) == cn2an.an2cn(
        str(amount), "rmb"
    )


def test_what_no_voucher_can_hold():
    with pytest.raises(ValueError, match="too large"):
        capitals(LARGEST + Decimal("0.01"))


def test_an_amount_of_an_input_is_refused_beside_it():
    said = {"field": "asked", "message": "拟助金额应大于0元", "beside": "应大于0元", "least": CENT}
    assert amount_typed("0.01", **said) == Decimal("0.01")
    assert amount_typed("9,999,999,999.99", **said) == TEN_BILLION - CENT
    for typed in ("0", "-1", "10000000000"):
        with pytest.raises(RuleBroken) as broken:
            amount_typed(typed, **said)
        assert (broken.value.code, broken.value.message, broken.value.fields) == (
            "amount_out_of_range",
            "拟助金额应大于0元",
            {"asked": "应大于0元"},
        )
    with pytest.raises(RuleBroken) as broken:
        amount_typed("许多", **said)
    assert broken.value.code == "money_unreadable"
    assert broken.value.fields == {"asked": broken.value.message}


@pytest.mark.parametrize("typed", ["99999999999999", "1,000,000,000,000.00", "-1000000000000"])
def test_what_is_too_large_is_told_the_limit(typed):
    with pytest.raises(RuleBroken) as broken:
        yuan(typed)
    assert broken.value.message == f"金额“{typed}”过大：最多 999,999,999,999.99 元，请核对位数"
