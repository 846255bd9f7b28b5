"""Sleep until PostgreSQL says that something was published, or until something becomes due."""

import select

import psycopg
from django.db import connection

from ground.events import claiming

AT_MOST = 5.0  # seconds; a missed notification costs no more than this


class Waiting:
    """A listening connection of its own, so that waiting never holds a transaction open."""

    def __init__(self, queues: list[str]) -> None:
        self._queues = queues
        self._listener: psycopg.Connection[tuple[object, ...]] | None = None

    def wait(self) -> None:
        if self._listener is None:
            params = connection.get_connection_params()
            for django_only in ("cursor_factory", "context", "prepare_threshold"):
                params.pop(django_only, None)
            self._listener = psycopg.connect(**params, autocommit=True)
            self._listener.execute(f"LISTEN {claiming.CHANNEL}")
            return  # look once more: something may have come before we listened
        seconds = claiming.seconds_to_next(self._queues, at_most=AT_MOST)
        ready, _, _ = select.select([self._listener], [], [], max(seconds, 0.005))
        if ready:
            list(self._listener.notifies(timeout=0))

    def close(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
