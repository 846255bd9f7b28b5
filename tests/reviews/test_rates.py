"""The rates on a worked example, counted by hand; each figure opens to the rows that it counts."""

from datetime import date

import pytest

from assistance.reviews import queries, services
from assistance.reviews.models import Review, ReviewRound
from ground.kernel.periods import Period

pytestmark = pytest.mark.django_db
YEAR = Period(starts_on=date(2008, 1, 1), ends_on=date(2008, 12, 31))


@pytest.fixture
def judged(office, opened, at):
    """Reviews as they lie there after a year, written past the services: each of a family of its own."""
    rounds = {}

    def make(among, result, *, kind="spot_check", on=date(2008, 9, 1), file=None):
        key = (among, kind)
        if key not in rounds:
            sampled = kind == "spot_check"
            rounds[key] = ReviewRound.objects.create(
                kind=kind,
                among=among,
                year=2008,
                organisation=office.union,
                seed="1" if sampled else "",
                share=100 if sampled else None,
                due_on=date(2008, 12, 1),
                made_by=office.approver,
            )
        with at("2008-02-01"):
            file = file or opened()
        return Review.objects.create(
            round=rounds[key],
            kind=kind,
            file=file,
            state="done",
            due_on=on,
            way="visit",
            result=result,
            done_on=on,
            recorded_by=office.keeper,
            recorded_at=f"{on}T09:00:00+08:00",
        )

    return make


def test_a_worked_example(judged, office, at):
    """Ten families on file, four exited, two rejected, three outside the files.

    On file: 7 stay, 1 never met the criteria, 1 is out of hardship, 1 has died. Exited: 2 are out,
    1 never was, 1 has relapsed since. Rejected: 1 rightly, 1 missed. Outside: 1 missed, 1 rightly,
    1 not verified yet. So: wrongly in 1/10, not out 1/10, wrongly out 1/4, missed 2/4, and of
    10 + 4 + 2 + 2 = 18 families 18 − 1 − 1 − 1 − 2 = 13 are right.
    """
    for result, number in (("stays", 7), ("wrongly_in", 1), ("exit", 1), ("cancel", 1)):
        for _ in range(number):
            judged("active", result)
    judged("active", "unreached")
    judged("active", "exit", kind="yearly")  # no sample: not counted
    judged("active", "exit", on=date(2009, 1, 1))  # another year
    for result, kind in (
        ("out", "spot_check"),
        ("out", "follow_up"),
        ("wrongly_out", "follow_up"),
        ("relapsed", "spot_check"),
    ):
        judged("exited", result, kind=kind)
    judged("rejected", "rightly_unfiled")
    judged("rejected", "missed")
    with at("2008-10-01"):
        for is_missed in (True, False, None):
            family = services.record_unfiled(
                by=office.keeper,
                unit=office.unit,
                found_on=date(2008, 9, 30),
                source="visit",
                name="某某",
            )
            if is_missed is not None:
                services.verify_unfiled(
                    by=office.keeper,
                    family=family,
                    verified_on=date(2008, 10, 1),
                    is_missed=is_missed,
                )
    figures = {one.rate.code: one for one in queries.rates([office.union.path], YEAR)}
    assert {code: (one.above.number, one.below.number) for code, one in figures.items()} == {
        "wrongly_in": (1, 10),
        "not_out": (1, 10),
        "wrongly_out": (1, 4),
        "missed": (2, 4),
        "precision": (13, 18),
        "coverage": (0, 0),
    }
    assert figures["wrongly_in"].share == 0.1
    low, high = figures["wrongly_in"].interval
    assert (round(low, 4), round(high, 4)) == (0.0179, 0.4042)
    assert (figures["coverage"].share, figures["coverage"].interval) == (None, None)
    elsewhere = [office.elsewhere.organisation.path]
    assert {one.below.number for one in queries.rates(elsewhere, YEAR)} == {0}


def test_a_family_that_was_looked_at_twice_counts_once_by_the_last_result(judged, office):
    first = judged("active", "wrongly_in")
    judged("active", "stays", on=date(2008, 10, 1), file=first.file)
    figure = queries.rate_of("wrongly_in", [office.union.path], YEAR)
    assert (figure.above.number, figure.below.number) == (0, 1)
    assert [one.result for one in figure.below.reviews] == ["stays"]


def test_coverage_is_of_the_last_day(on_file, office):
    on_file("2008-03-01")
    on_file("2009-03-01")
    figure = queries.rate_of("coverage", [office.union.path], YEAR)
    assert (figure.above.number, figure.below.number, figure.share) == (0, 1, 0.0)
