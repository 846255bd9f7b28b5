"""The spine: nothing lost, nothing twice, each event failing alone, everything explained."""

import random
import threading
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from ground.audit.models import Entry
from ground.events import claiming, delivery, queries, registry, services, taking
from ground.events.declaring import Event, event
from ground.events.models import BegunDay, Delivery, RecordedEvent
from ground.events.services import Cause, caused_by, publish
from ground.kernel.errors import RuleBroken
from tests.events.lamps import LampLit, LetterDue, PageDue, shine

pytestmark = pytest.mark.django_db(transaction=True)


def due_now() -> None:
    Delivery.objects.filter(state="pending").update(due_at=Now())


def test_publishing_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        publish(LampLit(lamp=1))
    assert RecordedEvent.objects.count() == 0


def test_a_rolled_back_change_leaves_no_event():
    with transaction.atomic():
        publish(LampLit(lamp=1))
        transaction.set_rollback(True)
    assert (RecordedEvent.objects.count(), Delivery.objects.count()) == (0, 0)


def test_an_event_field_that_sounds_like_personal_data_is_refused():
    @dataclass(frozen=True, kw_only=True)
    class Bad(Event):
        worker_name: str

    with pytest.raises(TypeError, match="personal data"):
        event("tests.bad")(Bad)


def test_everything_that_follows_is_delivered_once(drain, effects):
    shine(1, 2, 3)
    assert drain() == 6
    assert effects("lamp.noted") == {"lamp:1": 1, "lamp:2": 1, "lamp:3": 1}
    assert effects("lamp.seen") == {"lamp:1": 1, "lamp:2": 1, "lamp:3": 1}
    assert drain() == 0


def test_one_failure_in_a_batch_fails_alone(drain, effects, trouble):
    trouble.failing = {2}
    shine(1, 2, 3)
    drain()
    assert effects("lamp.noted") == {"lamp:1": 1, "lamp:3": 1}
    failed = Delivery.objects.get(state="pending")
    assert (failed.failures, failed.starts) == (1, 0)
    assert "ValueError" in failed.last_error
    assert "王小明" not in failed.last_error


def test_a_failure_is_tried_again_later_and_then_succeeds(drain, effects, trouble):
    trouble.failing = {1}
    shine(1)
    drain()
    failed = Delivery.objects.get(state="pending")
    with connection.cursor() as cursor:
        cursor.execute("SELECT due_at - now() FROM events_delivery WHERE id = %s", [failed.pk])
        (wait,) = cursor.fetchone()
    assert timedelta(seconds=1) < wait <= timedelta(seconds=4)
    trouble.failing = set()
    due_now()
    drain()
    assert effects("lamp.noted") == {"lamp:1": 1}


def test_too_many_failures_stop_and_a_person_lets_it_run_again(drain, effects, trouble, settings):
    trouble.failing = {1}
    shine(1)
    for _ in range(settings.EVENT_MAX_FAILURES):
        due_now()
        drain()
    stopped = queries.stopped_deliveries().get()
    assert (stopped.state, stopped.failures) == ("dead", settings.EVENT_MAX_FAILURES)
    trouble.failing = set()
    services.try_again(stopped.pk)
    drain()
    assert effects("lamp.noted") == {"lamp:1": 1}
    with pytest.raises(RuleBroken):
        services.try_again(stopped.pk)


def test_what_kills_its_worker_is_stopped_and_takes_no_neighbour_with_it(effects, settings):
    shine(1, 2, 3)
    ids = claiming.claim("handlers", limit=10)
    killer = ids[1]
    taking.start(ids, begun=False)  # a worker began all three, and died
    for _ in range(settings.EVENT_MAX_STARTS - 1):  # and died again each time it began the second
        taking.start([killer], begun=True)
    delivery.deliver(ids)
    assert effects("lamp.noted") == {"lamp:1": 1, "lamp:3": 1}
    stopped = Delivery.objects.get(pk=killer)
    assert (stopped.state, stopped.starts) == ("dead", settings.EVENT_MAX_STARTS + 1)
    assert "its worker died" in stopped.last_error


def test_a_message_that_comes_again_changes_nothing(effects):
    shine(1, 2)
    ids = claiming.claim("handlers", limit=10)
    assert delivery.deliver(ids) == 2
    assert delivery.deliver(ids) == 0
    assert effects("lamp.noted") == {"lamp:1": 1, "lamp:2": 1}


