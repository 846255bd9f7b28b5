"""The relay and RabbitMQ: what no queue takes, and what the broker does not confirm, stays due."""

import threading
import time

import pytest
from celery import Celery
from django.db import transaction
from kombu import Connection

from ground.events import amqp, claiming
from ground.events.models import Delivery
from ground.events.services import publish
from tests.events.lamps import PageDue, shine
from tools.stack import Stack

pytestmark = [pytest.mark.service, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def broker():
    with Stack(services=()) as stack:
        yield stack


@pytest.fixture
def app(broker) -> Celery:
    made = Celery("relay-test", set_as_current=False)
    made.config_from_object("django.conf:settings", namespace="CELERY")
    made.conf.broker_url = broker.broker_url
    return made


def waiting_in(broker: Stack, queue: str) -> int:
    with Connection(broker.broker_url) as connection:
        return connection.channel().queue_declare(queue, passive=True).message_count


def due_again(queue: str) -> int:
    time.sleep(1.2)  # a little more than amqp.RETRY_SECONDS
    return len(claiming.claim(queue, limit=1000))


def test_what_is_due_arrives_in_batches_and_is_leased(broker, app):
    pipeline = amqp.Pipeline(app)
    with Connection(broker.broker_url) as connection:
        connection.channel().queue_purge("handlers")
    shine(*range(250))
    assert amqp.relay_once(pipeline) == 250
    assert waiting_in(broker, "handlers") == 3  # a hundred deliveries a message
    assert amqp.relay_once(pipeline) == 0
    pipeline.close()


def test_what_no_queue_takes_is_due_again(broker, app):
    pipeline = amqp.Pipeline(app)
    with Connection(broker.broker_url) as connection:
        connection.channel().queue_delete("documents")
    with transaction.atomic():
        publish(PageDue(page=1), PageDue(page=2))
    assert amqp.relay_once(pipeline) == 0
    assert due_again("documents") == 2
    pipeline.close()


def test_with_the_broker_gone_everything_stays_due_and_the_relay_goes_on(broker, app):
    shine(1, 2)
    stop = threading.Event()
    pipelines: list[amqp.Pipeline] = []

    def connect() -> amqp.Pipeline:
        pipelines.append(amqp.Pipeline(app))
        return pipelines[-1]

    broker.kill("rabbitmq")
    relay = threading.Thread(target=amqp.run, args=(stop, connect))
    relay.start()
    time.sleep(2)
    assert Delivery.objects.filter(state="pending", starts=0).count() == 2
    broker.wait_for_broker()
    deadline = time.monotonic() + 60
    while not (pipelines and waiting_in(broker, "handlers")) and time.monotonic() < deadline:
        time.sleep(0.2)
    stop.set()
    relay.join(timeout=30)
    assert waiting_in(broker, "handlers") >= 1
    assert not relay.is_alive()
