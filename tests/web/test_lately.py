"""Figures over many rows: of this moment while they are few, as of a moment that is told when many."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from ground.kernel import clock
from ground.places.models import CalendarDay
from ground.web import lately
from ground.web.lately import counted_lately

SCOPE = ("0001",)


@pytest.fixture(autouse=True)
def bounded(monkeypatch, db):
    monkeypatch.setattr(lately, "MOST_COUNTED", 2)
    cache.clear()
    yield
    cache.clear()


def add(number):
    first = CalendarDay.objects.count()
    CalendarDay.objects.bulk_create(
        CalendarDay(on=date(2026, 1, 1) + timedelta(days=first + at), is_workday=True, reason="")
        for at in range(number)
    )


def counted(scope=SCOPE, name="days"):
    rows = CalendarDay.objects.all()
    return counted_lately(rows, name=name, scope=scope, count=rows.count)


def test_few_rows_are_counted_each_time():
    add(1)
    assert (counted().value, counted().note) == (1, "")
    add(1)
    assert (counted().value, counted().note) == (2, "")


def test_many_rows_are_counted_once_and_say_when():
    add(3)
    with clock.standing_at(clock.at_hour(date(2026, 5, 1), 9, 5)):
        assert (counted().value, counted().note) == (3, "截至 09:05")
    add(1)
    with clock.standing_at(clock.at_hour(date(2026, 5, 1), 9, 10)):
        assert (counted().value, counted().note) == (3, "截至 09:05")
    with clock.standing_at(clock.at_hour(date(2026, 5, 2), 0, 1)):
        assert (counted().value, counted().note) == (4, "截至 00:01")


def test_another_scope_and_another_figure_are_counted_for_themselves():
    add(3)
    counted()
    add(1)
    assert counted(scope=("00010001",)).value == 4
    assert counted(name="others").value == 4
    assert counted().value == 3


def test_what_is_kept_goes_when_its_time_is_over(monkeypatch):
    monkeypatch.setattr(lately, "KEPT_SECONDS", 0)
    add(3)
    assert counted().value == 3
    add(1)
    assert counted().value == 4
