"""The event, the task and the effect that `spine.py` measures. Loaded by its worker with `-I bench.lamps`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from celery import current_app, shared_task
from django.conf import settings
from django.db import connection, transaction
from kombu import Connection, Producer

from ground.events import Event, Told, event, handles_many
from ground.events.services import publish
from ground.kernel.arrays import number_array

TABLE = "CREATE TABLE IF NOT EXISTS bench_effect (lamp bigint)"
CHUNK = 1000


@event("bench.lamp_lit")
@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    """A lamp was lit."""

    lamp: int


@handles_many(LampLit)
def note_lamp(lit: Sequence[Told[LampLit]]) -> None:
    with connection.cursor() as cursor:
        _insert(cursor, [one.event.lamp for one in lit])


def _insert(cursor: Any, lamps: Sequence[int]) -> None:
    cursor.execute("INSERT INTO bench_effect SELECT unnest(%s::bigint[])", [number_array(lamps)])


@shared_task(name="bench.note")
def note(lamp: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_effect VALUES (%s)", [lamp])


@shared_task(name="bench.note_many")
def note_many(lamps: list[int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        _insert(cursor, lamps)


def light_by_spine(count: int) -> None:
    for begin in range(0, count, CHUNK):
        with transaction.atomic():
            publish(*(LampLit(lamp=lamp) for lamp in range(begin, min(begin + CHUNK, count))))


def light_on_commit(count: int) -> None:
    for lamp in range(count):
        with transaction.atomic():
            transaction.on_commit(lambda lamp=lamp: note.delay(lamp))


def light_bare(count: int) -> None:
    with Connection(settings.BROKER_URL) as broker:
        producer = Producer(broker.channel(), auto_declare=False)
        for begin in range(0, count, 100):
            current_app.send_task(
                "bench.note_many",
                args=[list(range(begin, min(begin + 100, count)))],
                producer=producer,
                exchange=settings.EVENT_EXCHANGE,
                routing_key="handlers.bench",
            )


def pile_up(count: int) -> int:
    """Have at least this many finished deliveries lie about. Returns how many there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM events_delivery")
        (there,) = cursor.fetchone()
        if there < count:
            cursor.execute(
                """
                WITH made AS (
                    INSERT INTO events_recordedevent (name, payload, occurred_at)
                    SELECT 'bench.lamp_lit', '{"lamp": 0}', now() FROM generate_series(1, %s) RETURNING id
                )
                INSERT INTO events_delivery (event_id, handler, queue, state, starts, failures, last_error)
                SELECT id, 'bench.lamps.note_lamp', 'handlers', 'done', 1, 0, '' FROM made
                """,
                [count - there],
            )
            cursor.execute("ANALYZE events_delivery")
        cursor.execute("SELECT count(*) FROM events_delivery")
        (there,) = cursor.fetchone()
    return int(there)


def effects() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bench_effect")
        return int(cursor.fetchone()[0])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE bench_effect")
