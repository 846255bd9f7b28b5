"""Who visits whom on which day: shared out evenly, neighbours together, always the same."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.rules.visiting import (
    Group,
    check_carried,
    check_cash,
    check_days,
    check_nobody_twice,
    spread,
)
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

FIRST, SECOND = date(2008, 1, 30), date(2008, 1, 31)
SPAN = Period(starts_on=date(2008, 1, 10), ends_on=date(2008, 2, 5))


def test_seven_families_two_groups_two_days_differ_by_one():
    targets = [(number, "0001") for number in range(1, 8)]
    assert spread(targets, [Group(1), Group(2)], [FIRST, SECOND]) == {
        (1, FIRST): [1, 2],
        (1, SECOND): [3, 4],
        (2, FIRST): [5, 6],
        (2, SECOND): [7],
    }


def test_the_nearest_area_takes_its_own_and_the_rest_goes_to_whoever_has_none():
    targets = [(1, "00010001"), (2, "00010002"), (3, "000100020001"), (4, "0002")]
    groups = [Group(1, "00010002"), Group(2, "0001"), Group(3)]
    assert spread(targets, groups, [FIRST]) == {
        (2, FIRST): [1],
        (1, FIRST): [2, 3],
        (3, FIRST): [4],
    }


def test_whom_no_group_takes_is_on_no_route():
    assert spread([(1, "0002")], [Group(1, "0001")], [FIRST]) == {}
    assert spread([], [Group(1)], [FIRST]) == {}
    assert spread([(1, "0001")], [], [FIRST]) == {}


def test_days_lie_in_the_campaign_and_come_in_order():
    assert check_days([SECOND, FIRST, SECOND], SPAN) == [FIRST, SECOND]
    with pytest.raises(RuleBroken, match="请填写慰问日期"):
        check_days([], SPAN)
    with pytest.raises(RuleBroken, match="2008-01-10 至 2008-02-05"):
        check_days([date(2008, 2, 6)], SPAN)


def test_a_person_goes_with_one_group_a_day():
    check_nobody_twice(FIRST, [])
    with pytest.raises(RuleBroken, match="赵记者1月30日已在“第一慰问组”的路线上"):
        check_nobody_twice(FIRST, [("赵记者", "第一慰问组")])


@pytest.mark.parametrize(
    ("cash", "has_reached", "code"),
    [
        (Decimal("500.01"), True, "cash_beyond_approved"),
        (Decimal(0), True, "cash_beyond_approved"),
        (Decimal(500), False, "cash_not_paid_out"),
    ],
)
def test_an_envelope_holds_what_was_paid_out_and_no_more(cash, has_reached, code):
    assert check_cash(Decimal(500), Decimal(500), has_reached=True) == Decimal(500)
    with pytest.raises(RuleBroken) as refused:
        check_cash(cash, Decimal(500), has_reached=has_reached)
    assert refused.value.code == code


def test_one_comes_again_on_a_later_day():
    check_carried(SECOND, FIRST, today=FIRST)
    for on, today in ((FIRST, FIRST), (SECOND, date(2008, 2, 1))):
        with pytest.raises(RuleBroken, match="改期应在原定日期之后，且不早于今天"):
            check_carried(on, FIRST, today)
