"""A handler that is told many events at once: set-based, and each event fails alone all the same."""

import pytest

from ground.audit.models import Entry
from ground.events.models import Delivery, RecordedEvent
from ground.events.services import Cause, caused_by
from tests.events.lamps import sell, shine

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_batch_is_one_call_and_every_event_has_its_effect_once(drain, effects, trouble):
    sell(1, 2, 3)
    assert drain() == 3
    assert trouble.counts == [[1, 2, 3]]
    assert effects("bulb.counted") == {"bulb:1": 1, "bulb:2": 1, "bulb:3": 1}
    assert drain() == 0


def test_one_that_fails_does_so_alone(drain, effects, trouble):
    trouble.failing = {2}
    sell(1, 2, 3)
    drain()
    assert trouble.counts == [[1, 2, 3], [1], [2], [3]]
    assert effects("bulb.counted") == {"bulb:1": 1, "bulb:3": 1}
    failed = Delivery.objects.get(state="pending")
    assert (failed.failures, failed.event.payload) == (1, {"bulb": 2})
    assert "王小明" not in failed.last_error


def test_between_others_each_handler_gets_its_own(drain, effects, trouble):
    sell(1)
    shine(7)
    sell(2)
    drain()
    assert trouble.counts == [[1, 2]]
    assert effects("lamp.noted") == {"lamp:7": 1}


def test_what_it_publishes_names_the_event_that_each_goes_back_to(drain, at):
    with at("2008-05-14"), caused_by(Cause(actor_id=7)):
        sell(1)
    with at("2008-05-16"), caused_by(Cause(actor_id=7)):
        sell(2)
    drain()
    counted = RecordedEvent.objects.filter(name="tests.bulb_counted").order_by("pk")
    assert [(one.payload["bulb"], one.caused_by.payload["bulb"]) for one in counted] == [
        (1, 1),
        (2, 2),
    ]
    assert {one.actor_id for one in counted} == {7}
    assert {one.details["today"] for one in Entry.objects.filter(action="bulb.counted")} == {
        "2008-05-16"  # the day of the latest of them
    }


def test_of_two_people_it_names_none(drain):
    for actor in (7, 8):
        with caused_by(Cause(actor_id=actor)):
            sell(actor)
    drain()
    assert set(
        RecordedEvent.objects.filter(name="tests.bulb_counted").values_list("actor_id", flat=True)
    ) == {None}
