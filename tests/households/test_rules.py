"""Rules without a database."""

from decimal import Decimal

import pytest

from assistance.households import rules
from ground.kernel.errors import RuleBroken


def test_net_monthly_income_of_one_member():
    """R1: (yearly income - rigid expenses) ÷ members ÷ 12, rounded to the cent at the end only."""
    income, rigid = Decimal("16800.00"), Decimal("9200.50")
    assert rules.net_monthly_income(income, rigid, 3) == Decimal("211.10")
    assert rules.net_monthly_income(Decimal(0), Decimal(1200), 1) == Decimal("-100.00")
    assert rules.income_formula(income, rigid, 3) == (
        "（16,800.00 － 9,200.50）÷ 3 人 ÷ 12 个月 ＝ 211.10 元"
    )


@pytest.mark.parametrize(
    ("net", "category"),
    [
        ("-5", "deep"),
        ("300.00", "deep"),
        ("300.01", "relative"),
        ("599.99", "relative"),
        ("600.00", ""),
    ],
)
def test_the_category_that_an_income_speaks_for(net, category):
    assert rules.suggested_category(Decimal(net), Decimal(300)) == category


def test_every_state_is_left_by_somebody_or_is_an_end():
    from assistance.households.models import HardshipFile, Step

    states = set(HardshipFile.State.values)
    reached = {move.state for move in rules.MOVES.values()} | {"draft"}
    assert reached == states
    left = {state for move in rules.MOVES.values() for state in move.sources}
    assert states - left == {"rejected", "exited", "cancelled"}
    steps = {move.step for name, move in rules.MOVES.items() if name != "complete"}
    assert steps | {"opened"} == set(Step.Kind.values)


def test_who_takes_the_last_steps():
    assert rules.is_for_approver("approve", "notice_passed")
    assert rules.is_for_approver("return", "notice_passed")
    assert not rules.is_for_approver("return", "notice_posted")
    assert rules.is_for_approver("cancel", "active")
    assert not rules.is_for_approver("cancel", "draft")


def test_text_loses_what_cannot_be_printed():
    assert rules.check_text("a", "家庭情况", " 困\x00难\n下岗\u202e ", longest=9) == "困难\n下岗"
    with pytest.raises(RuleBroken, match="最多3字"):
        rules.check_text("a", "家庭情况", "一二三四", longest=3)
