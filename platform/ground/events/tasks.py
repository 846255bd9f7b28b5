"""Celery's edge: fetch nothing, decide nothing, call the service."""

from collections.abc import Callable
from typing import Any

from celery import Task, shared_task
from celery.exceptions import InvalidTaskError
from celery.signals import heartbeat_sent, worker_shutting_down
from celery.worker.strategy import default
from django.db import close_old_connections

from ground.events import alive, delivery, stopping
from ground.events.amqp import TASK
from ground.kernel import lines


def refusing(task: Task, app: Any, consumer: Any, **kwargs: Any) -> Callable[..., None]:
    """How a worker takes a message; what it cannot read is refused with a line in the log.

    Celery itself stops the worker at a body or header that is readable JSON of another shape, and so does
    the next one that gets the message.
    """
    take = default(task, app, consumer, **kwargs)

    def taken(message: Any, body: Any, *args: Any, **kwargs: Any) -> None:
        try:
            check(message.payload if body is None else [body["args"], body["kwargs"], {}])
            take(message, body, *args, **kwargs)
        except (AttributeError, KeyError, TypeError, ValueError) as unreadable:
            raise InvalidTaskError(
                f"no message of ours: {type(unreadable).__name__}"
            ) from unreadable

    return taken


def check(payload: Any) -> None:
    """Raise ValueError or TypeError where a message is not a list of delivery ids and nothing else."""
    (ids,), named, _ = payload
    if named or not isinstance(ids, list) or not all(type(pk) is int for pk in ids):
        raise ValueError("not a list of delivery ids")


@shared_task(name=TASK, bind=True, Strategy="ground.events.tasks:refusing")
def deliver(self: Task, ids: list[int]) -> None:
    close_old_connections()
    with lines.about(lambda: {"message": self.request.id}):
        delivery.deliver(ids)


@worker_shutting_down.connect
def end(**_: Any) -> None:
    stopping.ask()


@heartbeat_sent.connect
def beat(**_: Any) -> None:
    alive.beat()
