"""The administrator's pages of webhooks."""

import re

import pytest
from django.test import Client

from ground.accounts.models import User
from ground.audit.models import Entry
from ground.subscriptions.models import Message, Subscription
from tests.subscriptions.test_webhooks import serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(person) -> User:
    return person("administrator")


@pytest.fixture
def client(administrator, client_of) -> Client:
    return client_of(administrator)


def secret_in(page: str) -> str:
    return re.search(r"whsec_[\w+/=]+", page).group(0)


def test_a_webhook_is_set_up_and_its_secret_shown_once(client, office, receiver):
    typed = {
        "label": "县政务平台",
        "address": receiver.url,
        "owner": office.pk,
        "types": ["accounts.organisation_added", "visits.visit_recorded"],
    }
    shown = client.post("/subscriptions/add/", typed)
    one = Subscription.objects.get()
    assert secret_in(shown.content.decode()) == one.secret
    assert "no-store" in shown["Cache-Control"]
    for page in ("/subscriptions/", f"/subscriptions/{one.pk}/", "/admin/trail/"):
        assert "whsec_" not in client.get(page).content.decode()
    listed = client.get("/subscriptions/").content.decode()
    assert one.host in listed
    assert "/hook" not in listed + client.get("/admin/trail/").content.decode()
    assert "推送中" in listed
    assert Entry.objects.filter(action="subscription.added").count() == 1


def test_an_address_inside_is_refused_beside_its_field(client, office, receiver, settings):
    settings.WEBHOOK_NETWORKS = ""
    typed = {
        "label": "元数据",
        "address": "http://169.254.169.254/latest/",
        "owner": office.pk,
        "types": ["accounts.organisation_added"],
    }
    page = client.post("/subscriptions/add/", typed).content.decode()
    assert "不能推送到内部网络的地址" in page
    assert "元数据" in page
    assert not Subscription.objects.exists()


def test_what_became_of_each_message_is_read_and_sent_again(client, subscribe, receiver, added):
    one = subscribe()
    receiver.answers = [500]
    added("新厂")
    serve()
    page = client.get(f"/subscriptions/{one.pk}/").content.decode()
    assert "接收方回应 500" in page
    assert "新增组织" in page
    message = Message.objects.get()
    read = client.get(f"/subscriptions/{one.pk}/messages/{message.pk}/").content.decode()
    assert str(message.key) in read
    assert "&quot;kind&quot;: &quot;enterprise&quot;" in read
    receiver.answers = [204]
    client.post(f"/subscriptions/{one.pk}/messages/{message.pk}/again/")
    serve()
    assert Message.objects.get().state == "sent"
    assert client.get(f"/subscriptions/{one.pk}/?state=dead").status_code == 200


def test_every_button_does_what_it_says_and_leaves_a_line(client, subscribe, receiver, added):
    one = subscribe()
    added("新厂")
    at = f"/subscriptions/{one.pk}"
    client.post(f"{at}/pause/")
    assert Subscription.objects.get().state == "paused"
    client.post(f"{at}/resume/")
    client.post(f"{at}/test/")
    serve()
    assert len(receiver.calls) == 2
    old = Subscription.objects.get().secret
    new = secret_in(client.post(f"{at}/secret/").content.decode())
    assert (Subscription.objects.get().secret, Subscription.objects.get().old_secret) == (new, old)
    client.post(f"{at}/replay/", {"since": "2008-01-01"})
    serve()
    assert len(receiver.calls) > 3
    actions = set(
        Entry.objects.filter(subject=f"subscriptions.subscription:{one.pk}").values_list(
            "action", flat=True
        )
    )
    assert actions == {
        f"subscription.{done}"
        for done in ("added", "paused", "resumed", "tested", "secret_changed", "replayed")
    }
    page = client.get(f"{at}/").content.decode()
    assert "更换推送密钥" in page
    assert "不能晚于今天" in client.post(f"{at}/replay/", {"since": "2999-01-01"}).content.decode()


def test_a_message_belongs_to_its_webhook_and_a_webhook_to_an_area(
    client, subscribe, added, make_organisation, person, client_of
):
    one, other = subscribe(), subscribe()
    added("新厂")
    serve()
    message = Message.objects.filter(subscription=other).get()
    assert client.get(f"/subscriptions/{one.pk}/messages/{message.pk}/").status_code == 404
    assert client.post(f"/subscriptions/{one.pk}/messages/{message.pk}/again/").status_code == 404
    elsewhere = client_of(person("administrator", make_organisation("外县")))
    assert elsewhere.get(f"/subscriptions/{one.pk}/").status_code == 404
    assert one.label not in elsewhere.get("/subscriptions/").content.decode()


def test_a_list_costs_the_same_for_one_and_for_three(
    client, subscribe, added, django_assert_max_num_queries
):
    subscribe()
    added("甲厂")
    serve()
    client.get("/subscriptions/")
    with django_assert_max_num_queries(14):
        client.get("/subscriptions/")
    for _ in range(2):
        subscribe()
    added("乙厂")
    serve()
    with django_assert_max_num_queries(14):
        client.get("/subscriptions/")
    one = Subscription.objects.earliest("pk")
    with django_assert_max_num_queries(20):
        client.get(f"/subscriptions/{one.pk}/")
