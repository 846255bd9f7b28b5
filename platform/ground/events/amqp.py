"""The relay of the production form: due deliveries to RabbitMQ, in batches, with pipelined confirms.

A message is a Celery task with nothing but delivery ids in it. It is counted as sent when the broker
has confirmed it. What is returned as unroutable, refused or not confirmed in time becomes due again,
so a lost message, a lost broker or a lost relay costs time and nothing else.
"""

import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from amqp.exceptions import AMQPError
from celery import Celery, current_app
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from kombu import Producer
from kombu.exceptions import KombuError

from ground.events import alive, brokers, claiming
from ground.events.waiting import Waiting
from ground.kernel.failures import kinds_of

log = structlog.stdlib.get_logger("shuanglian.relay")

TASK = "events.deliver"
WINDOW = 500  # messages on the way without a confirm
CONFIRM_SECONDS = 15.0
RETRY_SECONDS = 1.0


class Pipeline:
    """One channel in confirm mode; messages go out without waiting, answers come in by tag."""

    def __init__(self, app: Celery) -> None:
        self._connection = app.connection_for_write(heartbeat=app.conf.broker_heartbeat)
        try:
            self._open_channel(app)
        except BaseException:
            self._connection.release()
            raise
        self._producer = Producer(self._channel, auto_declare=False)
        self._app = app
        self._next_tag = 1
        self._open: dict[int, list[int]] = {}
        self._refused: list[int] = []
        self._by_message: dict[str, list[int]] = {}

    def _open_channel(self, app: Celery) -> None:
        brokers.reach(self._connection)
        self._channel = self._connection.channel()
        self._channel.confirm_select(nowait=False)
        self._channel.events["basic_ack"].add(self._acked)
        self._channel.events["basic_nack"].add(self._nacked)
        self._channel.events["basic_return"].add(self._returned)
        for queue in app.conf.task_queues:
            queue(self._channel).declare()

    def send(self, queue: str, ids: list[int]) -> None:
        self._open[self._next_tag] = ids
        self._next_tag += 1
        sent = self._app.send_task(
            TASK,
            args=[ids],
            producer=self._producer,
            exchange=settings.EVENT_EXCHANGE,
            routing_key=f"{queue}.deliver",
            mandatory=True,
            retry=False,
            ignore_result=True,
        )
        self._by_message[sent.id] = ids
        log.info("message sent", message=sent.id, queue=queue, deliveries=ids)
        while len(self._open) >= WINDOW:
            self._drain(CONFIRM_SECONDS)

    def settle(self) -> list[int]:
        """Wait for all answers. Returns the ids that did not arrive, to be given back."""
        deadline = time.monotonic() + CONFIRM_SECONDS
        while self._open and (left := deadline - time.monotonic()) > 0:
            self._drain(left)
        lost = self._refused + [pk for ids in self._open.values() for pk in ids]
        self._open.clear()
        self._refused.clear()
        self._by_message.clear()
        return lost

    def heartbeat(self) -> None:
        self._connection.heartbeat_check()

    def close(self) -> None:
        self._connection.release()

    def abandon(self) -> None:
        """Let go without a farewell: whoever does not answer would not answer that either."""
        self._channel.connection.collect()

    def _drain(self, seconds: float) -> None:
        try:
            self._connection.drain_events(timeout=seconds)
        except socket.timeout as late:  # noqa: UP041 -- kombu's own name for it
            raise ConnectionError("the broker did not confirm in time") from late

    def _answered(self, tag: int, multiple: bool) -> list[list[int]]:
        tags = [one for one in self._open if one <= tag] if multiple else [tag]
        return [self._open.pop(one) for one in tags if one in self._open]

    def _acked(self, tag: int, multiple: bool) -> None:
        self._answered(tag, multiple)

    def _nacked(self, tag: int, multiple: bool) -> None:
        for ids in self._answered(tag, multiple):
            self._refused.extend(ids)

    def _returned(self, *args: Any) -> None:
        """A message that no queue took: RabbitMQ returns it, and acks it afterwards."""
        message = args[-1]
        self._refused.extend(self._by_message.pop(message.headers["id"], []))
        log.error("no queue took a message", answer=args[0], message=message.headers["id"])


def relay_once(pipeline: Pipeline) -> int:
    """Claim what is due, send it, wait for the confirms. Returns how many deliveries went out."""
    claiming.recover_acting()
    sent: list[int] = []
    try:
        for queue in settings.EVENT_QUEUES:
            size = settings.EVENT_BATCH[queue]
            ids = claiming.claim(queue, limit=size * 50)
            sent.extend(ids)
            for begin in range(0, len(ids), size):
                pipeline.send(queue, ids[begin : begin + size])
        lost = pipeline.settle()
    except Exception:
        claiming.give_back(sent, seconds=RETRY_SECONDS)
        raise
    if lost:
        log.warning("messages did not arrive: their deliveries are due again", deliveries=lost)
        claiming.give_back(lost, seconds=RETRY_SECONDS)
    return len(sent) - len(lost)


def run(stop: threading.Event, connect: Callable[[], Pipeline] | None = None) -> None:
    """Relay until told to stop; survives the broker and the database going away and coming back."""
    make = connect or (lambda: Pipeline(current_app._get_current_object()))  # noqa: SLF001 -- Celery's way
    pipeline: Pipeline | None = None
    waiting = Waiting(list(settings.EVENT_QUEUES))
    while not stop.is_set():
        try:
            pipeline = pipeline or make()
            if not relay_once(pipeline):
                waiting.wait()
                pipeline.heartbeat()
            alive.beat()
            continue
        except (OSError, AMQPError, KombuError, OperationalError, InterfaceError) as error:
            log.warning("the relay waits for broker or database", error=kinds_of(error))
        except Exception:
            log.exception("the relay stumbled and goes on")
        if pipeline is not None:
            _quietly(pipeline.abandon)
            pipeline = None
        waiting.close()
        connection.close()
        stop.wait(RETRY_SECONDS)
    if pipeline is not None:
        _quietly(pipeline.close)
    waiting.close()
    connection.close()


def _quietly(leave: Callable[[], None]) -> None:
    try:
        leave()
    except Exception as error:  # noqa: BLE001 -- it was broken already
        log.info("leaving a broken connection to the broker", error=kinds_of(error))
