"""Which deliveries are due, and who has them: one statement claims a batch and moves its lease."""

from django.conf import settings
from django.db import connection

from ground.events import registry

CHANNEL = "shuanglian_events"  # NOTIFY by a trigger when deliveries are inserted


def claim(queue: str, *, limit: int) -> list[int]:
    """Take up to `limit` due deliveries of a queue for one lease. Two claimers never get the same.

    What is due is read once and kept: as a subquery a plan may read it again for each row that it
    updates, past its limit each time.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM events_delivery
                 WHERE queue = %s AND state = 'pending' AND due_at <= statement_timestamp()
                 ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
            )
            UPDATE events_delivery SET due_at = statement_timestamp() + make_interval(secs => %s)
             WHERE id IN (SELECT id FROM due)
            RETURNING id
            """,
            [queue, limit, settings.EVENT_LEASE_SECONDS],
        )
        return sorted(row[0] for row in cursor.fetchall())


def give_back(ids: list[int], *, seconds: float) -> None:
    """Let claimed deliveries become due again soon: the carrier could not bring them away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_delivery SET due_at = statement_timestamp() + make_interval(secs => %s)"
            " WHERE id IN (SELECT id FROM events_delivery WHERE id = ANY(%s) AND state || '' = 'pending'"
            " ORDER BY id FOR NO KEY UPDATE)",
            [seconds, ids],
        )


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
    """How long until something becomes due, if nobody publishes before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM min(due_at) - statement_timestamp()) FROM events_delivery"
            " WHERE queue = ANY(%s) AND state IN ('pending', 'acting')",
            [queues],
        )
        (seconds,) = cursor.fetchone()
    return at_most if seconds is None else min(at_most, max(0.0, float(seconds)))
