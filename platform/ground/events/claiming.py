"""Which deliveries are due, and who has them: one statement claims a batch and moves its lease."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from ground.events import registry

CHANNEL = "shuanglian_events"  # NOTIFY by a trigger when deliveries are inserted


UNFINISHED = "e.state IN ('pending', 'acting', 'dead', 'unknown')"  # as its index has it
EARLIER = f"""
    events_delivery e
     WHERE e.handler = d.handler AND e.aggregate = d.aggregate AND e.aggregate <> ''
       AND e.event_id < d.event_id AND {UNFINISHED}
"""  # of the aggregate of `d`, what must be finished first
_CLAIMED = """
    WITH due AS MATERIALIZED (
        SELECT id, due_at FROM events_delivery d
         WHERE queue = %s AND state = 'pending' AND due_at <= statement_timestamp() {after}
           AND (aggregate = '' OR NOT EXISTS (SELECT FROM {earlier}))
         ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
    )
    UPDATE events_delivery SET due_at = statement_timestamp() + make_interval(secs => %s)
      FROM due WHERE events_delivery.id = due.id
    RETURNING events_delivery.id, due.due_at
"""
_FROM_THE_BEGINNING = _CLAIMED.format(earlier=EARLIER, after="")
_FROM_A_PLACE = _CLAIMED.format(earlier=EARLIER, after="AND due_at >= %s")
LATE = timedelta(seconds=1)  # a commit may come so much later than it says


@dataclass(frozen=True)
class _Place:
    """Up to where a queue with much to do has been emptied, and for how long nobody looks behind that."""

    due_at: datetime
    until: float


_places: dict[str, _Place] = {}


def claim(queue: str, *, limit: int) -> list[int]:
    """Take up to `limit` due deliveries of a queue for one lease. Two claimers never get the same.

    Of an aggregate only the first that is not finished is taken; whoever handles it takes the next ones
    along (`taking.start_next`).

    What is due is read once and kept: as a subquery a plan may read it again for each row that it
    updates, past its limit each time.

    What has been claimed stays in the index until PostgreSQL may clear it away, which is never while
    somebody reads as of an earlier moment: a backup of an hour. So as long as there is more to do than
    one claim takes, the next one begins where the last one ended, and looks at all that is due again
    after a second, after twenty times what the last such look took, or when it finds less.
    """
    rows: list[tuple[int, datetime]] = []
    place = _places.pop(queue, None)
    if place is not None and time.monotonic() < place.until:
        rows = _claimed(_FROM_A_PLACE, queue, place.due_at, limit)
        if len(rows) == limit:
            _places[queue] = _Place(rows[-1][1] - LATE, place.until)
            return sorted(pk for pk, _ in rows)
    began = time.monotonic()
    found = _claimed(_FROM_THE_BEGINNING, queue, limit - len(rows))
    if limit and len(found) == limit:
        now = time.monotonic()
        _places[queue] = _Place(found[-1][1] - LATE, now + max(1.0, 20 * (now - began)))
    return sorted(pk for pk, _ in rows + found)


def _claimed(sql: str, queue: str, *told: datetime | int) -> list[tuple[int, datetime]]:
    """Claimed deliveries with when they were due, in that order."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [queue, *told, settings.EVENT_LEASE_SECONDS])
        return sorted(cursor.fetchall(), key=lambda row: row[1])


def give_back(ids: list[int], *, seconds: float) -> None:
    """Let claimed deliveries become due again soon: the carrier could not bring them away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_delivery SET due_at = statement_timestamp() + make_interval(secs => %s)"
            " WHERE id IN (SELECT id FROM events_delivery WHERE id = ANY(%s) AND state || '' = 'pending'"
            " ORDER BY id FOR NO KEY UPDATE)",
            [seconds, ids],
        )


def wake() -> None:
    """Let whoever waits for deliveries look again, once this transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def recover_acting() -> int:
    """Outside actions whose lease ran out: repeatable ones are due again, others need a person."""
    repeatable = [
        h.name for h in registry.all_handlers() if h.outside is registry.Outside.REPEATABLE
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE events_delivery
               SET state = CASE WHEN handler = ANY(%s) THEN 'pending' ELSE 'unknown' END
             WHERE state = 'acting' AND due_at <= statement_timestamp()
            """,
            [repeatable],
        )
        return int(cursor.rowcount)


def seconds_to_next(queues: list[str], *, at_most: float) -> float:
    """How long until something becomes due, if nobody publishes before.

    What has been due for a while, others have in their hands just now: it is not looked through.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM min(due_at) - statement_timestamp()) FROM events_delivery"
            " WHERE queue = ANY(%s) AND state IN ('pending', 'acting')"
            " AND due_at > statement_timestamp() - interval '1 second'",
            [queues],
        )
        (seconds,) = cursor.fetchone()
    return at_most if seconds is None else min(at_most, max(0.0, float(seconds)))
