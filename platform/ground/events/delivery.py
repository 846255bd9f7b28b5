"""Bring claimed deliveries to their handlers: effect and receipt in one transaction.

A batch first runs as one transaction (one commit for up to a hundred effects). If any handler fails,
the batch is rolled back and its deliveries run one by one, so that only the faulty one counts a
failure. Deliveries that were started before and did not end run one by one from the beginning: if one
of them kills its worker again, it takes no neighbour with it.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from ground.events import registry, taking
from ground.events.models import Delivery
from ground.events.queries import why
from ground.events.services import Cause, caused_by, collecting
from ground.kernel import clock, failures, lines
from ground.kernel.refused import is_passing

log = structlog.stdlib.get_logger("shuanglian.events")


class LeaseLost(Exception):  # noqa: N818 -- a fact, not a fault of the caller
    """The lease ran out and the delivery began elsewhere: whoever still runs must stop."""


class GivenBack(LeaseLost):
    """The process is asked to end: its delivery begins elsewhere, at once, as if it had not begun here."""


@dataclass(frozen=True)
class Hold:
    """The claim of one running outside handler on its delivery: this delivery, this start of it."""

    delivery_id: int
    starts: int

    def renew(self) -> None:
        """Move the lease. Work longer than a lease does so every few seconds; raises LeaseLost."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE events_delivery SET due_at = statement_timestamp() + make_interval(secs => %s)"
                " WHERE id = %s AND starts = %s AND state = 'acting'",
                [settings.EVENT_LEASE_SECONDS, self.delivery_id, self.starts],
            )
            if not cursor.rowcount:
                raise LeaseLost


MOST_EVENTS = 100  # of those that a batch recorded, in its line
_hold: ContextVar[Hold | None] = ContextVar("hold", default=None)


def hold() -> Hold:
    """The hold of the outside handler that runs now."""
    now = _hold.get()
    if now is None:
        raise LookupError("only an outside handler has a lease of its own to renew")
    return now


@contextmanager
def _holding(delivery: taking.Taken) -> Iterator[None]:
    token = _hold.set(Hold(delivery.pk, delivery.starts))
    try:
        yield
    finally:
        _hold.reset(token)


def deliver(ids: Sequence[int]) -> int:
    """Run the handlers of these deliveries. Safe with any ids, any number of times.

    Returns how many effects were committed.
    """
    fresh = taking.start(ids, begun=False)
    begun = sorted(set(ids) - {one.pk for one in fresh})
    fresh += taking.start_next(fresh)
    batch = [one.pk for one in fresh if not one.outside]
    alone = [one for one in fresh if one.outside]
    try:
        done = _handle_batch(batch)
    except Exception:  # noqa: BLE001 -- whichever it was fails alone below
        done, alone = [], fresh
    for one in alone:
        done += _deliver_alone(one)
    for pk in begun:
        for one in taking.start([pk], begun=True):
            fresh.append(one)
            done += _deliver_alone(one)
    _let_next_begin([one for one in fresh if one.in_order], set(done))
    return len(done)


def _deliver_alone(started: taking.Started) -> list[int]:
    return _act_outside(started.pk) if started.outside else _handle_alone(started)


def _handle_batch(ids: list[int]) -> list[int]:
    """Effects and receipts in one transaction. Returns what is receipted."""
    if not ids:
        return []
    began = time.perf_counter()
    with collecting() as recorded, transaction.atomic():
        locked = taking.lock(ids)
        for together in _together(locked):
            _call(*together)
        done = taking.receipt([delivery.pk for delivery in locked])
    _say_handled(locked, recorded, began)
    return done


def _handle_alone(started: taking.Started) -> list[int]:
    try:
        return _handle_batch([started.pk])
    except Exception as error:  # noqa: BLE001 -- any error of a handler is a failed try
        _fail(started.pk, started.starts, error)
        return []


def _let_next_begin(in_order: list[taking.Started], done: set[int]) -> None:
    """Give back what had to wait, and wake whoever waits for what is done."""
    if waiting := [one for one in in_order if one.pk not in done]:
        taking.hold_back(waiting)
    if last := [one.pk for one in in_order if one.pk in done]:
        taking.wake_for_next(last)


def _act_outside(pk: int) -> list[int]:
    """Commit the intent, act without a transaction, commit the outcome with the receipt."""
    began = time.perf_counter()
    with transaction.atomic():
        if not (locked := taking.lock([pk])):
            return []
        delivery = locked[0]
        Delivery.objects.filter(pk=pk).update(
            state=Delivery.State.ACTING,
            due_at=Now() + timedelta(seconds=settings.EVENT_LEASE_SECONDS),
        )
    try:
        with _holding(delivery), collecting() as recorded:
            settle = _call(delivery)
    except GivenBack:
        taking.give_back(pk, delivery.starts)
        log.info("the delivery is given back, this process ends", **_told_of(delivery))
        return []
    except LeaseLost:
        log.warning("the delivery went on elsewhere", **_told_of(delivery))
        return []
    except Exception as error:  # noqa: BLE001
        _fail(pk, delivery.starts, error)
        return []
    try:
        with collecting() as settled:
            done = _settle(delivery, settle)
    except Exception as error:
        handler = registry.handler_named(delivery.handler)
        if handler is None or handler.outside is not registry.Outside.REPEATABLE:
            raise  # it acted and may not act again: when the lease ends, a person is asked
        _fail(pk, delivery.starts, error)
        return []
    if done:
        _say_handled([delivery], recorded + settled, began)
    return done


