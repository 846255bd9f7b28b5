"""Webhooks at a real receiver: signed, tried again, given up; one that hangs keeps nobody waiting."""

import json
import socket
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from standardwebhooks import Webhook, WebhookVerificationError

from ground.accounts.models import ScopeGrant
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.kernel.restoring import restored
from ground.subscriptions import calling, forgetting, postman, rules, services
from ground.subscriptions.models import FeedEntry, Message, Subscription
from tests.subscriptions.receivers import Receiver


def serve() -> None:
    """Carry until nothing is due."""
    while postman.serve_one():
        pass


def due_now(subscription: Subscription) -> None:
    """Let the time until the next attempt pass."""
    Message.objects.filter(subscription=subscription, state="waiting").update(due_at=Now())
    Subscription.objects.filter(pk=subscription.pk).update(resting_until=None)


def states(subscription: Subscription) -> list[str]:
    rows = Message.objects.filter(subscription=subscription).order_by("pk")
    return list(rows.values_list("state", flat=True))


@pytest.mark.django_db
def test_an_event_arrives_signed_as_a_cloudevent(subscribe, receiver, added):
    subscription = subscribe()
    made = added("新厂")
    serve()
    [call] = receiver.calls
    told = Webhook(subscription.shown_secret).verify(call.body, call.headers)
    entry = FeedEntry.objects.get(event__payload__organisation_id=made.pk)
    assert told == {
        "specversion": "1.0",
        "id": str(entry.key),
        "source": "http://127.0.0.1:8000",
        "type": "accounts.organisation_added",
        "time": told["time"],
        "datacontenttype": "application/json",
        "aggregatetype": "accounts.organisation",
        "aggregateid": str(made.pk),
        "subject": f"accounts.organisation/{made.pk}",
        "data": {"organisation_id": made.pk, "kind": "enterprise"},
    }
    assert call.headers["webhook-id"] == told["id"]
    assert call.headers["content-type"] == "application/cloudevents+json"
    assert states(subscription) == ["sent"]


