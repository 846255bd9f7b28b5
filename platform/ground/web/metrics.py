"""What Prometheus reads: the deliveries as they are in the database at that moment, whoever carries them."""

from collections.abc import Iterator

from django.conf import settings
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ground.events import pulse

PREFIX = "shuanglian"


class Deliveries(Collector):
    """Read at each scrape: no counter of a process that another process would not know of."""

    def collect(self) -> Iterator[Metric]:
        yield CounterMetricFamily(
            f"{PREFIX}_events_recorded", "Events recorded since the beginning.", pulse.recorded()
        )
        waiting = _gauge("deliveries_open", "Deliveries not finished yet.", "queue")
        retried = _gauge("deliveries_retried", "Of these, those that failed before.", "queue")
        late = _gauge(
            "delivery_oldest_due_seconds", "How long the oldest due delivery waits.", "queue"
        )
        waited = _gauge(
            "delivery_oldest_waiting_seconds", "How long the oldest waits to begin.", "queue"
        )
        target = _gauge(
            "queue_start_target_seconds", "Within how long deliveries are to begin.", "queue"
        )
        beyond = _gauge("queue_late", "1 while the oldest waits longer than the target.", "queue")
        queues = {one.name: one for one in pulse.queues()}
        for one in queues.values():
            waiting.add_metric([one.name], one.waiting)
            retried.add_metric([one.name], one.retried)
            late.add_metric([one.name], one.late)
            waited.add_metric([one.name], one.waited)
        for name, seconds in settings.EVENT_START_SECONDS.items():
            target.add_metric([name], seconds)
            beyond.add_metric([name], int(name in queues and queues[name].is_late))
        stopped = _gauge("deliveries_stopped", "Deliveries that wait for a person.", "state")
        for state, number in pulse.stopped().items():
            stopped.add_metric([state], number)
        finished = GaugeMetricFamily(
            f"{PREFIX}_deliveries_finished_last_minute",
            "Deliveries finished in the last whole minute.",
            pulse.minutes()[-2].finished,
        )
        slow = _gauge("handler_seconds", "Event to receipt on the last day, 95 of 100.", "handler")
        for slowest in pulse.slow_handlers():
            slow.add_metric([slowest.handler], slowest.slow)
        yield from (waiting, retried, late, waited, target, beyond, stopped, finished, slow)


def text() -> bytes:
    """The metrics as Prometheus reads them."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Deliveries())
    return generate_latest(registry)


def _gauge(name: str, says: str, label: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}_{name}", says, labels=[label])
