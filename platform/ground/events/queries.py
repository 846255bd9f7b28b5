from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Now

from ground.events.models import ArchivedDelivery, Delivery, RecordedEvent, Replay


@dataclass(frozen=True)
class OnItsWay:
    """What a handler has not finished: since when and for how long, how often it failed.

    `stopped` is the delivery that only a person starts again (`services.try_again`).
    """

    since: datetime
    waiting: timedelta
    failures: int
    stopped: int | None


@dataclass(frozen=True)
class Receipt:
    """What one handler did about an event. `delivery` is its number while it is not in the archive."""

    handler: str
    starts: int
    failures: int
    finished_at: datetime | None
    state: str = Delivery.State.DONE
    delivery: int | None = None

    @property
    def label(self) -> str:
        return Delivery.State(self.state).label


def stopped_deliveries() -> QuerySet[Delivery]:
    """What waits for an operator: out of tries, or with an unknown outcome."""
    return (
        Delivery.objects.filter(state__in=[Delivery.State.DEAD, Delivery.State.UNKNOWN])
        .select_related("event")
        .order_by("-pk")
    )


def held_up_by(stopped: Delivery) -> int:
    """How many later deliveries of the same aggregate wait for this one."""
    if not stopped.aggregate:
        return 0
    return Delivery.objects.filter(
        handler=stopped.handler,
        aggregate=stopped.aggregate,
        event_id__gt=stopped.event_id,
        state=Delivery.State.PENDING,
    ).count()


def open_replays() -> QuerySet[Replay]:
    """Replays that have not ended; `stands` where it is paused, or nobody has moved it for a minute."""
    quiet = Q(is_paused=True) | Q(moved_at__lt=Now() - timedelta(minutes=1))
    stands = ExpressionWrapper(quiet, output_field=BooleanField())
    return Replay.objects.filter(ended_at=None).annotate(stands=stands).order_by("began_at")


def on_its_way(event_name: str, *, handler: str, **payload: object) -> OnItsWay | None:
    """The latest event of a name with this in its payload, while a handler has not finished it."""
    waiting = ExpressionWrapper(Now() - F("event__recorded_at"), output_field=DurationField())
    named = {f"event__payload__{field}": value for field, value in payload.items()}
    found = (
        Delivery.objects.filter(event__name=event_name, handler=handler, **named)
        .exclude(state=Delivery.State.DONE)
        .annotate(since=F("event__recorded_at"), waiting=waiting)
        .order_by("-pk")
        .values("pk", "since", "waiting", "failures", "state")
        .first()
    )
    if found is None:
        return None
    stopped = found["pk"] if found["state"] == Delivery.State.DEAD else None
    return OnItsWay(found["since"], found["waiting"], found["failures"], stopped)


def receipts(event_id: int) -> list[Receipt]:
    """What became of an event, handler by handler: among those at work, and in the archive."""
    at_work = Delivery.objects.filter(event_id=event_id)
    archived = ArchivedDelivery.objects.filter(event_id=event_id)
    fields = ("handler", "starts", "failures", "finished_at")
    found = [
        *(Receipt(*row) for row in archived.values_list(*fields)),
        *(Receipt(*row) for row in at_work.values_list(*fields, "state", "pk")),
    ]
    return sorted(found, key=lambda one: (one.handler, one.finished_at is None, one.finished_at))


def why(event_id: int) -> list[RecordedEvent]:
    """The chain of causes of an event, from itself back to what a person or the calendar did."""
    return list(
        RecordedEvent.objects.raw(
            """
            WITH RECURSIVE chain AS (
                SELECT e.*, 0 AS depth FROM events_recordedevent e WHERE id = %s
                UNION ALL
                SELECT e.*, depth + 1 FROM events_recordedevent e JOIN chain c ON e.id = c.caused_by_id
            ) SELECT * FROM chain ORDER BY depth
            """,
            [event_id],
        )
    )
