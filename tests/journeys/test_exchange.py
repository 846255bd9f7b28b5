"""The topic exchange of a real RabbitMQ: CloudEvents in binary mode, in order, none lost with the broker."""

import json
from datetime import date

import pytest
from django.db import connection
from kombu import Connection, Exchange, Queue

from ground.accounts.models import Organisation
from ground.accounts.services import add_organisation
from ground.events import direct
from ground.places.models import Division
from ground.subscriptions import exchange, feed
from ground.subscriptions.models import FeedEntry, Outlet
from tools.stack import Stack

pytestmark = [pytest.mark.service, pytest.mark.django_db(transaction=True)]
NAME = "shuanglian.outside"


@pytest.fixture(scope="module")
def broker():
    with Stack(services=()) as stack:
        yield stack


@pytest.fixture
def outside(broker, settings):
    settings.BROKER_URL, settings.OUTSIDE_EXCHANGE = broker.broker_url, NAME
    exchange.publish_next()  # from now on


def listening(broker: Stack, binding: str) -> Queue:
    """A subscriber's own queue, bound to what it wants to hear."""
    topic = Exchange(NAME, type="topic", durable=True)
    queue = Queue(f"reader.{binding}", topic, routing_key=binding, auto_delete=False)
    with Connection(broker.broker_url) as opened:
        bound = queue(opened.channel())
        bound.declare()
        bound.purge()
    return queue


def taken(broker: Stack, queue: Queue) -> list:
    found = []
    with Connection(broker.broker_url) as opened:
        bound = queue(opened.channel())
        while (message := bound.get(no_ack=True)) is not None:
            found.append(message)
    return found


def county(root: Organisation, code: str) -> Organisation:
    made = add_organisation(by=None, name=f"县{code}", kind="link_office", parent=root)
    division, _ = Division.objects.get_or_create(
        code=code, defaults={"name": code, "level": "county", "valid_from": date(1990, 1, 1)}
    )
    Organisation.objects.filter(pk=made.pk).update(division=division)
    return made


def publish_all() -> None:
    direct.drain()
    while exchange.publish_next():
        pass


def test_an_event_arrives_in_binary_mode_under_its_type_and_area(broker, root, outside):
    everything = listening(broker, "accounts.#")
    of_the_county = listening(broker, "*.*.43.07.02")
    publish_all()
    one, other = county(root, "430702"), county(root, "430921")
    publish_all()
    arrived = taken(broker, everything)
    told = {json.loads(message.body)["organisation_id"]: message for message in arrived}
    message = told[one.pk]
    entry = FeedEntry.objects.get(event__payload__organisation_id=one.pk)
    assert message.headers["cloudEvents_specversion"] == "1.0"
    assert message.headers["cloudEvents_id"] == message.properties["message_id"] == str(entry.key)
    assert message.headers["cloudEvents_type"] == "accounts.organisation_added"
    assert message.headers["cloudEvents_subject"] == f"accounts.organisation/{one.pk}"
    assert message.content_type == "application/json"
    assert message.properties["delivery_mode"] == 2
    assert message.delivery_info["routing_key"] == "accounts.organisation_added.43.07.02"
    assert json.loads(message.body) == {"organisation_id": one.pk, "kind": "link_office"}
    heard = [
        json.loads(message.body)["organisation_id"] for message in taken(broker, of_the_county)
    ]
    assert heard == [one.pk]
    assert list(told)[-2:] == [one.pk, other.pk]


def test_what_the_broker_did_not_confirm_is_published_again(broker, root, outside, settings):
    queue = listening(broker, "accounts.#")
    publish_all()
    taken(broker, queue)
    made = [county(root, code) for code in ("430703", "430721", "430722")]
    direct.drain()
    before = Outlet.objects.get().position
    settings.BROKER_URL = "amqp://guest:guest@127.0.0.1:9//"  # nobody is there
    with pytest.raises(ConnectionError, match="the broker is away"):
        exchange.publish_next()
    assert Outlet.objects.get().position == before
    settings.BROKER_URL = broker.broker_url
    publish_all()
    heard = [json.loads(message.body)["organisation_id"] for message in taken(broker, queue)]
    assert heard == [one.pk for one in made]
    assert Outlet.objects.get().position == feed.end()


def test_nobody_has_to_listen_and_two_publish_nothing_twice(broker, root, outside):
    county(root, "430723")
    direct.drain()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE subscriptions_outlet SET busy_until = now() + interval '1 minute'")
    assert exchange.publish_next() is False  # another has it
    with connection.cursor() as cursor:
        cursor.execute("UPDATE subscriptions_outlet SET busy_until = NULL")
    assert exchange.publish_next() is True
    assert exchange.publish_next() is False
