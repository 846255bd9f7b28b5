from datetime import date
from decimal import Decimal

import pytest

from assistance.supermarket import rules
from assistance.supermarket.models import Difference
from assistance.supermarket.rules import Given
from ground.kernel.errors import RuleBroken


def test_a_number_checks_itself_and_cannot_be_guessed():
    numbers = {rules.new_number() for _ in range(200)}
    assert len(numbers) == 200
    for number in numbers:
        assert rules.number_of(f" {number[:4]}-{number[4:]} ") == number
        for place in (2, 7, 11):
            wrong = str((int(number[place]) + 1) % 10)
            with pytest.raises(RuleBroken, match="校验位"):
                rules.number_of(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    "typed", ["", "6901234500011", "66123", "六六一二三四五六七八九零", "66000000000x"]
)
def test_what_is_no_number_says_so(typed):
    with pytest.raises(RuleBroken) as broken:
        rules.number_of(typed)
    assert broken.value.code == "card_number"


def test_a_device_knows_a_card_without_its_number():
    number = rules.new_number()
    assert number not in rules.seal_of(number)
    assert rules.seal_of(number) == rules.seal_of(number)
    assert len(rules.seal_of(number)) == 64


@pytest.mark.parametrize(
    ("span", "first"),
    [("month", (2008, 6, 1)), ("quarter", (2008, 4, 1)), ("year", (2008, 1, 1))],
)
def test_spans(span, first):
    assert rules.span_of(date(2008, 6, 10), span) == date(*first)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "lines_missing"),
        ([Given(1, 0, Decimal(1))], "quantity_wrong"),
        ([Given(1, 1000, Decimal(1))], "quantity_wrong"),
        ([Given(1, 1, Decimal(1)), Given(1, 2, Decimal(1))], "goods_twice"),
        ([Given(n, 1, Decimal(1)) for n in range(61)], "lines_too_many"),
    ],
)
def test_what_is_no_order(lines, code):
    with pytest.raises(RuleBroken) as broken:
        rules.check_lines(lines)
    assert broken.value.code == code


@pytest.mark.parametrize(
    ("value", "visits", "came", "words"),
    [
        ("50", 2, 1, ""),
        ("50", 2, 2, "本月已领取 2 次"),
        ("50.01", 2, 0, "超过每次最多 50.00 元"),
        ("50", None, 9, ""),
    ],
)
def test_how_often_and_how_much(value, visits, came, words):
    found = rules.problem_of_visit(
        value=Decimal(value), per_visit=Decimal(50), visits=visits, came=came
    )
    assert words in found.words if words else found is None


def test_goods_of_which_a_family_gets_too_many():
    lines = [Given(1, 2, Decimal(5)), Given(2, 9, Decimal(5))]
    [found] = rules.problems_of_items(lines, limits={1: (3, "每月")}, had={1: 2}, names={1: "大米"})
    assert (found.quantity, found.field) == (1, "lines.0.quantity")
    assert found.words == "“大米”每月最多 3，已领 2，本次 2，请减少"


def test_a_balance_is_used_to_the_cent():
    assert rules.problem_of_balance(value=Decimal("9.99"), balance=Decimal("9.99")) is None
    found = rules.problem_of_balance(value=Decimal(10), balance=Decimal("9.99"))
    assert found.amount == Decimal("0.01")


def test_each_kind_of_difference_has_its_decisions():
    assert set(rules.DECISIONS) == set(Difference.Kind.values)
    assert {one for known in rules.DECISIONS.values() for one in known} == set(
        Difference.Decision.values
    )
    with pytest.raises(RuleBroken):
        rules.check_decision(kind="stock", decision="next")
