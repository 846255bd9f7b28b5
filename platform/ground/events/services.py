"""Publish what happened; begin a day; let an operator try a stopped delivery again."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models.functions import Now

from ground.events import claiming, declaring, registry
from ground.events.events import DayBegan
from ground.events.models import BegunDay, Delivery
from ground.kernel import clock
from ground.kernel.arrays import text_array
from ground.kernel.errors import RuleBroken
from ground.kernel.restoring import after_restore

_RECORDED = """
    WITH recorded AS (
        INSERT INTO events_recordedevent (occurred_at, actor_id, name, payload, caused_by_id)
            SELECT %s::timestamptz, %s::bigint, one.name, one.payload, one.caused_by
              FROM unnest(%s::text[], %s::text[]::jsonb[], %s::bigint[])
                   WITH ORDINALITY AS one (name, payload, caused_by, place)
             ORDER BY one.place
            RETURNING id, name, payload
    )
"""
_DELIVERED = """
    , delivered AS (
        INSERT INTO events_delivery (event_id, handler, queue, state, starts, failures, last_error, aggregate)
            SELECT recorded.id, due.handler, due.queue, %s, 0, 0, '', coalesce(payload ->> in_order_of, '')
              FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])
                   WITH ORDINALITY AS due (name, handler, queue, in_order_of, place)
              JOIN recorded USING (name) ORDER BY recorded.id, due.place
    )
"""
_ASKED = "SELECT id FROM recorded ORDER BY id"


class Recorded(NamedTuple):
    """An event that was published just now: what others name as their cause."""

    pk: int


@dataclass(frozen=True)
class Cause:
    """Why the code that runs now runs: the event being handled, and the person who began it all."""

    event_id: int | None = None
    actor_id: int | None = None


_cause: ContextVar[Cause] = ContextVar("cause", default=Cause())  # noqa: B039 -- frozen


def cause() -> Cause:
    return _cause.get()


@contextmanager
def caused_by(cause: Cause) -> Iterator[None]:
    """Let everything published inside name this cause."""
    token = _cause.set(cause)
    try:
        yield
    finally:
        _cause.reset(token)


_collected: ContextVar[list[int] | None] = ContextVar("collected", default=None)


@contextmanager
def collecting() -> Iterator[list[int]]:
    """The numbers of the events that are published inside, once they are committed: for the log."""
    numbers: list[int] = []
    token = _collected.set(numbers)
    try:
        yield numbers
    finally:
        _collected.reset(token)


def name_actor(actor_id: int) -> None:
    """Say who acts, once that is known, for what is left of the innermost `caused_by`."""
    _cause.set(replace(_cause.get(), actor_id=actor_id))


def publish(*happened: declaring.Event, because: Sequence[int | None] = ()) -> list[Recorded]:
    """Record events with the caller's change, and one delivery for each of their handlers.

    One statement however many events. `because` names the earlier event that each goes back to,
    where it is another than the one being handled: a payment is ordered because it was planned.
    Raises TransactionManagementError outside a transaction: an event that could outlive a
    rolled-back change would be a lie.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("publish() needs the caller's transaction")
    if not happened:
        return []
    why = cause()
    told: list[Any] = [
        clock.now(),
        why.actor_id,
        text_array([one.event_name for one in happened]),
        text_array([json.dumps(declaring.encode(one)) for one in happened]),
        list(because) or [why.event_id] * len(happened),
    ]
    due = [
        (name, handler.name, handler.queue, handler.in_order_of)
        for name in sorted({one.event_name for one in happened})
        for handler in registry.handlers_of(name)
    ]
    delivered = ""
    if due:
        delivered = _DELIVERED
        told += [Delivery.State.PENDING, *([one[at] for one in due] for at in range(4))]
    with connection.cursor() as cursor:
        cursor.execute(_RECORDED + delivered + _ASKED, told)
        recorded = list(map(Recorded._make, cursor.fetchall()))
    if (numbers := _collected.get()) is not None:
        transaction.on_commit(lambda: numbers.extend(one.pk for one in recorded))
    return recorded


@transaction.atomic
def begin_day(on: date) -> bool:
    """Begin a day, once: False where it has begun already. Earlier days may be begun late."""
    _, is_new = BegunDay.objects.get_or_create(on=on)
    if is_new:
        publish(DayBegan(on=on))
    return is_new


def days_to_begin(today: date) -> list[date]:
    """Days up to today that have not begun; after a standstill, at most the last hundred of them."""
    last = (
        BegunDay.objects.filter(on__lte=today).order_by("-on").values_list("on", flat=True).first()
    )
    if last is None:
        return [today]
    return [today - timedelta(days=back) for back in reversed(range(min((today - last).days, 100)))]


@transaction.atomic
def try_again(delivery_id: int) -> Delivery:
    """Let a stopped delivery run again. A person decides this, above all where the outcome is unknown."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.state not in {Delivery.State.DEAD, Delivery.State.UNKNOWN}:
        raise RuleBroken("delivery_not_stopped", "只有已停止重试或结果不明的投递才能重试")
    _reset(Delivery.objects.filter(pk=delivery.pk))
    claiming.wake()
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def skip(delivery_id: int) -> Delivery:
    """Let a stopped delivery be: its handler will not hear of this event. Later ones need not wait for it."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.state != Delivery.State.DEAD:
        raise RuleBroken("delivery_not_dead", "只有已停止重试的投递才能跳过")
    return _finish(delivery, Delivery.State.SKIPPED)


@transaction.atomic
def settle_unknown(delivery_id: int) -> Delivery:
    """Say that an outside action whose outcome was unknown did happen."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.state != Delivery.State.UNKNOWN:
        raise RuleBroken("delivery_not_unknown", "只有结果不明的投递才能确认为已完成")
    return _finish(delivery, Delivery.State.DONE)


@after_restore
def doubt_what_acts_outside(_: datetime) -> None:
    """What must not be repeated may have been done after the backup: a person is asked."""
    once = [one.name for one in registry.all_handlers() if one.outside is registry.Outside.ONCE]
    waiting = Delivery.objects.filter(
        handler__in=once, state__in=[Delivery.State.PENDING, Delivery.State.ACTING]
    )
    waiting.update(state=Delivery.State.UNKNOWN)


def _finish(delivery: Delivery, state: Delivery.State) -> Delivery:
    delivery.state = state
    delivery.finished_at = clock.now()
    delivery.save(update_fields=["state", "finished_at"])
    claiming.wake()
    return delivery


def _reset(deliveries: models.QuerySet[Delivery]) -> int:
    return deliveries.update(
        state=Delivery.State.PENDING,
        starts=0,
        failures=0,
        due_at=Now(),
        finished_at=None,
        last_error="",
    )
