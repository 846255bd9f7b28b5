"""How a story is told: step by step, each once, each on its day, each line saying what it brought forth.

A step and the note that it was told are one transaction (the note is a line of the audit trail), so a
story that was cut off goes on where it was. Between steps the carriers bring the events to their
handlers: in this process (`direct`), or in workers that the teller waits for (`amqp`).
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from ground.accounts.models import User
from ground.audit.models import Entry
from ground.audit.services import Origin, coming_from, record
from ground.events import direct, services
from ground.events.models import Delivery, RecordedEvent
from ground.events.services import Cause, caused_by
from ground.kernel import clock

T = TypeVar("T")
PATIENCE = 120.0  # seconds that workers may take before the teller says that they are stuck


@dataclass(frozen=True)
class Step:
    """One sentence of a story: the day and hour it happens, what is said, what is done, by whom.

    `by` is the account of the person in whose name its events are published; empty: nobody's yet.
    """

    name: str
    on: date
    says: str
    does: Callable[[], None]
    by: str = ""
    hour: int = 9


class Stuck(Exception):  # noqa: N818 -- it says how the story is
    """The carriers did not come to rest: a delivery stopped, or nobody delivers."""


def tell(steps: list[Step], say: Callable[[str], None]) -> int:
    """Tell the steps that were not told yet. Returns how many that were."""
    told = set(Entry.objects.filter(action="story.step_told").values_list("subject", flat=True))
    count = 0
    for number, step in enumerate(steps, 1):
        if f"story:{step.name}" in told:
            continue
        began, before = time.perf_counter(), _last_event()
        instant = clock.at_hour(step.on, step.hour)
        with coming_from(Origin("command")), clock.standing_at(instant):
            services.begin_day(step.on)
            carry()
            with transaction.atomic():
                with caused_by(Cause(actor_id=_account(step.by))):
                    step.does()
                record(None, "story.step_told", f"story:{step.name}")
            carry()
        took = (time.perf_counter() - began) * 1000
        brought = Counter(
            RecordedEvent.objects.filter(pk__gt=before).values_list("name", flat=True)
        )
        events = " ".join(f"{name}×{n}" for name, n in sorted(brought.items()))
        say(f"{number:>2}. {step.on}  {step.says}\n      {events or '—'}  ({took:.0f} ms)")
        count += 1
    return count


def insist(does: Callable[[], T]) -> T:
    """Do what may be done twice, again and again while the database is away or takes it back."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return does()
        except (OperationalError, InterfaceError):
            if time.monotonic() > deadline:
                raise
            connection.close()
            time.sleep(0.2)


def once(name: str, does: Callable[[], object]) -> None:
    """Do it in one transaction with the note that it was told: once, whatever the database does meanwhile."""

    def step() -> None:
        with transaction.atomic():
            if not Entry.objects.filter(action="story.step_told", subject=f"story:{name}").exists():
                does()
                record(None, "story.step_told", f"story:{name}")

    insist(step)


def carry() -> None:
    """Let everything that is due be delivered, here or by the workers, and come to rest."""
    if settings.EVENT_CARRIER == "direct":
        direct.drain()
    deadline = time.monotonic() + PATIENCE
    while True:
        states = insist(_open_states)
        if not states:
            return
        if states & {Delivery.State.DEAD, Delivery.State.UNKNOWN} or time.monotonic() > deadline:
            raise Stuck(_why_stuck())
        if settings.EVENT_CARRIER == "direct":
            time.sleep(settings.EVENT_RETRY_SECONDS)
            direct.drain()
        else:
            time.sleep(0.02)


def _open_states() -> set[str]:
    open_ones = Delivery.objects.exclude(state=Delivery.State.DONE)
    return set(open_ones.values_list("state", flat=True).distinct())


def _why_stuck() -> str:
    rows = Delivery.objects.exclude(state=Delivery.State.DONE).values_list(
        "event__name", "handler", "state", "last_error"
    )
    return "\n".join(
        f"{name} → {handler}: {state} {error}" for name, handler, state, error in rows[:10]
    )


def _account(username: str) -> int | None:
    return User.objects.get(username=username).pk if username else None


def _last_event() -> int:
    return RecordedEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
