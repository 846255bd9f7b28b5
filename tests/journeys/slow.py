"""Work that takes too long to wait for, and hands itself back. Loaded by its worker with `-I tests.journeys.slow`."""

import time
from dataclasses import dataclass

from django.db import connection

from ground.events import Event, Outside, event, handles, stopping
from ground.events.delivery import GivenBack


@event("journeys.slow_asked")
@dataclass(frozen=True, kw_only=True)
class SlowAsked(Event):
    """Something slow was asked for."""


@handles(SlowAsked, queue="jobs", outside=Outside.REPEATABLE)
def go_slowly(asked: SlowAsked) -> None:
    """Slow at its first beginning only."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO slow_begun DEFAULT VALUES")
        cursor.execute("SELECT count(*) FROM slow_begun")
        (begun,) = cursor.fetchone()
    for _ in range(1000 if begun == 1 else 0):
        if stopping.is_asked():
            raise GivenBack
        time.sleep(0.1)
