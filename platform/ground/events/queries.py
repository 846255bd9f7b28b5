from django.db.models import Count, Min, QuerySet

from ground.events.models import Delivery, RecordedEvent


def stopped_deliveries() -> QuerySet[Delivery]:
    """What waits for an operator: out of tries, or with an unknown outcome."""
    return (
        Delivery.objects.filter(state__in=[Delivery.State.DEAD, Delivery.State.UNKNOWN])
        .select_related("event")
        .order_by("-pk")
    )


def lag_by_queue() -> list[dict[str, object]]:
    """For each queue: how many deliveries are open, and since when the oldest waits."""
    return list(
        Delivery.objects.filter(state__in=[Delivery.State.PENDING, Delivery.State.ACTING])
        .values("queue")
        .annotate(waiting=Count("pk"), oldest=Min("event__recorded_at"))
        .order_by("queue")
    )


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
