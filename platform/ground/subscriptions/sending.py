"""Messages to one webhook: written from the feed, sent one by one, and what became of each.

Each message is tried on its own, so what fails comes later than what was after it: order is not
promised, and one that was sent may be sent again. Its `id` is the same however often.
"""

import json
import random
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from ground.audit.services import record
from ground.subscriptions import cloudevents, feed, rules
from ground.subscriptions.calling import Answer, call
from ground.subscriptions.models import Message, Subscription

MOST_WAITING = 500  # messages of one webhook; what comes after them stays in the feed
UNSEEN = "不再在所有者的查看范围内"
LATE = "超过重试期限仍未送达"
_chance = random.SystemRandom()


@transaction.atomic
def write_messages(subscription_id: int) -> None:
    """Write messages for what the feed has since, as far as the owner may see it; give up what is too old."""
    one = Subscription.objects.select_for_update().select_related("owner").get(pk=subscription_id)
    if not one.owner.is_active:
        _stop(one, "所有者的账号已停用")
        return
    waiting = Message.objects.filter(subscription=one, state=Message.State.WAITING)
    waiting.filter(made_at__lt=Now() - timedelta(days=settings.WEBHOOK_RETRY_DAYS)).update(
        state=Message.State.DEAD, reason=LATE, ended_at=Now()
    )
    room = MOST_WAITING - waiting.count()
    if room <= 0:
        return
    page = feed.read(one.owner, after=one.position, types=one.types, limit=min(room, feed.MOST))
    Message.objects.bulk_create(
        [Message(subscription=one, entry=entry, key=entry.key) for entry in page.entries],
        ignore_conflicts=True,
    )
    Subscription.objects.filter(pk=one.pk).update(position=page.position)


def next_message(subscription_id: int) -> Message | None:
    """The message whose turn it is."""
    due = Message.objects.filter(
        subscription=subscription_id, state=Message.State.WAITING, due_at__lte=Now()
    )
    return (
        due.select_related("subscription__owner", "entry__event").order_by("due_at", "pk").first()
    )


def send(message: Message) -> bool:
    """Bring a message, and write down what became of it. True: the next may follow at once."""
    content = told(message)
    if content is None:
        _end(message, Message.State.DEAD, UNSEEN)
        return True
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    answer = call(message.subscription.address, body, _headers(message, body))
    return _settle(message, answer)


def told(message: Message) -> dict[str, object] | None:
    """What a message says; None where its owner may not see that (any more)."""
    if message.entry is None:
        return cloudevents.test_message(message.key, f"{message.made_at:%Y-%m-%dT%H:%M:%SZ}")
    owner = message.subscription.owner
    if not feed.seen(owner, [message.entry]):
        return None
    return cloudevents.told_to(owner, [message.entry])[0]


def _now() -> datetime:
    """The database's time: receivers hold it against their own, whatever day the programme says it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        (now,) = cursor.fetchone()
    return cast("datetime", now)


def _headers(message: Message, body: bytes) -> dict[str, str]:
    one, now = message.subscription, _now()
    secrets = [one.secret]
    if one.old_secret and one.old_until and one.old_until > now:
        secrets.append(one.old_secret)
    at, key = int(now.timestamp()), str(message.key)
    return {
        "content-type": cloudevents.SINGLE,
        "user-agent": "Shuanglian",
        "webhook-id": key,
        "webhook-timestamp": str(at),
        "webhook-signature": rules.signatures(secrets, message_id=key, timestamp=at, body=body),
    }


@transaction.atomic
def _settle(message: Message, answer: Answer) -> bool:
    one = Subscription.objects.select_for_update().get(pk=message.subscription_id)
    message.status = answer.status
    message.attempts += 1
    if answer.is_good:
        _end(message, Message.State.SENT, "")
        if one.failures:
            one.failures, one.failing_since, one.resting_until = 0, None, None
            one.save(update_fields=["failures", "failing_since", "resting_until"])
        return True
    seconds = rules.seconds_to_next(message.attempts, _chance)
    Message.objects.filter(pk=message.pk).update(
        attempts=message.attempts,
        status=answer.status,
        reason=answer.reason,
        due_at=Now() + timedelta(seconds=seconds),
    )
    _count_failure(one, answer)
    return False


def _count_failure(one: Subscription, answer: Answer) -> None:
    """A failing address is left in peace for longer and longer; one that is gone is not called again."""
    rest = rules.seconds_of_rest(one.failures + 1, _chance)
    rows = Subscription.objects.filter(pk=one.pk)
    rows.update(
        failures=F("failures") + 1, resting_until=Now() + timedelta(seconds=rest) if rest else None
    )
    rows.filter(failing_since__isnull=True).update(failing_since=Now())
    too_long = Q(failing_since__lt=Now() - timedelta(days=settings.WEBHOOK_GIVE_UP_DAYS))
    if answer.is_gone or rows.filter(too_long).exists():
        _stop(one, answer.reason)


def _stop(one: Subscription, reason: str) -> None:
    """Call an address no more until an administrator says so; they find it on their workbench."""
    active = Subscription.objects.filter(pk=one.pk, state=Subscription.State.ACTIVE)
    if active.update(state=Subscription.State.STOPPED, reason=reason):
        record(None, "subscription.stopped", one, reason=reason)


def _end(message: Message, state: str, reason: str) -> None:
    Message.objects.filter(pk=message.pk).update(
        state=state,
        reason=reason,
        ended_at=Now(),
        attempts=message.attempts,
        status=message.status,
    )
