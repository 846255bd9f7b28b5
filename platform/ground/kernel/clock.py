"""The time of the programme. A clock stands in a context; services read it, callers choose it.

Three callers set it: a request or process (the system's clock, the default), a story or test
(`standing_at`), and the delivery of an event (the instant at which that event occurred, so that a
replay a year later writes what the first run wrote). Leases, retries and locks do not use this clock:
they are the database's own business and read the database's time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")

_shift = timedelta(0)
_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The present instant, with time zone."""
    return _standing.get() or datetime.now(CHINA) + _shift


def today() -> date:
    """The present day in China."""
    return now().astimezone(CHINA).date()


def let_today_be(day: date | None) -> None:
    """Shift the system's clock so that today is another day: for demos and training (None: no shift)."""
    global _shift  # noqa: PLW0603 -- one process has one clock
    _shift = timedelta(0) if day is None else day - datetime.now(CHINA).date()


def is_shifted() -> bool:
    return bool(_shift)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Let the clock stand at an instant (which needs a time zone) for what runs inside."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    token = _standing.set(instant)
    try:
        yield
    finally:
        _standing.reset(token)


def at_hour(on: date, hour: int = 9, minute: int = 0) -> datetime:
    """The instant at an hour of a day in China."""
    return datetime.combine(on, time(hour, minute), CHINA)
