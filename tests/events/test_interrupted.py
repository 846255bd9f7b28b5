"""A worker that stood still while its delivery went on elsewhere; a database that refuses for a while."""

import threading
import time

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from ground.events import claiming, delivery, direct, stopping, taking
from ground.events.models import Delivery
from ground.events.services import publish
from tests.events.lamps import PageDue, shine

pytestmark = pytest.mark.django_db(transaction=True)


def print_a_page() -> int:
    with transaction.atomic():
        publish(PageDue(page=1))
    return claiming.claim("documents", limit=1)[0]


def begins_elsewhere(pk: int) -> None:
    """Its lease has run out, and the next worker acts."""
    Delivery.objects.filter(pk=pk).update(due_at=Now())
    claiming.recover_acting()
    assert claiming.claim("documents", limit=1) == [pk]
    assert taking.start([pk], begun=True) == [taking.Started(pk, 2, True, False)]
    Delivery.objects.filter(pk=pk).update(state=Delivery.State.ACTING)


def test_a_woken_worker_that_fails_leaves_the_delivery_to_whom_it_went_on(trouble, effects):
    pk = print_a_page()
    trouble.failing = {1}
    trouble.meanwhile = lambda: begins_elsewhere(pk)
    assert delivery.deliver([pk]) == 0
    one = Delivery.objects.get()
    assert (one.state, one.starts, one.failures, one.last_error) == ("acting", 2, 0, "")


def test_a_woken_worker_that_succeeds_writes_no_second_receipt(trouble, effects):
    pk = print_a_page()
    trouble.meanwhile = lambda: begins_elsewhere(pk)
    assert delivery.deliver([pk]) == 0
    one = Delivery.objects.get()
    assert (one.state, one.starts, one.finished_at) == ("acting", 2, None)
    assert effects("page.printed") == {}


@pytest.mark.parametrize("state", ["53100", "40001", "40P01", "57P01"])
def test_what_the_database_refuses_for_a_while_is_never_given_up(drain, trouble, effects, state):
    """Disk full, conflict, deadlock, stopped by an operator: longer than a handler's own tries last."""
    trouble.refused = state
    shine(1)
    for _ in range(settings.EVENT_MAX_FAILURES + 2):
        drain()
        Delivery.objects.update(due_at=Now())
    one = Delivery.objects.get()
    assert (one.state, one.failures, one.starts) == ("pending", 0, 0)
    assert "OperationalError" in one.last_error
    trouble.refused = ""
    drain()
    assert effects("lamp.noted") == {"lamp:1": 1}


def test_what_a_statement_itself_is_refused_for_counts(drain, trouble):
    trouble.refused = "57014"  # cancelled: it ran past a limit
    shine(1)
    drain()
    assert Delivery.objects.get().failures == 1


def test_a_worker_that_stands_still_with_a_delivery_holds_nothing_for_longer_than_a_lease():
    """PostgreSQL ends a transaction whose owner says nothing; else its locks would hold up the next one."""
    with transaction.atomic():
        taking.lock([])
        assert idle_limit() == f"{settings.EVENT_LEASE_SECONDS / 60:.0f}min"
    assert idle_limit() == "10min"  # a large import may compute that long between two statements


def idle_limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        return str(cursor.fetchone()[0])


def test_a_carrier_that_is_told_to_end_finishes_what_it_has_in_hand(trouble, monkeypatch):
    """The embedded form is closed, and opened again a second later: nothing waits for its lease."""
    monkeypatch.setattr(stopping, "ask", lambda: None)
    acting, stop = threading.Event(), threading.Event()
    trouble.meanwhile = lambda: acting.set() or time.sleep(0.5)
    with transaction.atomic():
        publish(PageDue(page=1))
    carrier = threading.Thread(target=direct.run, args=("documents", stop))
    carrier.start()
    assert acting.wait(timeout=10)
    direct.end(stop, seconds=5)
    assert Delivery.objects.get(handler__endswith="print_page").state == "done"
    carrier.join(timeout=10)
    assert not carrier.is_alive()
