"""Events: declared in an app's `events.py`, published by its services, handled upstairs.

    @event("visits.visit_recorded")        # declare   (assistance/visits/events.py)
    publish(VisitRecorded(...))            # publish   (assistance/visits/services.py)
    @handles(VisitRecorded)                # handle    (assistance/households/handlers.py)
    @handles_many(VisitRecorded)           # the same, told a batch at once

A published event is a row, committed with the change it reports, and one delivery row for each
handler. A carrier brings the deliveries to the handlers: `direct` in the same process, `amqp` through
a relay, RabbitMQ and Celery workers. Whatever the carrier does, a handler's effect and its receipt
are one transaction: a delivery may come often, its effect happens once.
"""

from ground.events.declaring import Event, event
from ground.events.registry import Outside, Told, handles, handles_many

__all__ = ["Event", "Outside", "Told", "event", "handles", "handles_many"]
