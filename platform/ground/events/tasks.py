"""Celery's edge: fetch nothing, decide nothing, call the service."""

from celery import shared_task
from django.db import close_old_connections

from ground.events import delivery
from ground.events.amqp import TASK


@shared_task(name=TASK)
def deliver(ids: list[int]) -> None:
    close_old_connections()
    delivery.deliver(ids)
