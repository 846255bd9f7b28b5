"""Let a handler see the recorded history again, and what was recorded before it existed: piece by piece.

A piece is one transaction: some events further on, their deliveries made due, the new place kept. So a
replay of a million events can be stopped at any moment, by a person or a power cut, and goes on from where
it was. It makes due only so much that what happens meanwhile waits behind a second's work, not behind
all of history. Handlers write under keys of their own, so a replay adds what is missing and repeats
nothing; a handler that acts outside once is refused.
"""

import time
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Now

from ground.events import registry
from ground.events.models import RecordedEvent, Replay
from ground.kernel.arrays import text_array
from ground.kernel.errors import RuleBroken

PIECE = 200  # events
MOST_WAITING = 1_000  # deliveries of the queue; more wait for these to be done
LOOK_AGAIN = 0.2  # seconds

_NEXT = """
    WITH next AS MATERIALIZED (
        SELECT id, payload FROM events_recordedevent
         WHERE name = ANY(%(names)s::text[]) AND id > %(after)s AND id <= %(until)s ORDER BY id LIMIT %(most)s
    ), due AS (
        INSERT INTO events_delivery (event_id, handler, queue, state, starts, failures, last_error, aggregate)
        SELECT id, %(handler)s, %(queue)s, 'pending', 0, 0, '', coalesce(payload ->> %(in_order_of)s, '')
          FROM next ORDER BY id
            ON CONFLICT (event_id, handler) DO UPDATE
               SET state = 'pending', starts = 0, failures = 0, due_at = statement_timestamp(),
                   finished_at = NULL, last_error = ''
             WHERE events_delivery.state NOT IN ('pending', 'acting')
        RETURNING id
    )
    SELECT (SELECT count(*) FROM next), (SELECT max(id) FROM next), (SELECT count(*) FROM due)
"""
_WAITING = """
    SELECT count(*) FROM (SELECT FROM events_delivery
                           WHERE queue = %s AND state = 'pending' LIMIT %s) AS waiting
"""


def replay(handler_name: str, *, since_id: int = 0, until_id: int | None = None) -> int:
    """All of it at once, for little history. Returns the number of deliveries made due."""
    asked = begin(handler_name, since_id=since_id, until_id=until_id)
    while advance(asked):
        pass
    return asked.made_due


@transaction.atomic
def begin(handler_name: str, *, since_id: int = 0, until_id: int | None = None) -> Replay:
    """Begin a replay of the events after one number, up to another or the last; or go on with an open one.

    Raises RuleBroken for a handler that is not known, or acts outside once.
    """
    handler = _handler(handler_name)
    going_on = Replay.objects.select_for_update().filter(handler=handler.name, ended_at=None)
    if going_on.update(is_paused=False):
        return going_on.get()
    names = registry.heard_by(handler)
    if until_id is None:
        until_id = RecordedEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    events = RecordedEvent.objects.filter(name__in=names, pk__gt=since_id, pk__lte=until_id)
    return Replay.objects.create(
        handler=handler.name, position=since_id, until_id=until_id, total=events.count()
    )


@transaction.atomic
def advance(asked: Replay, *, most: int = PIECE) -> bool:
    """Make the next events due, at most so many. False where it has ended, or somebody has paused it."""
    one = Replay.objects.select_for_update().get(pk=asked.pk)
    if one.ended_at is None and not one.is_paused:
        handler = _handler(one.handler)
        with connection.cursor() as cursor:
            cursor.execute(
                _NEXT,
                {
                    "names": text_array(registry.heard_by(handler)),
                    "after": one.position,
                    "until": one.until_id,
                    "most": most,
                    "handler": handler.name,
                    "queue": handler.queue,
                    "in_order_of": handler.in_order_of,
                },
            )
            looked_at, last, due = cursor.fetchone()
        one.looked_at += looked_at
        one.made_due += due
        one.position = last or one.until_id
        Replay.objects.filter(pk=one.pk).update(
            looked_at=one.looked_at,
            made_due=one.made_due,
            position=one.position,
            moved_at=Now(),
            ended_at=Now() if last is None else None,
        )
    asked.refresh_from_db()
    return asked.ended_at is None and not asked.is_paused


def pause(handler_name: str) -> bool:
    """Let whoever runs it stop after the piece that it is at. False where none is open."""
    return bool(Replay.objects.filter(handler=handler_name, ended_at=None).update(is_paused=True))


def run(
    asked: Replay,
    *,
    per_second: int,
    rest: Callable[[float], bool],
    say: Callable[[Replay], None],
) -> None:
    """Go on until it ends or is paused: at most so many events a second, and never far ahead of the queue.

    `rest` waits so many seconds and says whether to stop; `say` hears of each piece.
    """
    queue = _handler(asked.handler).queue
    while True:
        began = time.monotonic()
        if _waiting(queue) >= MOST_WAITING:
            if rest(LOOK_AGAIN):
                return
            continue
        before = asked.looked_at
        goes_on = advance(asked, most=min(PIECE, per_second))
        say(asked)
        took = time.monotonic() - began
        if not goes_on or rest(max(0.0, (asked.looked_at - before) / per_second - took)):
            return


def _handler(name: str) -> registry.Handler:
    handler = registry.handler_named(name)
    if handler is None:
        raise RuleBroken("handler_unknown", f"没有名为 {name} 的处理程序")
    if handler.outside is registry.Outside.ONCE:
        raise RuleBroken("handler_acts_outside", f"{name} 会对外发送，不能重放")
    return handler


def _waiting(queue: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [queue, MOST_WAITING])
        (waiting,) = cursor.fetchone()
    return int(waiting)
