"""Sleep until PostgreSQL says that something was published, or until something becomes due."""

import select
from typing import TYPE_CHECKING

from django.db import connection

from ground.events import claiming

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

AT_MOST = 5.0  # seconds; a missed notification costs no more than this


class Waiting:
    """A listening connection of its own, so that waiting never holds a transaction open."""

    def __init__(self, queues: list[str]) -> None:
        self._queues = queues
        self._listener: BaseDatabaseWrapper | None = None

    def wait(self) -> None:
        if self._listener is None:
            self._listener = connection.copy()
            self._ask(f"LISTEN {claiming.CHANNEL}")
            return  # look once more: something may have come before we listened
        seconds = claiming.seconds_to_next(self._queues, at_most=AT_MOST)
        heard = self._listener.connection
        ready, _, _ = select.select([heard], [], [], max(seconds, 0.005))
        if ready:
            list(heard.notifies(timeout=0))
        elif seconds == AT_MOST:
            self._ask("SELECT 1")  # who only listens does not notice that nobody speaks any more

    def _ask(self, query: str) -> None:
        if self._listener is not None:
            with self._listener.cursor() as cursor:
                cursor.execute(query)

    def close(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
