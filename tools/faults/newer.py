"""What a newer version knows and the present one does not: an event, and a handler that counts it."""

from dataclasses import dataclass

from django.db import connection

from ground.events import Event, event, handles


@event("faults.seen_from_afar")
@dataclass(frozen=True, kw_only=True)
class SeenFromAfar(Event):
    number: int


@handles(SeenFromAfar)
def note(happened: SeenFromAfar) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO faults_seen (number) VALUES (%s)", [happened.number])
