"""What a backlog costs: rows that are read for a hundred deliveries, however many are due or were."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from ground.events import claiming, delivery, direct
from ground.events.models import Delivery
from tests.events.lamps import sell

pytestmark = pytest.mark.django_db(transaction=True)


def rows_read() -> int:
    """Entries of the index of all that is due which were read until now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = 'delivery_due'"
        )
        (read,) = cursor.fetchone()
    return int(read)


@contextmanager
def somebody_reads_as_of_now() -> Iterator[None]:
    """As a backup does: what dies meanwhile is kept for it."""
    reader = connection.copy()
    with reader.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM events_delivery")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
            reader.close()


def test_a_batch_is_found_by_its_ids_however_much_is_due():
    """The index of all that is due is as long as the backlog: a hundred of it must not read it all."""
    sell(*range(5000))
    ids = claiming.claim("handlers", limit=100)
    before = rows_read()
    assert delivery.deliver(ids) == 100
    assert rows_read() - before < 1000


def test_while_somebody_reads_an_old_moment_claims_do_not_grow_dearer():
    """Each claim begins where the last one ended, not with everything that was ever claimed."""
    sell(*range(4000))
    with connection.cursor() as cursor:  # as if one had come each tenth of a second
        cursor.execute(
            "UPDATE events_delivery SET due_at = due_at - make_interval(secs => (4000 - n) * 0.1)"
            "  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM events_delivery) one"
            " WHERE one.id = events_delivery.id"
        )
        cursor.execute("VACUUM events_delivery")
    with somebody_reads_as_of_now():
        before = rows_read()
        for _ in range(39):
            assert len(claiming.claim("handlers", limit=100)) == 100
        read = rows_read() - before
    assert read < 20_000


def test_what_was_committed_late_is_not_left_behind():
    sell(*range(30))
    first = set(claiming.claim("handlers", limit=10))
    late = Delivery.objects.exclude(pk__in=first).order_by("-pk").first()
    Delivery.objects.filter(pk=late.pk).update(due_at=Now() - timedelta(hours=1))
    got = set()
    while ids := claiming.claim("handlers", limit=10):
        got |= set(ids)
    assert late.pk in got
    assert len(first | got) == 30


def test_with_much_to_do_it_looks_behind_again_after_a_moment(monkeypatch):
    sell(*range(40))
    claiming.claim("handlers", limit=10)
    late = Delivery.objects.order_by("-pk").first()
    Delivery.objects.filter(pk=late.pk).update(due_at=Now() - timedelta(hours=1))
    assert late.pk not in claiming.claim("handlers", limit=10)
    now = claiming.time.monotonic
    monkeypatch.setattr(claiming.time, "monotonic", lambda: now() + 30)
    assert late.pk in claiming.claim("handlers", limit=10)


def test_carrying_goes_on_beside_an_old_reader(effects):
    with somebody_reads_as_of_now():
        sell(*range(450))
        assert direct.drain() >= 450
    assert len(effects("bulb.counted")) == 450