@transaction.atomic
def _settle(delivery: taking.Taken, settle: registry.Settle | None) -> list[int]:
    """Commit the outcome with the receipt, unless the delivery has begun elsewhere since."""
    mine = Delivery.objects.select_for_update().filter(
        pk=delivery.pk, state=Delivery.State.ACTING, starts=delivery.starts
    )
    if not mine:
        return []
    if settle is not None:
        with caused_by(_cause_of(delivery)), clock.standing_at(delivery.when):
            settle()
    return taking.receipt([delivery.pk])


def _together(locked: Sequence[taking.Taken]) -> Iterator[list[taking.Taken]]:
    """Deliveries one by one; those of a handler that is told many at once together, at its first."""
    calls: dict[object, list[taking.Taken]] = {}  # in the order in which each begins
    for one in locked:
        handler = registry.handler_named(one.handler)
        told_many = handler is not None and handler.many
        calls.setdefault(one.handler if told_many else one.pk, []).append(one)
    yield from calls.values()


def _call(*together: taking.Taken) -> registry.Settle | None:
    first = together[0]
    handler = registry.handler_named(first.handler)
    if handler is None:
        raise LookupError(f"handler {first.handler} is not part of this version")
    with (
        caused_by(_cause_of(*together)),
        clock.standing_at(_when(*together)),
        lines.about(lambda: _told_of(*together)),
    ):
        if handler.many:
            return handler.call([registry.Told(one.event, one.event_id) for one in together])
        return handler.call(first.event)


def _told_of(*together: taking.Taken) -> dict[str, object]:
    """What a line of the log says of deliveries; `actor` is the user's number, where it is one person's."""
    return {
        "deliveries": [one.pk for one in together],
        "events": [one.event_id for one in together],
        "event_names": sorted({one.event_name for one in together}),
        "handlers": sorted({one.handler for one in together}),
        "user": _cause_of(*together).actor_id,
    }


def _say_handled(locked: Sequence[taking.Taken], recorded: list[int], began: float) -> None:
    """One line a batch, not one a delivery: the spine carries thousands of them a second."""
    if locked:
        took = round((time.perf_counter() - began) * 1000, 1)
        log.info("handled", recorded=recorded[:MOST_EVENTS], milliseconds=took, **_told_of(*locked))


def _when(*together: taking.Taken) -> datetime:
    """The programme's time of these events: of the latest of them."""
    return max(together, key=lambda one: one.occurred).when


def _cause_of(*together: taking.Taken) -> Cause:
    """Why these are handled: the event, where it is one, and who began it, where that is one person."""
    actors = {one.actor_id for one in together}
    return Cause(
        event_id=together[0].event_id if len(together) == 1 else None,
        actor_id=actors.pop() if len(actors) == 1 else None,
    )


def _fail(pk: int, starts: int, error: Exception) -> None:
    """Count a failure of this start; set the next try, or stop after too many.

    Where it has begun elsewhere since, that one's outcome counts and this one's does not. What the
    database as a whole refused is tried again without being counted. Personal data stays out of the
    reason: the text of an exception may quote a row, so only its type and the places in our code are kept.
    """
    places = failures.places_of(error.__traceback__)
    reason = "\n  ".join([failures.kinds_of(error), *places])
    code = getattr(error, "code", None)
    if isinstance(code, str) and not isinstance(error, DatabaseError):
        reason = f"{code}: {reason}"
    counts = int(not is_passing(error))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE events_delivery
               SET failures = failures + %s, starts = 0, last_error = %s,
                   state = CASE WHEN failures + %s >= %s THEN 'dead' ELSE 'pending' END,
                   due_at = statement_timestamp() + make_interval(secs => %s * power(2, least(failures, 10)))
             WHERE id = %s AND starts = %s AND state IN ('pending', 'acting')
            RETURNING state, handler, event_id
            """,
            [
                counts,
                reason,
                counts,
                settings.EVENT_MAX_FAILURES,
                settings.EVENT_RETRY_SECONDS,
                pk,
                starts,
            ],
        )
        row = cursor.fetchone()
    if row:
        state, handler, event_id = row
        log.warning(
            "delivery failed",
            deliveries=[pk],
            events=[event_id],
            handlers=[handler],
            state=state,
            began_with=why(event_id)[-1].pk,
            exc_info=error,
        )