def test_the_same_message_in_eight_workers_at_once_takes_effect_once(effects):
    shine(*range(20))
    ids = claiming.claim("handlers", limit=50)
    ready = threading.Barrier(8)

    def work() -> None:
        ready.wait(60)
        delivery.deliver(random.sample(ids, len(ids)))  # locks are taken in one order all the same
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert effects("lamp.noted") == {f"lamp:{n}": 1 for n in range(20)}


def test_two_claimers_never_get_the_same():
    shine(*range(40))
    got: list[list[int]] = []

    def work() -> None:
        got.append(claiming.claim("handlers", limit=10))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [pk for ids in got for pk in ids]
    assert len(taken) == len(set(taken))
    assert claiming.claim("handlers", limit=50) == sorted(
        set(Delivery.objects.values_list("pk", flat=True)) - set(taken)
    )


def test_a_claimed_delivery_is_due_again_when_its_lease_ends(settings):
    settings.EVENT_LEASE_SECONDS = 0
    shine(1)
    first = claiming.claim("handlers", limit=10)
    assert claiming.claim("handlers", limit=10) == first


def test_handlers_see_the_day_and_the_cause_of_their_event(drain, at):
    with at("2008-05-14"), caused_by(Cause(actor_id=7)):
        shine(1)
    drain()
    noted = Entry.objects.get(action="lamp.noted")
    assert noted.details == {"today": "2008-05-14"}
    assert (noted.channel, noted.actor_id) == ("event", 7)
    seen = RecordedEvent.objects.get(name="tests.lamp_seen")
    assert [one.name for one in queries.why(seen.pk)] == ["tests.lamp_seen", "tests.lamp_lit"]
    assert (seen.actor_id, seen.occurred_at.date().isoformat()) == (7, "2008-05-14")


def test_a_repeatable_outside_action_is_done_again_after_a_death(drain, effects, trouble):
    with transaction.atomic():
        publish(PageDue(page=1))
    Delivery.objects.update(state="acting", due_at=Now())  # begun; then the worker died
    drain()
    assert effects("page.printed") == {"page:1": 1}
    assert trouble.outside == [1]


def test_an_outside_action_with_unknown_outcome_waits_for_a_person(drain, effects, trouble):
    with transaction.atomic():
        publish(LetterDue(letter=1))
    Delivery.objects.update(state="acting", due_at=Now())
    drain()
    waiting = queries.stopped_deliveries().get()
    assert (waiting.state, trouble.outside, effects("letter.sent")) == ("unknown", [], {})
    services.settle_unknown(waiting.pk)
    drain()
    assert (trouble.outside, Delivery.objects.get().state) == ([], "done")


def test_an_outside_action_runs_without_a_transaction_and_settles_with_its_receipt(
    drain, effects, trouble
):
    with transaction.atomic():
        publish(LetterDue(letter=1), LetterDue(letter=2))
    drain()
    assert trouble.outside == [1, 2]
    assert effects("letter.sent") == {"letter:1": 1, "letter:2": 1}


def test_a_handler_of_another_version_is_left_for_it(drain):
    shine(1)
    Delivery.objects.update(handler="tests.events.of_tomorrow")
    assert drain() == 0
    assert Delivery.objects.get().state == "pending"


@pytest.mark.parametrize(
    "statement", ["UPDATE events_recordedevent SET name = 'x'", "DELETE FROM events_recordedevent"]
)
def test_history_cannot_be_edited(statement):
    shine(1)
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_day_begins_once(at):
    from datetime import date

    with at("2008-05-30"):
        assert services.begin_day(date(2008, 5, 30)) is True
        assert services.begin_day(date(2008, 5, 30)) is False
    assert RecordedEvent.objects.filter(name="clock.day_began").count() == 1
    assert services.days_to_begin(date(2008, 6, 2)) == [
        date(2008, 5, 31),
        date(2008, 6, 1),
        date(2008, 6, 2),
    ]
    BegunDay.objects.all().delete()
    assert services.days_to_begin(date(2008, 6, 2)) == [date(2008, 6, 2)]


def test_every_handler_names_a_queue_that_is_carried(settings):
    assert {handler.queue for handler in registry.all_handlers()} <= set(settings.EVENT_QUEUES)
