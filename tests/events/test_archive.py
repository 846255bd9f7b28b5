"""What was done long ago is put away, whole and once; everything else stays where it is worked on."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from ground.events import archiving, replaying
from ground.events.delivery import deliver
from ground.events.models import ArchivedDelivery, Delivery, RecordedEvent
from ground.events.queries import receipts
from ground.kernel import clock
from tests.events.lamps import shine

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "tests.events.lamps.note_lamp"


@pytest.fixture
def finished(drain):
    """Lamps noted so many days ago: the deliveries of one handler each."""

    def make(*days: int) -> list[int]:
        shine(*range(len(days)))
        drain()
        made = list(
            Delivery.objects.filter(handler=NOTE).order_by("pk").values_list("pk", flat=True)
        )
        Delivery.objects.exclude(pk__in=made).delete()
        for pk, back in zip(made, days, strict=True):
            then = clock.now() - timedelta(days=back)
            Delivery.objects.filter(pk=pk).update(finished_at=then)
        return made

    return make


def put_all_away(**asked: int) -> archiving.Walk:
    walk = archiving.Walk()
    while not walk.is_over:
        archiving.put_away(walk, **asked)
    return walk


def test_only_what_was_done_long_ago_is_put_away(finished):
    old, recent, dead, pending, unknown = finished(9, 7, 40, 40, 40)
    Delivery.objects.filter(pk=dead).update(state="dead")
    Delivery.objects.filter(pk=pending).update(state="pending")
    Delivery.objects.filter(pk=unknown).update(state="unknown")
    assert put_all_away().put_away == 1
    assert ArchivedDelivery.objects.get().delivery_id == old
    at_work = set(Delivery.objects.values_list("pk", flat=True))
    assert at_work == {recent, dead, pending, unknown}


def test_it_goes_piece_by_piece_past_what_stays(finished):
    kept = finished(30, 1, 1, 30, 30, 1, 30)
    walk = put_all_away(most=2)
    assert (walk.put_away, walk.position) == (4, kept[-1])
    assert put_all_away(most=2).put_away == 0


def test_each_month_has_its_partition(finished):
    finished(15, 15, 200, 800)
    put_all_away()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tableoid::regclass::text, to_char(finished_at AT TIME ZONE 'UTC', '_YYYY_MM')"
            " FROM events_archiveddelivery"
        )
        found = cursor.fetchall()
    assert len(found) == 4
    assert {table.removeprefix("events_archiveddelivery") == month for table, month in found} == {
        True
    }
    assert len({table for table, _ in found}) == 3


def test_the_last_instant_of_december_and_the_first_of_january_find_theirs(finished):
    first, second = finished(400, 400)
    eve = datetime.fromisoformat("2024-12-31T23:59:59.999999+00:00")
    Delivery.objects.filter(pk=first).update(finished_at=eve)
    Delivery.objects.filter(pk=second).update(finished_at=eve + timedelta(microseconds=1))
    put_all_away()
    tables = "SELECT DISTINCT tableoid::regclass::text FROM events_archiveddelivery ORDER BY 1"
    with connection.cursor() as cursor:
        cursor.execute(tables)
        assert [row[0][-7:] for row in cursor.fetchall()] == ["2024_12", "2025_01"]


def test_a_late_message_about_it_does_nothing(finished, effects):
    [old] = finished(30)
    put_all_away()
    assert deliver([old]) == 0
    assert effects("lamp.noted") == {"lamp:0": 1}


def test_a_replay_is_a_delivery_of_its_own_and_is_put_away_in_its_turn(finished, drain):
    finished(30)
    put_all_away()
    assert replaying.replay(NOTE) == 1
    event = RecordedEvent.objects.get(name="tests.lamp_lit")
    assert [one.state for one in receipts(event.pk)] == ["done", "pending"]
    drain()
    assert put_all_away(kept_days=0).put_away >= 1
    told = receipts(event.pk)
    assert [(one.handler, one.delivery) for one in told] == [(NOTE, None), (NOTE, None)]
    assert told[0].finished_at < told[1].finished_at


def test_one_at_a_time(finished):
    finished(30, 30)
    walk = archiving.Walk()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [archiving._LOCK])
            archiving.put_away(walk)
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    assert (walk.is_over, walk.put_away) == (True, 0)
    assert put_all_away().put_away == 2
