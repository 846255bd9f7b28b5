"""A topic exchange for readers outside: messages with pipelined confirms. Nobody has to listen."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from amqp.exceptions import AMQPError
from django.conf import settings
from kombu import Connection, Exchange, Producer
from kombu.exceptions import KombuError

from ground.events import brokers

CONFIRM_SECONDS = 15.0


class Topic:
    """One channel in confirm mode. A message counts as sent when `settle` has returned."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        channel = connection.channel()
        channel.confirm_select(nowait=False)
        channel.events["basic_ack"].add(self._acked)
        channel.events["basic_nack"].add(self._nacked)
        exchange = Exchange(name, type="topic", durable=True)
        exchange(channel).declare()
        self._producer = Producer(channel, exchange=exchange, auto_declare=False)
        self._next_tag = 1
        self._open: set[int] = set()
        self._refused = 0

    def send(
        self, routing_key: str, data: Mapping[str, Any], headers: dict[str, Any], *, message_id: str
    ) -> None:
        self._open.add(self._next_tag)
        self._next_tag += 1
        self._producer.publish(
            json.dumps(data, ensure_ascii=False).encode(),
            routing_key=routing_key,
            headers=headers,
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=2,
            message_id=message_id,
            retry=False,
        )

    def settle(self) -> None:
        """Wait until the broker has answered for every message. Raises ConnectionError where it has not."""
        deadline = time.monotonic() + CONFIRM_SECONDS
        while self._open:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ConnectionError("the broker did not confirm in time")
            self._connection.drain_events(timeout=left)
        if self._refused:
            raise ConnectionError(f"the broker refused {self._refused} messages")

    def _acked(self, tag: int, multiple: bool) -> None:
        self._open -= {one for one in self._open if one <= tag} if multiple else {tag}

    def _nacked(self, tag: int, multiple: bool) -> None:
        before = len(self._open)
        self._acked(tag, multiple)
        self._refused += before - len(self._open)


@contextmanager
def topic(name: str) -> Iterator[Topic]:
    """An open topic exchange of this name, durable, made where there is none.

    Raises ConnectionError where the broker is away, or goes away meanwhile.
    """
    try:
        with Connection(settings.BROKER_URL, connect_timeout=brokers.SECONDS) as connection:
            brokers.reach(connection)
            yield Topic(connection, name)
    except (AMQPError, KombuError, OSError) as error:
        raise ConnectionError(f"the broker is away: {type(error).__name__}") from error
