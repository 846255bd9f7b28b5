"""Stories told while there is trouble, and what they leave; a stubborn client; when all is well again."""

import json
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from random import Random
from typing import Any

import psycopg
from django.db.models import Count, Max

from ground.events.models import Delivery, RecordedEvent
from runtime.story.shortened import outcome, short_story
from runtime.story.telling import insist
from tools.faults.databases import asking
from tools.faults.kinds import Failed, Kind
from tools.stack import Stack

MINUTE = 60.0
# Days that a story begins also come to the stories before it; one seal may hold entries of several events.
DAY, SEALED = "clock.day_began", "funds.book_sealed"


class Api:
    """The site's API as a stubborn client uses it: sends again until there is an answer."""

    def __init__(self, stack: Stack) -> None:
        self._url = stack.url

    def post(self, key: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        data = json.dumps(body or {}).encode()
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        deadline = time.monotonic() + 120
        while True:
            request = urllib.request.Request(f"{self._url}/api/v1{path}", data, headers)  # noqa: S310
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                    return answer.status, json.load(answer)
            except urllib.error.HTTPError as refused:
                if refused.code < 500:  # noqa: PLR2004
                    return refused.code, json.load(refused)
            except (OSError, ValueError):
                pass
            if time.monotonic() > deadline:
                raise Failed(f"no answer to POST {path} within two minutes")
            time.sleep(0.1)


def tell(stack: Stack, number: int) -> dict[str, Any]:
    """Tell a story; what it has left, with what was recorded and delivered meanwhile."""
    before = insist(_last_event)
    short_story(number, Api(stack).post)
    return insist(lambda: outcome(number) | _carried(before))


def _last_event() -> int:
    last: int | None = RecordedEvent.objects.aggregate(last=Max("pk"))["last"]
    return last or 0


def _carried(before: int) -> dict[str, Any]:
    recorded = (
        RecordedEvent.objects.filter(pk__gt=before)
        .exclude(name__in=[DAY, SEALED])
        .exclude(name__startswith="faults.")
        .exclude(caused_by__name=DAY)
    )
    delivered = Delivery.objects.filter(event__in=recorded).values_list("handler", "state")
    return {
        "events": dict(sorted(Counter(recorded.values_list("name", flat=True)).items())),
        "deliveries": {
            f"{handler} {state}": n
            for handler, state, n in delivered.annotate(n=Count("pk")).order_by("handler", "state")
        },
    }


class Striker(threading.Thread):
    """Does a fault after random pauses, as often as it is let, each time when all has healed from before."""

    def __init__(self, stack: Stack, kind: Kind, random: Random) -> None:
        super().__init__(daemon=True)
        self._stack, self._kind, self._random = stack, kind, random
        self._let = threading.Semaphore(0)
        self._asked = 0
        self.struck = 0
        self.slowest = 0.0  # seconds from the end of a fault until all was well
        self.failed: Exception | None = None

    def let(self, times: int) -> None:
        self._asked += times
        self._let.release(times)

    @property
    def is_done(self) -> bool:
        return self.failed is not None or self.struck == self._asked

    def run(self) -> None:
        try:
            while self._let.acquire():
                time.sleep(self._random.uniform(0.05, 2.5))
                self._kind.strike(self._stack, self._random)
                self.slowest = max(self.slowest, heal(self._stack))
                self.struck += 1
        except Exception as error:  # noqa: BLE001 -- whatever it was, the kind has failed
            self.failed = error

    def check(self) -> None:
        """Raises what the fault could not be done, or healed, for."""
        if self.failed:
            raise self.failed


def heal(stack: Stack) -> float:
    """Wait until all is well; the seconds that it took. Raises Failed after a minute.

    Well is: the site answers, each process has given a sign of life since, and everything that was
    published before is delivered.
    """
    since, began = time.time(), time.monotonic()
    last: int | None = None
    while (waited := time.monotonic() - began) < MINUTE:
        try:
            with asking(stack) as connection:
                if last is None:
                    [(last,)] = connection.execute("SELECT max(id) FROM events_delivery").fetchall()
                query = "SELECT 1 FROM events_delivery WHERE id <= %s AND state <> 'done' LIMIT 1"
                late = connection.execute(query, [last]).fetchall()
        except psycopg.OperationalError:
            late = [()]
        if not late and _answers(stack) and not _silent(stack, since):
            return waited
        time.sleep(0.1)
    raise Failed(f"not well after a minute: {_what_ails(stack, since)}")


def _silent(stack: Stack, since: float) -> list[str]:
    """The clock looks every twenty seconds only."""
    return [one for one in stack.services if one != "clock" and not stack.is_back(one, since)]


def _answers(stack: Stack) -> bool:
    try:
        with urllib.request.urlopen(f"{stack.url}/healthz", timeout=5):  # noqa: S310
            return True
    except OSError:
        return False


def _what_ails(stack: Stack, since: float) -> str:
    with asking(stack) as connection:
        late = connection.execute(
            "SELECT handler, state, starts, failures, last_error, due_at - now() FROM events_delivery"
            " WHERE state <> 'done' LIMIT 5"
        ).fetchall()
    return f"silent {_silent(stack, since)}, site answers {_answers(stack)}, not delivered {late}"
