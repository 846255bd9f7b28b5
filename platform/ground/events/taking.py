"""Deliveries in the hands of a worker: begun, held with their events, and receipted. Set by set."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import structlog
from django.conf import settings
from django.db import connection

from ground.events import claiming, declaring, registry
from ground.events.claiming import EARLIER, UNFINISHED
from ground.events.models import Delivery
from ground.kernel.arrays import number_array

log = structlog.stdlib.get_logger("shuanglian.events")

ALONG = 100  # of what comes next in the aggregates of a batch

_NEXT = f"""
    SELECT next.id
      FROM events_delivery d CROSS JOIN LATERAL (
               SELECT e.id, e.event_id FROM events_delivery e
                WHERE e.handler = d.handler AND e.aggregate = d.aggregate AND e.aggregate <> ''
                  AND e.event_id > d.event_id AND {UNFINISHED}
                ORDER BY e.event_id LIMIT %s) AS next
     WHERE d.id = ANY(%s::bigint[]) ORDER BY next.event_id LIMIT %s
"""  # noqa: S608 -- our own words
_LEFT = f"""
    SELECT EXISTS (
        SELECT FROM events_delivery d JOIN events_delivery e USING (handler, aggregate)
         WHERE d.id = ANY(%s::bigint[]) AND e.aggregate <> '' AND {UNFINISHED})
"""  # noqa: S608 -- our own words
_LOCKED = f"""
    SELECT d.id, d.handler, d.starts, e.id, e.name, e.payload, e.actor_id,
           (extract(epoch FROM e.occurred_at) * 1000000)::bigint
      FROM events_delivery d JOIN events_recordedevent e ON e.id = d.event_id
     WHERE d.id = ANY(%s::bigint[]) AND d.state || '' = 'pending'
       AND (aggregate = '' OR NOT EXISTS (SELECT FROM {EARLIER} AND e.id <> ALL(%s::bigint[])))
     ORDER BY d.id FOR NO KEY UPDATE OF d
"""  # noqa: S608 -- our own words
SINCE = datetime(1970, 1, 1, tzinfo=UTC)


class Taken(NamedTuple):
    """A delivery that this transaction holds, with its event."""

    pk: int
    handler: str
    starts: int
    event_id: int
    event_name: str
    payload: str
    actor_id: int | None
    occurred: int  # microseconds since 1970, in UTC

    @property
    def when(self) -> datetime:
        return SINCE + timedelta(microseconds=self.occurred)

    @property
    def event(self) -> declaring.Event:
        return declaring.decode(self.event_name, json.loads(self.payload))


class Started(NamedTuple):
    """A delivery that may run now: which start of it this is, whether it acts outside or keeps an order."""

    pk: int
    starts: int
    outside: bool
    in_order: bool


def start(ids: Sequence[int], *, begun: bool) -> list[Started]:
    """Count the start and move the lease of those that were, or were not, begun before.

    A lease of which half is left does: it stands in an index, which is then not written again.
    Returns what may run now. What this version has no handler for is left alone.
    Locks are taken in the order of ids: the same message may be in several workers at once. They are
    found by id: with `state || ''` nobody takes the index of all that is due for that, however long it is.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE events_delivery SET starts = starts + 1,
                   due_at = CASE WHEN due_at > statement_timestamp() + make_interval(secs => %s / 2)
                            THEN due_at ELSE statement_timestamp() + make_interval(secs => %s) END
             WHERE id IN (SELECT id FROM events_delivery
                           WHERE id = ANY(%s::bigint[]) AND state || '' = 'pending' AND (starts > 0) = %s
                             AND handler = ANY(%s)
                           ORDER BY id FOR NO KEY UPDATE)
            RETURNING id, starts, handler, aggregate <> ''
            """,
            [
                settings.EVENT_LEASE_SECONDS,
                settings.EVENT_LEASE_SECONDS,
                number_array(ids),
                begun,
                [handler.name for handler in registry.all_handlers()],
            ],
        )
        rows = sorted(cursor.fetchall())
    started = []
    for pk, starts, name, in_order in rows:
        if starts > settings.EVENT_MAX_STARTS:
            _stop(pk, f"begun {starts - 1} times and never finished: its worker died each time")
            continue
        handler = registry.handler_named(name)
        outside = handler is not None and handler.outside is not None
        started.append(Started(pk, starts, outside, in_order))
    return started


def start_next(started: Sequence[Started]) -> list[Started]:
    """Take along what comes next of the same aggregates: only the first of each has been claimed."""
    first = [one.pk for one in started if one.in_order]
    if not first:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [ALONG, number_array(first), ALONG])
        return start([pk for (pk,) in cursor.fetchall()], begun=False)


def hold_back(started: Sequence[Started]) -> None:
    """What was begun and had to wait for an earlier one of its aggregate: as if it had not been."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_delivery d SET starts = d.starts - 1, due_at = statement_timestamp()"
            "  FROM unnest(%s::bigint[], %s::int[]) AS one (id, starts)"
            " WHERE d.id = one.id AND d.starts = one.starts AND d.state || '' = 'pending'",
            [number_array([one.pk for one in started]), [one.starts for one in started]],
        )


def wake_for_next(pks: Sequence[int]) -> None:
    """Where more of these aggregates is due, let a carrier look at once: it waited for these."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, [number_array(pks)])
        (is_left,) = cursor.fetchone()
    if is_left:
        claiming.wake()


def lock(ids: list[int]) -> list[Taken]:
    """Lock what is to be handled now, in the order of its events.

    What must wait for an earlier one of its aggregate that is not among these is left out. Who stands
    still for a lease from here on loses the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('idle_in_transaction_session_timeout', %s, true)",
            [f"{settings.EVENT_LEASE_SECONDS:.0f}s"],
        )
        cursor.execute(_LOCKED, [number_array(ids), number_array(ids)])
        return sorted(map(Taken._make, cursor.fetchall()), key=lambda one: one.event_id)


def receipt(ids: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_delivery SET state = 'done', finished_at = statement_timestamp(), last_error = ''"
            " WHERE id = ANY(%s::bigint[])",
            [number_array(ids)],
        )
        return ids


def give_back(pk: int, starts: int) -> None:
    """Let a begun outside delivery be due at once, this start not counted: it did nothing that stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_delivery SET state = 'pending', starts = starts - 1, due_at = statement_timestamp()"
            " WHERE id = %s AND starts = %s AND state = 'acting'",
            [pk, starts],
        )


def _stop(pk: int, reason: str) -> None:
    """Stop what kills its workers. Who began the same message this very moment may first take hold of it."""
    time.sleep(1)
    pending = Delivery.objects.filter(pk=pk, state=Delivery.State.PENDING)
    if pending.update(state=Delivery.State.DEAD, last_error=reason):
        log.error("delivery stopped: it kills its workers", deliveries=[pk])
