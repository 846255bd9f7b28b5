"""Django's PostgreSQL, for connections whose other end may be gone without a word.

TCP notices a machine that answers no packet (`keepalives`, `tcp_user_timeout` in the settings). It does
not notice one that takes every packet and does nothing: a proxy or a balancer that has lost the way, a
server that was replaced behind an address. A statement may rightly take minutes, so silence alone says
nothing. After some seconds of it the server is asked on another connection whether it works on the
statement; where it does not, the connection is given up like any that was lost.
"""

import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from django.db.backends.postgresql import base

R = TypeVar("R")
SILENT = 10.0  # seconds without a byte, before the server is asked
GIVE_UP = 30.0  # seconds without a byte, where nobody can be asked
ASK = "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND state = 'active'"


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> "psycopg.Connection[Any]":
        connection: psycopg.Connection[Any] = super().get_new_connection(conn_params)
        connection.wait = Watch(connection).wait  # type: ignore[method-assign, assignment]
        return connection


class Watch:
    """Stands in for `Connection.wait`, through which psycopg waits for every answer."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection, self._wait = connection, connection.wait

    def wait(self, answer: Generator[Any, Any, R], *args: Any, **kwargs: Any) -> R:
        return self._wait(self._watched(answer), *args, **kwargs)

    def _watched(self, answer: Generator[Any, Any, R]) -> Generator[Any, Any, R]:
        """The same generator; psycopg tells it each tenth of a second that nothing has come."""
        heard = asked = time.monotonic()
        doubts = 0
        try:
            wanted = next(answer)
            while True:
                ready = yield wanted
                now = time.monotonic()
                if ready:
                    heard = asked = now
                    doubts = 0
                elif now - asked >= SILENT or (doubts and now - asked >= 1):
                    doubts = self._doubts(doubts, now - heard)
                    asked = time.monotonic()
                wanted = answer.send(ready)
        except StopIteration as end:
            result: R = end.value
            return result

    def _doubts(self, before: int, silent: float) -> int:
        """Doubts in a row: 0 where the server works on it, with the second the connection is lost.

        An answer that was on its way when the server was asked first has come by then.
        """
        try:
            if self._is_worked_on():
                return 0
            doubts = before + 1
        except psycopg.OperationalError:  # nobody to ask
            doubts = before if silent < GIVE_UP else 2
        if doubts < 2:  # noqa: PLR2004
            return doubts
        self._connection.pgconn.finish()
        raise psycopg.OperationalError(f"no answer for {silent:.0f} s: the connection is lost")

    def _is_worked_on(self) -> bool:
        mine = self._connection.info
        with psycopg.connect(
            mine.dsn, password=mine.password, connect_timeout=5, autocommit=True
        ) as asking:
            return bool(asking.execute(ASK, [mine.backend_pid]).fetchone())
