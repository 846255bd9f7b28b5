"""What was delivered long ago is put away: the table that is worked on holds days, the archive all years.

The archive has a partition for each month of receipts (UTC), made when its first row comes. What is put
away is never looked for by a worker: a message that still names it finds nothing to do. A replay makes a
delivery of its own, which is put away in its turn.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

KEPT_DAYS = 8  # among those at work: the operator's page looks back a day, people a week
PIECE = 5_000  # deliveries looked at in one transaction
_LOCK = 7_310_442  # advisory, of PostgreSQL: one puts away at a time
_TABLE = "events_archiveddelivery"

_OLD = """
    SELECT coalesce(array_agg(id) FILTER (WHERE state = 'done'
                    AND finished_at < statement_timestamp() - make_interval(days => %s)), '{}'), max(id)
      FROM (SELECT id, state, finished_at FROM events_delivery
             WHERE id > %s ORDER BY id LIMIT %s) AS next
"""
_HELD = """
    SELECT id, finished_at FROM events_delivery
     WHERE id = ANY(%s) AND state || '' = 'done' ORDER BY id FOR UPDATE SKIP LOCKED
"""
_MOVED = f"""
    WITH gone AS (
        DELETE FROM events_delivery WHERE id = ANY(%s)
        RETURNING id, event_id, handler, starts, failures, finished_at
    )
    INSERT INTO {_TABLE} (delivery_id, event_id, handler, starts, failures, finished_at) SELECT * FROM gone
"""  # noqa: S608 -- the name of our table


@dataclass
class Walk:
    """One way through the deliveries, oldest first. `position` is the last number looked at."""

    position: int = 0
    put_away: int = 0
    is_over: bool = False


@transaction.atomic
def put_away(walk: Walk, *, most: int = PIECE, kept_days: int = KEPT_DAYS) -> None:
    """Look at the next deliveries, at most so many, and archive those finished before the days kept.

    One transaction: a delivery is in one of the two tables, whoever dies. Where another process is at it,
    this walk is over.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        (is_ours,) = cursor.fetchone()
        ids, last = [], None
        if is_ours:
            cursor.execute(_OLD, [kept_days, walk.position, most])
            ids, last = cursor.fetchone()
        if last is None:
            walk.is_over = True
            return
        if ids:
            cursor.execute(_HELD, [ids])
            held = cursor.fetchall()
            for month in sorted({_month(finished) for _, finished in held}):
                _have_partition(month)
            cursor.execute(_MOVED, [[pk for pk, _ in held]])
            walk.put_away += cursor.rowcount
        walk.position = last


def _month(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _have_partition(month: datetime) -> None:
    name = f"{_TABLE}_{month:%Y_%m}"
    following = _month(month + timedelta(days=31))
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [name])
        (there,) = cursor.fetchone()
        if there is None:
            cursor.execute(
                f"CREATE TABLE {name} PARTITION OF {_TABLE}"
                f" FOR VALUES FROM ('{month.isoformat()}') TO ('{following.isoformat()}')"
            )
