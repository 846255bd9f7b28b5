"""Differences from year to year, and how they are written."""

from decimal import Decimal

import pytest

from campaigns.rules.years import (
    INDICATORS,
    Difference,
    YearFigures,
    difference_of,
    rows_of,
    written,
    written_difference,
    written_share,
)


def named(code):
    return next(one for one in INDICATORS if one.code == code)


@pytest.mark.parametrize(
    ("code", "now", "before", "shown", "by", "share"),
    [
        ("households", 1234, 1000, "1,234", "+234", "+23.4%"),
        ("households", 2, 3, "2", "-1", "-33.3%"),
        ("households", 3, 3, "3", "0", "0%"),
        ("households", 3, 0, "3", "+3", "—"),
        ("again", 3, None, "3", "—", "—"),
        ("held", Decimal("1500.60"), Decimal(1000), "1,500.60", "+500.60", "+50.1%"),
        ("reached_share", Decimal("0.875"), Decimal("0.75"), "87.5%", "+12.5个百分点", "—"),
        ("reached_share", None, Decimal("0.75"), "—", "—", "—"),
        ("days", Decimal("26.50"), Decimal(20), "26.5", "+6.5", "+32.5%"),
    ],
)
def test_differences(code, now, before, shown, by, share):
    indicator, told = named(code), difference_of(now, before)
    assert (
        written(indicator, now),
        written_difference(indicator, told),
        written_share(indicator, told),
    ) == (shown, by, share)


def test_rows_leave_out_what_never_was_and_look_back_beyond_what_is_shown():
    years = [
        YearFigures(year=2006, households=2, held=Decimal(100), for_households=Decimal(100)),
        YearFigures(year=2007, households=3),
        YearFigures(year=2008, households=6, held=Decimal(900), for_households=Decimal(600)),
    ]
    rows = {one.indicator.code: one for one in rows_of(years, shown=1)}
    assert set(rows) == {"households", "held", "average"}
    assert rows["households"].values == [3, 6]
    assert rows["households"].differences == [
        Difference(1, Decimal("0.5")),
        Difference(3, Decimal(1)),
    ]
    assert rows["average"].values == [None, Decimal(100)]
    assert rows_of([], shown=0) == []
