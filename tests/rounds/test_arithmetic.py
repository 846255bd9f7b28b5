"""What is owed: the database's arithmetic beside one that counts months on its fingers."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistance.rounds import rules
from ground.kernel.errors import RuleBroken

days = st.dates(date(2001, 1, 1), date(2035, 12, 31))
everies = st.sampled_from([1, 3, 6, 12])
HERE = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])


def owed_by_database(times: int, every: int, month: int, starts: date, ends: date | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rounds_owed(%s, %s, %s, %s, %s)", [times, every, month, starts, ends]
        )
        return cursor.fetchone()[0]


def months_whole(first: date, every: int, starts: date, ends: date | None) -> int:
    """The months of a slot of which every single day lies within the stand."""
    at, whole = first, 0
    for _ in range(every):
        after = (at.replace(day=28) + timedelta(days=4)).replace(day=1)
        inside = [at + timedelta(days=n) for n in range((after - at).days)]
        whole += all(starts <= day and (ends is None or day <= ends) for day in inside)
        at = after
    return whole


@pytest.mark.django_db
@HERE
@given(
    on=days,
    every=everies,
    times=st.integers(0, 31),
    starts=days,
    lasts=st.none() | st.integers(0, 900),
)
def test_the_database_owes_as_many_as_there_are_whole_months(on, every, times, starts, lasts):
    slot = rules.slot_of(on, every)
    ends = None if lasts is None else starts + timedelta(days=lasts)
    month = slot.starts_on.year * 12 + slot.starts_on.month - 1
    whole = months_whole(slot.starts_on, every, starts, ends)
    assert owed_by_database(times, every, month, starts, ends) == times * whole // every


@given(on=days, every=everies)
def test_slots_tile_the_calendar(on, every):
    slot = rules.slot_of(on, every)
    assert on in slot
    after = rules.slot_of(slot.ends_on + timedelta(days=1), every)
    assert after.starts_on == slot.ends_on + timedelta(days=1)
    assert slot.starts_on.day == 1
    assert (slot.starts_on.month - 1) % every == 0


def test_slots_are_called_as_offices_call_them():
    assert rules.slot_label(date(2008, 6, 1), 1) == "2008年6月"
    assert rules.slot_label(date(2008, 4, 1), 3) == "2008年二季度"
    assert rules.slot_label(date(2008, 7, 1), 6) == "2008年下半年"
    assert rules.slot_label(date(2008, 1, 1), 12) == "2008年"


def test_an_order_takes_area_after_area_and_near_after_near():
    near, far, middle = (
        rules.Where("桃源", 29.0, 111.0),
        rules.Where("桃源", 29.9, 111.9),
        rules.Where("桃源", 29.1, 111.1),
    )
    assert rules.suggested_order([near, rules.Where("临澧"), far, middle]) == [0, 3, 2, 1]


@given(st.lists(st.builds(rules.Where, st.sampled_from("甲乙丙")), max_size=12))
def test_an_order_leaves_no_place_out_and_keeps_areas_together(places):
    order = rules.suggested_order(places)
    assert sorted(order) == list(range(len(places)))
    areas = [places[at].area for at in order]
    changes = sum(one != other for one, other in pairwise(areas))
    assert changes == max(len(set(areas)) - 1, 0)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"times": 32}, "times"), ({"every": 2}, "every"), ({"source": " "}, "source")],
)
def test_a_duty_says_what_is_wrong_with_it(changed, field):
    said = {
        "times": 1,
        "every": 3,
        "kinds": [],
        "known": {"routine"},
        "source": "县双联〔2008〕1号",
    }
    with pytest.raises(RuleBroken) as refused:
        rules.check_duty(**(said | changed))
    assert set(refused.value.fields) == {field}
