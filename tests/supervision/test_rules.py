"""Schemes, places, grades, spans; no database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistance.supervision.rules import bulletins, schemes, scoring
from assistance.supervision.rules.template import DEFAULT
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period


def test_the_template_adds_up_to_a_hundred_points_in_the_blocks_of_the_field():
    blocks: dict[str, Decimal] = {}
    for item in DEFAULT:
        if item.kind == "basic":
            blocks[item.section] = blocks.get(item.section, Decimal(0)) + item.maximum
    assert list(blocks.values()) == [10, 10, 15, 20, 15, 10, 10, 5, 5]
    extra = {item.kind: item.maximum for item in DEFAULT if item.kind != "basic"}
    assert extra == {"bonus": 5, "deduction": 5}


points = st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100)


@given(st.dictionaries(st.integers(1, 99), points, min_size=1))
def test_a_place_is_one_more_than_those_who_have_more(totals):
    places = scoring.places(totals)
    assert places == {
        key: 1 + sum(other > total for other in totals.values()) for key, total in totals.items()
    }


@pytest.mark.parametrize(
    ("total", "grade"), [("90", "优秀"), ("89.99", "良好"), ("60", "合格"), ("59.99", "不合格")]
)
def test_a_grade_is_reached_at_its_line(total, grade):
    lines = {"优秀": Decimal(90), "良好": Decimal(80), "合格": Decimal(60)}
    assert scoring.grade_of(Decimal(total), full_marks=Decimal(100), lines=lines) == grade


@pytest.mark.parametrize(
    ("on", "months", "starts_on", "ends_on", "name"),
    [
        ("2008-07-01", 3, "2008-04-01", "2008-06-30", "2008年第二季度"),
        ("2008-06-26", 3, "2008-01-01", "2008-03-31", "2008年第一季度"),
        ("2008-06-26", 1, "2008-05-01", "2008-05-31", "2008年5月"),
        ("2009-01-01", 12, "2008-01-01", "2008-12-31", "2008年度"),
        ("2008-12-31", 6, "2008-01-01", "2008-06-30", "2008年上半年"),
        ("2008-11-30", 4, "2008-05-01", "2008-08-31", "2008年5月至8月"),
    ],
)
def test_the_last_whole_span_before_a_day(on, months, starts_on, ends_on, name):
    period = bulletins.last_period(date.fromisoformat(on), months)
    assert str(period) == f"{starts_on}..{ends_on}"
    assert bulletins.period_name(period) == name


def test_months_that_do_not_divide_a_year_are_refused():
    with pytest.raises(RuleBroken):
        bulletins.last_period(date(2008, 7, 1), 5)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": " "}, "item_incomplete"),
        ({"maximum": Decimal(0)}, "maximum_wrong"),
        ({"measure": "visits.dreamt"}, "measure_unknown"),
        ({"measure": "visits.made"}, "scale_unknown"),
    ],
)
def test_a_line_that_is_wrong_is_named_by_its_number(changed, code):
    good = schemes.Item(code="1", section="走访", content="走访", maximum=Decimal(10))
    bad = schemes.Item(
        **{"code": "2", "section": "走访", "content": "走访", "maximum": Decimal(10)} | changed
    )
    with pytest.raises(RuleBroken, match="第2项") as broken:
        schemes.check_items([good, bad], measures=["visits.made"])
    assert broken.value.code == code
    assert all(name.startswith("items.1.") for name in broken.value.fields)
    with pytest.raises(RuleBroken, match="重复"):
        schemes.check_items([good, good], measures=[])


def test_the_span_of_a_quarter_has_a_quarter_of_the_target():
    from assistance.supervision.measures.registry import Span

    period = Period(starts_on=date(2008, 4, 1), ends_on=date(2008, 6, 30))
    assert Span(period, date(2008, 7, 1)).part == Decimal("0.25")
