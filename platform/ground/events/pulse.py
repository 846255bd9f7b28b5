"""How the carrying goes: what waits and since when, what was finished when, which handlers are slow."""

import math
from dataclasses import dataclass
from datetime import datetime
from itertools import starmap
from typing import Any

from django.conf import settings
from django.db import connection

from ground.events.claiming import EARLIER

MINUTES = 60  # of the rate
HOURS = 24  # of the handlers


@dataclass(frozen=True)
class Queue:
    """A queue now, in seconds.

    `late` is how long the oldest that is due has not been fetched by a carrier. `waited` also sees what is
    fetched and not begun, in the hands of a worker that hangs or is not there: how long the oldest waits
    that never began, since its event. What waits for an earlier one of its aggregate is not late; what a
    replay shows again is as old as history, and counts as due.
    """

    name: str
    waiting: int
    acting: int
    retried: int
    late: float
    waited: float

    @property
    def target(self) -> float:
        """Within how many seconds it is to begin; none for a queue of another version."""
        return float(settings.EVENT_START_SECONDS.get(self.name, math.inf))

    @property
    def is_late(self) -> bool:
        return self.waited > self.target


@dataclass(frozen=True)
class Minute:
    at: datetime
    finished: int


@dataclass(frozen=True)
class Slow:
    """A handler of the last day: seconds from its event to its receipt."""

    handler: str
    finished: int
    usual: float
    slow: float
    slowest: float


# What waits for an earlier one of its aggregate is not free.
_QUEUES = f"""
    WITH d AS (
        SELECT *, d.aggregate = '' OR NOT EXISTS (SELECT FROM {EARLIER}) AS is_free
          FROM events_delivery d WHERE d.state IN ('pending', 'acting')
    ), one AS (
        SELECT queue, count(*) AS waiting, count(*) FILTER (WHERE state = 'acting') AS acting,
               count(*) FILTER (WHERE failures > 0) AS retried,
               coalesce(extract(epoch FROM max(statement_timestamp() - due_at)
                        FILTER (WHERE is_free AND state = 'pending' AND due_at <= statement_timestamp())), 0)::float8
                   AS late,
               min(event_id) FILTER (WHERE is_free AND state = 'pending' AND starts = 0 AND failures = 0
                   AND NOT EXISTS (SELECT FROM events_replay r
                                    WHERE r.handler = d.handler AND d.event_id <= r.until_id)) AS first
          FROM d GROUP BY queue
    )
    SELECT one.queue, waiting, acting, retried, late,
           greatest(late, extract(epoch FROM statement_timestamp() - e.recorded_at)::float8)
      FROM one LEFT JOIN events_recordedevent e ON e.id = one.first ORDER BY one.queue
"""  # noqa: S608 -- a text of ours
_STOPPED = """
    SELECT state, count(*) FROM events_delivery WHERE state IN ('dead', 'unknown') GROUP BY state
"""
_MINUTES = """
    SELECT minute, count(d.id)
      FROM generate_series(date_trunc('minute', statement_timestamp()) - make_interval(mins => %(minutes)s),
                           date_trunc('minute', statement_timestamp()), interval '1 minute') AS minute
      LEFT JOIN events_delivery d ON date_trunc('minute', d.finished_at) = minute
       AND d.finished_at >= date_trunc('minute', statement_timestamp()) - make_interval(mins => %(minutes)s)
     GROUP BY minute ORDER BY minute
"""
_SLOW = """
    SELECT handler, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY took),
           percentile_cont(0.95) WITHIN GROUP (ORDER BY took), max(took)
      FROM (SELECT d.handler, extract(epoch FROM d.finished_at - e.recorded_at)::float8 AS took
              FROM events_delivery d JOIN events_recordedevent e ON e.id = d.event_id
             WHERE d.finished_at >= statement_timestamp() - make_interval(hours => %(hours)s)) one
     GROUP BY handler ORDER BY 4 DESC, handler LIMIT %(most)s
"""


def queues() -> list[Queue]:
    """What is open, queue by queue. As dear as there is of it: an index holds only that."""
    return list(starmap(Queue, _rows(_QUEUES)))


def stopped() -> dict[str, int]:
    """How many deliveries wait for a person, by their state."""
    return dict(_rows(_STOPPED))


def minutes() -> list[Minute]:
    """How many deliveries were finished in each minute of the last hour."""
    return list(starmap(Minute, _rows(_MINUTES, minutes=MINUTES)))


def slow_handlers(most: int = 10) -> list[Slow]:
    """The handlers that took longest on the last day, by what nineteen of twenty stay below."""
    return list(starmap(Slow, _rows(_SLOW, hours=HOURS, most=most)))


def recorded() -> int:
    """The number of the latest event: it only grows."""
    [(number,)] = _rows("SELECT coalesce(max(id), 0) FROM events_recordedevent")
    return int(number)


def _rows(sql: str, **told: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, told or None)
        rows: list[Any] = cursor.fetchall()
        return rows
