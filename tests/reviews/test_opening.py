"""Reviews that the calendar opens and samples that are drawn."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from assistance.reviews import services
from assistance.reviews.models import Review, ReviewRound
from ground.events.events import DayBegan
from ground.events.services import publish
from ground.places.models import LocalRule
from tests.reviews.conftest import draw, refused

pytestmark = pytest.mark.django_db


def test_a_review_falls_due_a_year_after_the_family_was_last_looked_at(on_file, due):
    file = on_file("2008-01-10")
    assert due("2008-12-10") == []  # 30 days before 10 January are 11 December
    [review] = due("2008-12-11")
    assert (review.file, review.kind, review.due_on) == (file, "yearly", date(2009, 1, 10))
    assert review.round.year == 2008
    assert due("2008-12-11") == due("2008-12-12") == [review]


def test_the_day_is_told_twice_and_opens_once(on_file, at, drain):
    on_file("2008-01-10")
    for _ in range(2):
        with at("2009-01-10"), transaction.atomic():
            publish(DayBegan(on=date(2009, 1, 10)))
        drain()
    assert Review.objects.count() == 1


def test_the_calendar_opens_in_the_same_statements_for_one_file_and_for_three(on_file, at):
    on_file("2008-01-10")
    with at("2008-12-20"), CaptureQueriesContext(connection) as first:
        assert services.open_due_reviews(date(2008, 12, 20)) == 1
    on_file("2008-01-10")
    on_file("2008-01-10")
    with at("2008-12-21"), CaptureQueriesContext(connection) as second:
        assert services.open_due_reviews(date(2008, 12, 21)) == 2
    assert len(second) <= len(first)


def test_another_interval_from_a_day_on(on_file, due):
    on_file("2008-01-10")
    LocalRule.objects.create(
        code="reviews.months_between", valid_from=date(2008, 6, 1), value=6, source="县办法"
    )
    assert [one.due_on for one in due("2008-06-20")] == [date(2008, 7, 10)]


def test_a_sample_can_be_drawn_again(on_file, office, at):
    files = [on_file() for _ in range(6)]
    first = draw(office, at, share=Decimal(50))
    keys = set(first.reviews.values_list("file_id", flat=True))
    assert (len(keys), first.population) == (3, 6)
    first.reviews.all().delete()
    again = draw(office, at, share=Decimal(50))
    assert set(again.reviews.values_list("file_id", flat=True)) == keys
    assert again.population_hash == first.population_hash
    other = draw(office, at, share=Decimal(100))
    assert set(other.reviews.values_list("file_id", flat=True)) == {f.pk for f in files} - keys
    refused(
        "nothing_to_draw",
        services.draw_sample,
        by=office.approver,
        organisation=office.union,
        year=2008,
        seed="1",
        due_on=date(2099, 1, 1),
        number=1,
    )
    assert ReviewRound.objects.count() == 3


def test_strata_are_named(on_file, office, at):
    on_file()
    assert draw(office, at, strata="area").reviews.get().stratum == office.unit.name
    Review.objects.all().delete()
    assert draw(office, at, strata="category").reviews.get().stratum == "相对困难"
