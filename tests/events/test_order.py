"""Where a handler asks for it, the events of one aggregate are handled one after the other."""

import threading
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import connection

from ground.audit.models import Entry
from ground.events import (
    Event,
    Outside,
    claiming,
    delivery,
    event,
    handles,
    replaying,
    services,
    taking,
)
from ground.events.models import Delivery
from ground.kernel.errors import RuleBroken
from tests.events.lamps import walk

pytestmark = pytest.mark.django_db(transaction=True)
FOLLOW = "tests.events.lamps.follow_step"


def followed() -> dict[str, list[int]]:
    """Steps by walker, in the order in which they were followed."""
    found: dict[str, list[int]] = {}
    entries = Entry.objects.filter(action="step.followed").order_by("pk")
    for subject, details in entries.values_list("subject", "details"):
        found.setdefault(subject.removeprefix("walker:"), []).append(details["step"])
    return found


def due_now() -> None:
    Delivery.objects.filter(state="pending").update(due_at="2008-01-01T00:00:00Z")


def test_only_the_first_is_claimed_and_takes_the_next_along():
    walk(("a", 1), ("b", 1), ("a", 2), ("a", 3), ("b", 2))
    ids = claiming.claim("handlers", limit=100)
    assert set(Delivery.objects.filter(pk__in=ids).values_list("aggregate", flat=True)) == {
        "a",
        "b",
    }
    assert len(ids) == 2
    assert delivery.deliver(ids) == 5
    assert followed() == {"a": [1, 2, 3], "b": [1, 2]}


def test_a_batch_takes_at_most_a_hundred_along():
    walk(*(("a", step) for step in range(200)), *(("b", step) for step in range(200)))
    assert delivery.deliver(claiming.claim("handlers", limit=100)) == 2 + taking.ALONG
    assert {len(steps) for steps in followed().values()} == {1, 1 + taking.ALONG}


def test_a_failed_one_holds_up_the_later_ones_of_its_aggregate_alone(drain, trouble):
    trouble.failing = {2}
    walk(("a", 1), ("a", 2), ("a", 3), ("b", 1), ("a", 4), ("b", 3))
    drain()
    assert followed() == {"a": [1], "b": [1, 3]}
    waiting = Delivery.objects.filter(aggregate="a", state="pending").order_by("event_id")
    assert [(one.failures, one.starts) for one in waiting] == [(1, 0), (0, 0), (0, 0)]
    due_now()
    trouble.failing = set()
    drain()
    assert followed()["a"] == [1, 2, 3, 4]


def test_a_stopped_one_holds_them_up_until_a_person_passes_over_it(drain, trouble):
    trouble.failing = {1}
    walk(("a", 1), ("a", 2))
    for _ in range(settings.EVENT_MAX_FAILURES):
        drain()
        due_now()
    dead = Delivery.objects.get(state="dead")
    drain()
    assert followed() == {}
    assert services.skip(dead.pk).state == "skipped"
    drain()
    assert followed() == {"a": [2]}
    with pytest.raises(RuleBroken, match="已停止重试"):
        services.skip(dead.pk)


def test_what_a_killed_worker_had_begun_goes_on_in_order(drain):
    walk(("a", 1), ("a", 2), ("a", 3))
    Delivery.objects.filter(handler=FOLLOW).update(starts=1)  # it died with all of them in hand
    drain()
    assert followed() == {"a": [1, 2, 3]}


def test_a_message_that_comes_too_early_or_twice_changes_nothing():
    walk(("a", 1), ("a", 2), ("a", 3))
    first, second, third = Delivery.objects.order_by("pk").values_list("pk", flat=True)
    assert delivery.deliver([third]) == 0
    assert delivery.deliver([second, third]) == 0
    assert set(Delivery.objects.values_list("state", "starts")) == {("pending", 0)}
    assert delivery.deliver([first]) == 3
    assert delivery.deliver([first, second, third]) == 0
    assert followed() == {"a": [1, 2, 3]}


def test_a_hot_aggregate_stalls_nobody(drain, trouble):
    trouble.failing = {0}
    walk(*(("hot", step) for step in range(3000)), ("b", 1), ("c", 1))
    assert len(claiming.claim("handlers", limit=100)) == 3
    due_now()
    drain()
    assert followed() == {"b": [1], "c": [1]}


def test_many_at_once_keep_the_order():
    steps = [(f"w{step % 7}", step) for step in range(1, 400)]
    for begin in range(0, len(steps), 25):
        walk(*steps[begin : begin + 25])

    def carry() -> None:
        try:
            while Delivery.objects.filter(state="pending").exists():
                delivery.deliver(claiming.claim("handlers", limit=5))
        finally:
            connection.close()

    carriers = [threading.Thread(target=carry) for _ in range(4)]
    for one in carriers:
        one.start()
    for one in carriers:
        one.join(60)
    assert followed() == {
        walker: [step for whose, step in steps if whose == walker] for walker, _ in steps
    }


def test_a_replay_keeps_the_order_of_the_events(drain):
    walk(("a", 1), ("a", 2), ("a", 3))
    drain()
    first = Delivery.objects.filter(handler=FOLLOW).order_by("event_id").first()
    first.delete()  # put away long ago: its delivery will have a later number than the others
    replaying.replay(FOLLOW)
    drain()
    assert followed() == {"a": [1, 2, 3, 1, 2, 3]}


def test_what_cannot_keep_an_order_is_refused():
    @event("tests.walk_planned")
    @dataclass(frozen=True, kw_only=True)
    class WalkPlanned(Event):
        """A walk is planned."""

        walk: int

    with pytest.raises(ValueError, match="keeps no order"):
        handles(WalkPlanned, outside=Outside.ONCE, in_order_of="walk")(lambda _: None)
    with pytest.raises(ValueError, match="no field walker"):

        @handles(WalkPlanned, in_order_of="walker")
        def follow_plan(_: WalkPlanned) -> None: ...