@pytest.mark.django_db
def test_a_changed_body_or_another_secret_is_found_out(subscribe, receiver, added):
    subscription = subscribe()
    added("新厂")
    serve()
    [call] = receiver.calls
    with pytest.raises(WebhookVerificationError):
        Webhook(subscription.shown_secret).verify(call.body + b" ", call.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(rules.new_secret()).verify(call.body, call.headers)


@pytest.mark.django_db
def test_for_a_day_both_secrets_sign_and_then_the_new_one_alone(subscribe, receiver, added, person):
    subscription = subscribe()
    old = subscription.shown_secret
    new = services.change_secret(by=person("administrator"), subscription=subscription)
    added("甲厂")
    serve()
    for secret in (old, new):
        Webhook(secret).verify(receiver.calls[0].body, receiver.calls[0].headers)
    Subscription.objects.update(old_until=Now() - timedelta(seconds=1))
    added("乙厂")
    serve()
    Webhook(new).verify(receiver.calls[1].body, receiver.calls[1].headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(receiver.calls[1].body, receiver.calls[1].headers)


@pytest.mark.django_db
def test_the_secret_lies_sealed(subscribe):
    subscription = subscribe()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM subscriptions_subscription")
        [(stored,)] = cursor.fetchall()
    assert subscription.shown_secret not in stored
    assert "whsec" not in stored


@pytest.mark.django_db
def test_what_fails_twice_is_tried_a_third_time_with_the_same_id(subscribe, receiver, added):
    subscription = subscribe()
    receiver.answers = [500, 503, 204]
    added("新厂")
    for _ in range(3):
        serve()
        due_now(subscription)
    assert len(receiver.calls) == 3
    assert len({call.headers["webhook-id"] for call in receiver.calls}) == 1
    message = Message.objects.get()
    assert (message.state, message.attempts, message.status) == ("sent", 3, 204)
    assert Subscription.objects.get().failures == 0


@pytest.mark.django_db
def test_between_attempts_it_waits(subscribe, receiver, added):
    subscribe()
    receiver.answers = [500]
    added("新厂")
    serve()
    serve()
    assert len(receiver.calls) == 1
    message = Message.objects.annotate(now=Now()).get()
    assert timedelta(seconds=3) < message.due_at - message.now < timedelta(seconds=7)


@pytest.mark.django_db
def test_a_redirect_is_not_followed(subscribe, receiver, added):
    subscribe()
    receiver.answers = [307]
    added("新厂")
    serve()
    assert [call.path for call in receiver.calls] == ["/hook"]
    message = Message.objects.get()
    assert (message.state, message.status) == ("waiting", 307)
    assert "不跟随" in message.reason


@pytest.mark.django_db
def test_whoever_is_gone_is_not_called_again(subscribe, receiver, added):
    subscription = subscribe()
    receiver.answers = [410]
    added("甲厂")
    serve()
    subscription.refresh_from_db()
    assert (subscription.state, "410" in subscription.reason) == ("stopped", True)
    assert Entry.objects.filter(action="subscription.stopped").count() == 1
    added("乙厂")
    due_now(subscription)
    serve()
    assert len(receiver.calls) == 1


@pytest.mark.django_db
def test_a_receiver_that_dawdles_is_cut_off_though_no_packet_is_late(receiver):
    receiver.answers = [30.0]
    begun = time.monotonic()
    answer = calling.call(receiver.url, b"{}", {})
    assert time.monotonic() - begun < 3
    assert (answer.status, answer.reason) == (None, "超时未回应")


@pytest.mark.django_db
def test_a_receiver_that_never_answers_is_cut_off(settings):
    settings.WEBHOOK_NETWORKS, settings.WEBHOOK_SECONDS = "127.0.0.0/8", 0.5
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        begun = time.monotonic()
        for scheme in ("http", "https"):  # without an answer, and without a handshake
            assert calling.call(f"{scheme}://{address}/", b"{}", {}).reason == "超时未回应"
        assert time.monotonic() - begun < 3


@pytest.mark.django_db
def test_a_certificate_that_nobody_vouches_for_is_refused(receiver):
    """The receiver speaks no TLS at all: what is not proven is not told."""
    answer = calling.call(receiver.url.replace("http:", "https:"), b"{}", {})
    assert (answer.status, receiver.calls) == (None, [])


@pytest.mark.django_db
def test_a_name_that_moves_inside_after_it_was_set_up_is_not_called(
    subscribe, receiver, added, settings
):
    subscription = subscribe()
    added("新厂")
    settings.WEBHOOK_NETWORKS = ""
    serve()
    assert receiver.calls == []
    message = Message.objects.get(subscription=subscription)
    assert (message.state, message.attempts, message.status) == ("waiting", 1, None)
    assert "内部网络" in message.reason


@pytest.mark.django_db
def test_after_failures_in_a_row_it_rests_and_the_administrator_is_told(
    subscribe, receiver, added, client_of
):
    subscription = subscribe()
    receiver.answers = [500]
    for number in range(rules.RESTS_AFTER):
        added(f"厂{number}")
        serve()
    assert len(receiver.calls) == rules.RESTS_AFTER
    Message.objects.update(due_at=Now())
    serve()
    assert len(receiver.calls) == rules.RESTS_AFTER
    administrator = Entry.objects.get(action="subscription.added").actor_id
    user = type(subscription.owner).objects.get(pk=administrator)
    assert "推送不通：县政务平台" in client_of(user).get("/").content.decode()
    receiver.answers = [204]
    due_now(subscription)
    serve()
    assert set(states(subscription)) == {"sent"}
    assert Subscription.objects.get().failures == 0


@pytest.mark.django_db
def test_what_could_not_be_brought_for_days_is_dead_with_a_reason(subscribe, receiver, added):
    subscription = subscribe()
    receiver.answers = [500]
    added("新厂")
    serve()
    Message.objects.update(made_at=Now() - timedelta(days=3, seconds=1), due_at=Now())
    serve()
    message = Message.objects.get()
    assert (message.state, message.reason) == ("dead", "超过重试期限仍未送达")
    assert len(receiver.calls) == 1
    services.send_again(by=subscription.owner, message=message)
    receiver.answers = [204]
    serve()
    assert states(subscription) == ["sent"]


@pytest.mark.django_db
def test_an_address_that_failed_for_days_is_not_called_any_more(subscribe, receiver, added):
    subscribe()
    receiver.answers = [500]
    added("新厂")
    serve()
    Subscription.objects.update(failing_since=Now() - timedelta(days=5, seconds=1))
    Message.objects.update(due_at=Now())
    serve()
    assert Subscription.objects.get().state == "stopped"


@pytest.mark.django_db(transaction=True)
def test_one_that_hangs_keeps_no_other_waiting(subscribe, receiver, added):
    """Threads are fewer than those that hang: the good one is served between their calls."""
    with Receiver(answers=[30.0]) as hanging:
        for _ in range(3):
            subscribe(address=hanging.url)
        good = subscribe()
        made = [added(f"厂{number}") for number in range(10)]
        stop = threading.Event()
        threads = [
            threading.Thread(target=postman.run, args=(postman.serve_one, stop)) for _ in range(2)
        ]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        while len(receiver.calls) < len(made) and time.monotonic() - begun < 20:
            time.sleep(0.05)
        took = time.monotonic() - begun
        stop.set()
        for thread in threads:
            thread.join()
    assert len(receiver.calls) == len(made)
    assert took < 6  # three calls of one second by two threads, and ten of its own
    assert set(states(good)) == {"sent"}


@pytest.mark.django_db
def test_its_owner_sees_no_more_through_it_than_on_pages(
    subscribe, receiver, added, make_organisation, person
):
    mine = added("本县", kind="link_office")
    subscription = subscribe(owner=person("office", mine))
    added("外县的厂")
    inside = added("本县的厂", parent=mine)
    serve()
    [call] = receiver.calls
    assert json.loads(call.body)["data"]["organisation_id"] == inside.pk
    assert states(subscription) == ["sent"]


@pytest.mark.django_db
def test_what_its_owner_may_not_see_any_more_is_not_sent(
    subscribe, receiver, added, make_organisation, person
):
    mine, other = added("本县"), added("外县")
    grant = ScopeGrant.objects.create(organisation=mine, over=other, source="test")
    subscription = subscribe(owner=person("office", mine))
    receiver.answers = [500]
    added("外县的厂", parent=other)
    serve()
    assert states(subscription) == ["waiting"]
    grant.delete()
    due_now(subscription)
    serve()
    message = Message.objects.get()
    assert (message.state, message.reason) == ("dead", "不再在所有者的查看范围内")
    assert len(receiver.calls) == 1


@pytest.mark.django_db
def test_when_its_owner_leaves_it_stops(subscribe, receiver, added, office):
    subscribe()
    office.is_active = False
    office.save(update_fields=["is_active"])
    added("新厂")
    serve()
    assert (Subscription.objects.get().state, receiver.calls) == ("stopped", [])


@pytest.mark.django_db
def test_paused_it_hears_nothing_and_afterwards_all_of_it(subscribe, receiver, added, person):
    subscription, by = subscribe(), person("administrator")
    services.pause_subscription(by=by, subscription=subscription)
    added("甲厂")
    added("乙厂")
    serve()
    assert receiver.calls == []
    services.resume_subscription(by=by, subscription=subscription)
    serve()
    assert len(receiver.calls) == 2


@pytest.mark.django_db
def test_a_replay_sends_what_was_sent_and_what_never_was_with_the_same_ids(
    subscribe, receiver, added, person
):
    added("早先的厂")  # before there was a webhook
    subscription, by = subscribe(), person("administrator")
    added("新厂")
    serve()
    first = [call.headers["webhook-id"] for call in receiver.calls]
    assert len(first) == 1
    services.replay_from(by=by, subscription=subscription, since=clock.today())
    serve()
    again = [call.headers["webhook-id"] for call in receiver.calls[1:]]
    assert set(first) < set(again)
    entries = FeedEntry.objects.filter(name="accounts.organisation_added")
    assert sorted(again) == sorted(str(one.key) for one in entries)
    with pytest.raises(RuleBroken):
        services.replay_from(
            by=by, subscription=subscription, since=clock.today() + timedelta(days=1)
        )


@pytest.mark.django_db
def test_a_test_arrives_and_reports_nothing(subscribe, receiver, person):
    subscription = subscribe()
    services.test_subscription(by=person("administrator"), subscription=subscription)
    serve()
    [call] = receiver.calls
    told = Webhook(subscription.shown_secret).verify(call.body, call.headers)
    assert (told["type"], told["data"]) == ("subscriptions.test", {})


@pytest.mark.django_db
def test_what_may_not_be_set_up(subscribe, person, office, settings):
    with pytest.raises(NotAllowed):
        subscribe(types=["banks.file_made"], owner=person("liaison"))
    for given, code in [
        ({"types": ["no.such"]}, "type_unknown"),
        ({"types": []}, "types_missing"),
        ({"owner": person("administrator")}, "owner_without_feed"),
    ]:
        with pytest.raises(RuleBroken) as broken:
            subscribe(**given)
        assert broken.value.code == code
    settings.WEBHOOK_NETWORKS = ""
    with pytest.raises(RuleBroken) as broken:
        subscribe(address="https://169.254.169.254/latest/meta-data/")
    assert broken.value.code == "address_inside"
    assert not Subscription.objects.exists()


@pytest.mark.django_db
def test_after_a_restore_nobody_is_called_unasked(subscribe, receiver, added):
    """A drill on another machine must not speak to whoever the real one speaks to."""
    subscribe()
    added("新厂")
    restored(clock.now())
    serve()
    assert receiver.calls == []
    assert Subscription.objects.get().state == "paused"


@pytest.mark.django_db
def test_messages_of_long_ago_go_and_the_events_stay(subscribe, added):
    subscribe()
    added("新厂")
    serve()
    events = RecordedEvent.objects.count()
    assert forgetting.forget_old() == 0
    Message.objects.update(ended_at=Now() - timedelta(days=61))
    assert forgetting.forget_old() == 1
    assert RecordedEvent.objects.count() == events


@pytest.mark.django_db
def test_a_webhook_with_much_to_tell_writes_so_much_and_leaves_the_rest_in_the_feed(
    subscribe, receiver, make_organisation, drain, monkeypatch
):
    monkeypatch.setattr("ground.subscriptions.sending.MOST_WAITING", 3)
    subscription = subscribe()
    for number in range(8):
        make_organisation(f"厂{number}")
    drain()
    receiver.answers = [500]
    serve()
    assert Message.objects.filter(state="waiting").count() == 3
    receiver.answers = [204]
    due_now(subscription)
    for _ in range(4):
        serve()
    told = [json.loads(call.body)["data"]["organisation_id"] for call in receiver.calls[3:]]
    assert len(told) == len(set(told)) == Message.objects.filter(state="sent").count() == 8
