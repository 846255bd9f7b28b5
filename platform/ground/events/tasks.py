"""Celery's edge: fetch nothing, decide nothing, call the service."""

from typing import Any

from celery import shared_task
from celery.signals import heartbeat_sent
from django.db import close_old_connections

from ground.events import alive, delivery
from ground.events.amqp import TASK


@shared_task(name=TASK)
def deliver(ids: list[int]) -> None:
    close_old_connections()
    delivery.deliver(ids)


@heartbeat_sent.connect
def beat(**_: Any) -> None:
    alive.beat()
