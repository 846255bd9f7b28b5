"""Events get their places in the feed: one after the other, in the order in which their takers commit.

The number of a recorded event is given before its transaction commits, so whoever reads by that number
passes over an event that commits late. Here a place is given by a transaction of its own, after the
event has committed, under a lock that lasts until that transaction has: place N+1 is never seen before N.
Nothing is awaited for it, neither a transaction that is open for hours nor a backup.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from ground.kernel.arrays import number_array
from ground.kernel.restoring import after_restore

CHANNEL = "shuanglian_feed"
_LOCK = 0x66656564  # "feed": whoever gives out places holds it until it commits
_ENTER = """
    WITH entered AS (
        INSERT INTO subscriptions_feedentry (event_id, name)
            SELECT id, name FROM events_recordedevent WHERE id = ANY(%s::bigint[]) ORDER BY id
            ON CONFLICT (event_id) DO NOTHING
            RETURNING id
    )
    SELECT pg_notify(%s, '') FROM entered LIMIT 1
"""
_BEYOND = 1_000_000_000  # no installation gave out so many places since its backup
_JUMP = """
    SELECT setval(pg_get_serial_sequence('subscriptions_feedentry', 'id'),
                  coalesce((SELECT max(id) FROM subscriptions_feedentry), 0) + %s)
"""


def enter(event_ids: Sequence[int]) -> None:
    """Give events their places; one that has a place keeps it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_ENTER, [number_array(event_ids), CHANNEL])


@after_restore
def leave_a_gap(_: datetime) -> None:
    """Readers may hold places that were given out after the backup: none of them is given out again."""
    with connection.cursor() as cursor:
        cursor.execute(_JUMP, [_BEYOND])
