"""A county's events and whoever hears of them; receivers on this machine, which a setting lets in."""

from collections.abc import Callable, Iterator

import pytest

from ground.accounts.models import Organisation, User
from ground.accounts.services import issue_api_key
from ground.kernel import clock
from ground.subscriptions import services
from ground.subscriptions.models import Subscription
from tests.subscriptions.receivers import Receiver


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = "127.0.0.0/8"
    settings.WEBHOOK_SECONDS = 1.0
    with Receiver() as one:
        yield one


@pytest.fixture
def office(person) -> User:
    return person("office")


@pytest.fixture
def subscribe(person, office, receiver, drain) -> Callable[..., Subscription]:
    """A webhook of the office that hears of organisations, at the receiver of the test."""

    drain()

    def make(**given: object) -> Subscription:
        values = {
            "owner": office,
            "label": "县政务平台",
            "address": receiver.url,
            "types": ["accounts.organisation_added"],
        }
        subscription, secret = services.add_subscription(
            by=person("administrator"), **values | given
        )
        subscription.shown_secret = secret
        return subscription

    return make


@pytest.fixture
def key_of(person) -> Callable[..., str]:
    def make(owner: User, *permissions: str) -> str:
        _, secret = issue_api_key(
            by=owner,
            owner=owner,
            label="测试",
            permissions=["subscriptions.read_feed", *permissions],
            expires_on=clock.today(),
        )
        return secret

    return make


@pytest.fixture
def added(make_organisation, drain) -> Callable[..., Organisation]:
    """An organisation whose coming is in the feed."""

    def add(name: str, **given: object) -> Organisation:
        made = make_organisation(name, **given)
        drain()
        return made

    return add
