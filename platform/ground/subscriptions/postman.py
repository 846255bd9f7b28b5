"""Whoever carries the feed out: several threads, one webhook each at a time, in turn.

A webhook's turn ends with its first failure, and after a few seconds in any case: one that hangs keeps
one thread for one call, and then waits behind all others. Nobody keeps a transaction open meanwhile.
"""

import threading
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import connection

from ground.events import alive
from ground.kernel.failures import kinds_of
from ground.subscriptions import exchange, sending

log = structlog.stdlib.get_logger("shuanglian.postman")
THREADS = 4
TURN_SECONDS = 10.0
LOOK_EVERY = 1.0
RETRY_SECONDS = 5.0
_TAKE = """
    UPDATE subscriptions_subscription SET busy_until = statement_timestamp() + make_interval(secs => %(lease)s)
     WHERE id = (
        SELECT one.id FROM subscriptions_subscription one
         WHERE one.state = 'active'
           AND coalesce(one.busy_until, '-infinity') < statement_timestamp()
           AND coalesce(one.resting_until, '-infinity') <= statement_timestamp()
           AND (EXISTS (SELECT 1 FROM subscriptions_message due
                         WHERE due.subscription_id = one.id AND due.state = 'waiting'
                           AND due.due_at <= statement_timestamp())
                OR (one.position < (SELECT max(id) FROM subscriptions_feedentry)
                    AND (SELECT count(*) FROM subscriptions_message open
                          WHERE open.subscription_id = one.id AND open.state = 'waiting') < %(most)s))
         ORDER BY one.served_at NULLS FIRST, one.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id
"""
_LEAVE = """
    UPDATE subscriptions_subscription SET busy_until = NULL, served_at = statement_timestamp() WHERE id = %s
"""


def serve_one() -> bool:
    """Take the webhook that has waited longest and has something to do; False where none has."""
    lease = TURN_SECONDS + 3 * settings.WEBHOOK_SECONDS + 30
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"lease": lease, "most": sending.MOST_WAITING})
        taken = cursor.fetchone()
    if taken is None:
        return False
    try:
        _turn(taken[0])
    finally:
        with connection.cursor() as cursor:
            cursor.execute(_LEAVE, taken)
    return True


def _turn(subscription_id: int) -> None:
    sending.write_messages(subscription_id)
    ends = time.monotonic() + TURN_SECONDS
    while time.monotonic() < ends:
        message = sending.next_message(subscription_id)
        if message is None or not sending.send(message):
            return


def run(work: Callable[[], bool], stop: threading.Event) -> None:
    """Do one kind of work until told to stop; survives database and broker going away."""
    while not stop.is_set():
        try:
            if not work():
                stop.wait(LOOK_EVERY)
            alive.beat()
        except ConnectionError as error:
            log.warning("the postman waits", error=kinds_of(error))
            stop.wait(RETRY_SECONDS)
        except Exception:
            log.exception("the postman stumbled and goes on")
            connection.close()
            stop.wait(LOOK_EVERY)
    connection.close()


def start(stop: threading.Event) -> list[threading.Thread]:
    """Threads for the webhooks, and one for the exchange where there is one."""
    works = [serve_one] * THREADS
    if settings.OUTSIDE_EXCHANGE and settings.BROKER_URL:
        works.append(exchange.publish_next)
    threads = [
        threading.Thread(target=run, args=(work, stop), name=f"postman-{number}", daemon=True)
        for number, work in enumerate(works)
    ]
    for thread in threads:
        thread.start()
    return threads
