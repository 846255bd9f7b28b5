from datetime import date

import pytest

from assistance.stock import rules
from assistance.stock.models import Movement
from assistance.stock.rules import Line, Move, Shelf, pick
from ground.kernel.errors import RuleBroken

ON = date(2008, 6, 10)
SHELVES = [
    Shelf(1, 7, 5, date(2008, 12, 1)),
    Shelf(2, 7, 3, date(2008, 7, 1)),
    Shelf(3, 7, 9, None),
    Shelf(4, 7, 9, date(2008, 6, 9)),
    Shelf(5, 8, 2, None),
]


@pytest.mark.parametrize(
    ("wanted", "lines", "short"),
    [
        ({7: 2}, [Line(2, 2)], {}),
        ({7: 4}, [Line(2, 3), Line(1, 1)], {}),
        ({7: 10}, [Line(2, 3), Line(1, 5), Line(3, 2)], {}),
        ({7: 18}, [Line(2, 3), Line(1, 5), Line(3, 9)], {7: 1}),
        ({8: 1, 7: 1}, [Line(2, 1), Line(5, 1)], {}),
        ({9: 2}, [], {9: 2}),
    ],
)
def test_what_expires_first_goes_first_and_what_is_past_its_date_stays(wanted, lines, short):
    assert pick(wanted, SHELVES, on=ON) == (lines, short)


def test_on_its_last_day_it_may_still_be_given():
    assert pick({7: 1}, [Shelf(4, 7, 9, ON)], on=ON) == ([Line(4, 1)], {})


@pytest.mark.parametrize("wrong", [0, -1, True, "3", 1_000_001, None])
def test_a_quantity_is_whole_units(wrong):
    with pytest.raises(RuleBroken, match="整数") as broken:
        rules.quantity_of(wrong)
    assert broken.value.code == "quantity_wrong"


def test_lines_name_a_lot_once():
    with pytest.raises(RuleBroken) as broken:
        rules.check_lines([Line(1, 2), Line(1, 3)])
    assert broken.value.code == "lot_twice"


def test_quarters():
    assert rules.quarter_of(date(2008, 3, 31)) == (2008, 1)
    assert rules.quarter_of(date(2008, 10, 1)) == (2008, 4)
    assert rules.days_of_quarter(2008, 4) == (date(2008, 10, 1), date(2008, 12, 31))
    assert rules.days_of_quarter(2008, 1) == (date(2008, 1, 1), date(2008, 3, 31))


def test_every_way_of_goods_has_its_word():
    assert {move.name.lower(): move.label for move in Move} == dict(Movement.Kind.choices)
