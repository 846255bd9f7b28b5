"""What a campaign may be and do, without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import rules
from campaigns.kinds import Day, day_of
from campaigns.models import KindVersion
from campaigns.rules import Share, lights
from campaigns.rules.lights import Stretch, Thresholds
from campaigns.screening.rules import rule_of, words_of
from campaigns.services.answers import checked_answers, checked_materials
from ground.kernel.errors import RuleBroken

LIMITS = Thresholds(Decimal("0.90"), Decimal("0.60"))


@pytest.mark.parametrize(
    ("reached", "gone", "light"),
    [
        ("0", "0", "none"),
        ("0", "0.10", "green"),  # the first days: nothing need be there yet
        ("0", "0.11", "amber"),
        ("0", "0.40", "amber"),
        ("0", "0.41", "red"),
        ("0.40", "0.5", "green"),
        ("0.39", "0.5", "amber"),
        ("0.09", "0.5", "red"),
        ("1", "1", "green"),
        ("0.90", "1", "green"),
        ("0.89", "1", "amber"),
        ("0.59", "1", "red"),
    ],
)
def test_lights(reached, gone, light):
    assert lights.light_of(Decimal(reached), Decimal(gone), LIMITS) == light


def test_time_that_is_gone():
    days = (date(2008, 1, 1), date(2008, 1, 10))
    assert lights.time_gone(*days, date(2007, 12, 31)) == 0
    assert lights.time_gone(*days, date(2008, 1, 1)) == Decimal("0.1")
    assert lights.time_gone(*days, date(2008, 1, 10)) == 1
    assert lights.time_gone(*days, date(2008, 2, 1)) == 1


@pytest.mark.parametrize(
    ("today", "is_listing", "gone"),
    [
        (date(2008, 1, 9), True, "0"),
        (date(2008, 1, 10), True, "0.1"),
        (date(2008, 1, 19), True, "1"),
        (date(2008, 1, 20), False, "0.2"),
        (date(2008, 1, 24), False, "1"),
        (date(2008, 3, 1), False, "1"),
    ],
)
def test_names_are_asked_for_then_the_rest(today, is_listing, gone):
    days = date(2008, 1, 10), date(2008, 1, 19), date(2008, 1, 24)
    assert lights.stretch_of(*days, today) == Stretch(is_listing, Decimal(gone))
    assert not lights.stretch_of(*days, today, is_over=True).is_listing


def test_settled_while_names_still_come():
    days = date(2008, 1, 10), date(2008, 1, 31), date(2008, 1, 19)
    assert lights.stretch_of(*days, date(2008, 1, 10)) == Stretch(False, Decimal("0.1"))


@given(st.decimals(0, 1, places=3), st.decimals("0.001", 1, places=3))
def test_more_reached_is_never_a_worse_light(reached, gone):
    order = ["red", "amber", "green"]
    more = min(Decimal(1), reached + Decimal("0.1"))
    lit = [order.index(lights.light_of(one, gone, LIMITS)) for one in (reached, more)]
    assert lit == sorted(lit)


def test_heat():
    shares = ["0", "0.1", "0.25", "0.5", "0.75", "1"]
    assert [lights.heat_of(Decimal(one)) for one in shares] == [0, 0, 1, 2, 3, 4]


def test_a_quota_is_never_below_what_is_used():
    rules.check_share("甲厂", Share(3, Decimal(900)), Share(3, Decimal(900)))
    for share in (Share(2, Decimal(900)), Share(3, Decimal(899))):
        with pytest.raises(RuleBroken, match="“甲厂”已列入3个、900元"):
            rules.check_share("甲厂", share, Share(3, Decimal(900)))


def test_no_quota_below_another():
    rules.check_nested([("0001", "县"), ("0002", "市")])
    with pytest.raises(RuleBroken, match="“甲厂”属于“县”"):
        rules.check_nested([("00010001", "甲厂"), ("0002", "市"), ("0001", "县")])


def test_days_of_the_calendar():
    feast = date(2009, 1, 26)
    assert day_of(Day("new_year", -17), 2009, feast) == date(2008, 12, 15)
    assert day_of(Day("spring_festival", -1), 2009, feast) == date(2009, 1, 25)
    assert day_of(Day("autumn_term", -1), 2009, feast) == date(2009, 8, 31)


def test_a_fixed_day_is_of_the_year_or_of_the_one_before():
    feast = date(2009, 1, 26)
    assert day_of(Day("fixed", month=6, day=15), 2009, feast) == date(2009, 6, 15)
    assert day_of(Day("fixed", month=12, day=1, years=-1), 2009, feast) == date(2008, 12, 1)
    assert day_of(Day("fixed", month=2, day=29), 2009, feast) == date(2009, 2, 28)


def kind_of(code):
    """The first version of a kind that came with the program."""
    return KindVersion.objects.get(kind__code=code, number=1).typed


def test_every_kind_is_made_of_what_there_is(db):
    for kind in [one.typed for one in KindVersion.objects.select_related("kind")]:
        classes, stages = [one.code for one in kind.classes], [one.code for one in kind.stages]
        for rule in kind.rules:
            assert rule_of(rule.code).has_value == bool(rule.local_rule)
        assert {one.person_class for one in kind.standards} <= set(classes)
        assert {one.stage for one in kind.standards} <= set(stages)
        assert set(kind.stages_of_education.values()) <= set(stages)
        asked = {one.code: {term.code for term in one.choices} for one in kind.questions}
        for one in kind.exclusions:
            assert one.answer in asked[one.question]
        assert len(kind.checklist) == len({one.code for one in kind.checklist})


def test_answers_are_those_that_are_asked_for(db):
    kind = kind_of("autumn_study")
    told = {"school": " 湘潭大学 ", "schooling": "military", "tuition": "5,000", "other_aid": ""}
    assert checked_answers(kind, told) == {
        "school": "湘潭大学",
        "schooling": "military",
        "tuition": "5000.00",
    }
    for wrong in ({"schooling": "moon"}, {"other_aid": "maybe"}, {"colour": "x"}):
        with pytest.raises(RuleBroken):
            checked_answers(kind, wrong)
    assert checked_materials(kind, ["identity", "application"]) == ["application", "identity"]


def test_a_rule_in_words():
    assert words_of("per_time", Decimal(3000)) == "每次最多3,000元"
    assert words_of("file_active", None) == "先建档、后帮扶：档案须在档"


@pytest.mark.parametrize(
    ("origin", "number"),
    [
        ("campaigns.campaign:7", 7),
        ("campaigns.campaign:", None),
        ("campaigns.campaign:７", None),
        ("visits.visit:7", None),
        ("campaigns.campaign:" + "9" * 18, None),
    ],
)
def test_which_campaign_an_origin_names(origin, number):
    assert rules.campaign_of(origin) == number
