"""How a job says where it is, and keeps the lease of its delivery while it works."""

import contextlib
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models.functions import Now

from ground.events import stopping
from ground.events.delivery import GivenBack, Hold, LeaseLost
from ground.jobs.models import Job

SECONDS_BETWEEN = 0.5


class Cancelled(Exception):  # noqa: N818 -- a wish, not an error
    """The person who asked for the job has taken it back."""


class Progress:
    """The progress row of one running job. Made by the worker, handed to the job's function."""

    def __init__(self, job: Job, hold: Hold, *, limit_minutes: int) -> None:
        self._key = job.key
        self._hold = hold
        self._ends = time.monotonic() + limit_minutes * 60
        self._next = 0.0
        self._last = ("", 0)

    def at(self, *, done: int, total: int, saying: str = "") -> None:
        """Say how far the work is; twice a second at most reaches the database.

        Raises Cancelled when it is no longer wanted, LeaseLost when another worker has it, GivenBack when
        this one is asked to end.
        """
        now = time.monotonic()
        if now < self._next and (saying, total) == self._last:
            return
        self._next, self._last = now + SECONDS_BETWEEN, (saying, total)
        if stopping.is_asked():
            raise GivenBack
        if now > self._ends:
            raise TimeoutError("the job ran past its limit")
        self._hold.renew()
        wanted = Job.objects.filter(key=self._key, cancel_asked=False)
        if not wanted.update(done=min(done, total), total=total, saying=saying[:80], beat_at=Now()):
            raise Cancelled

    @contextlib.contextmanager
    def breathing(self) -> Iterator[None]:
        """Keep the lease while a library works for long without giving Python the word."""
        stop = threading.Event()
        thread = threading.Thread(target=self._breathe, args=(stop,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
        self._next = 0.0

    def _breathe(self, stop: threading.Event) -> None:
        """A lost lease shows at the next `at`; a database that is away, too."""
        between = settings.EVENT_LEASE_SECONDS / 4
        try:
            while not stop.wait(between) and time.monotonic() < self._ends:
                with contextlib.suppress(DatabaseError, LeaseLost):
                    with connection.cursor() as cursor:
                        cursor.execute("SET lock_timeout = '2s'")
                    self._hold.renew()
                    Job.objects.filter(key=self._key).update(beat_at=Now())
        finally:
            connection.close()
