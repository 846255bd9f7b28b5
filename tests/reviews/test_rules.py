"""Samples that can be drawn again, and rates with their intervals: no database."""

from decimal import Decimal

import pytest

from assistance.reviews import rules
from ground.kernel.errors import RuleBroken

PEOPLE = [(f"D2008-{n:04d}", "桃源县" if n % 3 else "临澧县") for n in range(300)]


def test_the_same_seed_draws_the_same_families_in_whatever_order_they_come():
    first = rules.sample(PEOPLE, seed="36 08 17", share=Decimal(30))
    assert first == rules.sample(reversed(PEOPLE), seed="36 08 17", share=Decimal(30))
    assert first != rules.sample(PEOPLE, seed="36 08 18", share=Decimal(30))
    assert len(set(first)) == len(first) == 90


def test_a_share_is_rounded_up_in_each_stratum():
    drawn = rules.sample([("a", "x"), ("b", "y"), ("c", "y")], seed="1", share=Decimal(30))
    assert len(drawn) == 2
    assert "a" in drawn


def test_a_number_is_dealt_out_by_size():
    drawn = rules.sample(PEOPLE, seed="7", number=10)
    of = dict(PEOPLE)
    assert sorted(of[key] for key in drawn) == ["临澧县"] * 3 + ["桃源县"] * 7
    assert len(rules.sample(PEOPLE, seed="7", number=1000)) == 300
    assert rules.sample([], seed="7", number=5) == []


def test_every_family_is_drawn_about_equally_often():
    """Of ten, three at a time, 1,000 draws: each about 300 times (three standard deviations)."""
    keys = [(str(n), "") for n in range(10)]
    times = dict.fromkeys((key for key, _ in keys), 0)
    for seed in range(1000):
        for key in rules.sample(keys, seed=str(seed), number=3):
            times[key] += 1
    assert sum(times.values()) == 3000
    assert all(abs(count - 300) < 44 for count in times.values()), times


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"share": None, "number": None, "seed": "1"}, "share_or_number"),
        ({"share": Decimal(30), "number": 5, "seed": "1"}, "share_or_number"),
        ({"share": Decimal(30), "number": None, "seed": " "}, "seed_missing"),
        ({"share": Decimal(101), "number": None, "seed": "1"}, "share_outside"),
        ({"share": None, "number": 0, "seed": "1"}, "number_outside"),
    ],
)
def test_a_sample_that_says_too_little_or_too_much(values, code):
    with pytest.raises(RuleBroken) as broken:
        rules.check_sample(**values)
    assert broken.value.code == code


def test_the_interval_of_wilson():
    """Worked example: 5 of 100 (Wilson 1927; the figures of common tables: 2.15 % to 11.18 %)."""
    low, high = rules.wilson(5, 100)
    assert (round(low, 4), round(high, 4)) == (0.0215, 0.1118)
    low, high = rules.wilson(0, 30)
    assert (low, round(high, 4)) == (0.0, 0.1135)
    assert rules.wilson(0, 0) is None
    assert rules.share_of(0, 0) is None
