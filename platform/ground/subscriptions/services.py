"""What an administrator does with webhooks: set up, pause, try, change the secret, send again."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.db.models.functions import Now

from ground.accounts.models import User
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.restoring import after_restore
from ground.subscriptions import feed, rules
from ground.subscriptions.addresses import target_of
from ground.subscriptions.models import FeedEntry, Message, Subscription
from ground.subscriptions.permissions import READ_FEED

OLD_SECRET_HOURS = 24
RESTORED = "系统从备份恢复，请核对后再继续推送"
_FRESH: dict[str, Any] = {"failures": 0, "failing_since": None, "resting_until": None}


@transaction.atomic
def add_subscription(
    *, by: User, owner: User, label: str, address: str, types: Sequence[str]
) -> tuple[Subscription, str]:
    """Let an address be told of events from now on, in the name of somebody. Returns its secret, shown only now.

    It hears of no more than its owner may see. Raises RuleBroken for an address that may not be reached.
    """
    if not owner.may(READ_FEED.code):
        said = f"{owner} 没有“{READ_FEED.label}”的权限"
        raise RuleBroken("owner_without_feed", said, fields={"owner": said})
    if not types:
        raise RuleBroken("types_missing", "请选择事件", fields={"types": "至少选择一项"})
    target_of(address)
    secret = rules.new_secret()
    one = Subscription.objects.create(
        owner=owner,
        label=label,
        address=address,
        types=feed.asked_types(owner, types),
        secret=secret,
        position=feed.end(),
    )
    record(by, "subscription.added", one, host=one.host, types=one.types)
    return one, secret


@transaction.atomic
def pause_subscription(*, by: User, subscription: Subscription) -> None:
    """Call an address no more for now; what happens meanwhile waits in the feed."""
    one = _locked(subscription)
    if one.state != Subscription.State.ACTIVE:
        raise RuleBroken("subscription_not_active", "只有推送中的才能暂停")
    one.state = Subscription.State.PAUSED
    one.save(update_fields=["state"])
    record(by, "subscription.paused", one)


@transaction.atomic
def resume_subscription(*, by: User, subscription: Subscription) -> None:
    """Go on where it was paused, or stopped by itself."""
    one = _locked(subscription)
    if one.state == Subscription.State.ACTIVE:
        raise RuleBroken("subscription_active", "已经在推送中")
    target_of(one.address)
    Subscription.objects.filter(pk=one.pk).update(
        state=Subscription.State.ACTIVE, reason="", **_FRESH
    )
    record(by, "subscription.resumed", one)


@transaction.atomic
def test_subscription(*, by: User, subscription: Subscription) -> Message:
    """Send a message that reports nothing, to see whether it arrives."""
    one = _locked(subscription)
    if one.state != Subscription.State.ACTIVE:
        raise RuleBroken("subscription_not_active", "请先继续推送，再发测试")
    Subscription.objects.filter(pk=one.pk).update(resting_until=None)
    record(by, "subscription.tested", one)
    message = Message.objects.create(subscription=one)
    message.refresh_from_db()
    return message


@transaction.atomic
def change_secret(*, by: User, subscription: Subscription) -> str:
    """Sign with a new secret; for a day with the old one too. Returns the new one, shown only now."""
    one = _locked(subscription)
    secret = rules.new_secret()
    one.old_secret, one.secret = str(one.secret), secret
    one.save(update_fields=["secret", "old_secret"])
    until = Now() + timedelta(hours=OLD_SECRET_HOURS)
    Subscription.objects.filter(pk=one.pk).update(old_until=until)
    record(by, "subscription.secret_changed", one)
    return secret


@transaction.atomic
def send_again(*, by: User, message: Message) -> None:
    """Send one message once more, whatever became of it."""
    _locked(message.subscription)
    _make_due(Message.objects.filter(pk=message.pk))
    record(by, "subscription.sent_again", message.subscription, message=str(message.key))


@transaction.atomic
def replay_from(*, by: User, subscription: Subscription, since: date) -> None:
    """Send everything again that was recorded from a day on, and what was never sent of it."""
    one = _locked(subscription)
    if since > clock.today():
        raise RuleBroken("replay_in_future", "日期不能晚于今天", fields={"since": "不能晚于今天"})
    first = FeedEntry.objects.filter(entered_at__gte=clock.at_hour(since, 0)).aggregate(
        place=Min("pk")
    )["place"]
    position = feed.end() if first is None else first - 1
    _make_due(Message.objects.filter(subscription=one, entry__gt=position))
    Subscription.objects.filter(pk=one.pk).update(position=min(position, one.position))
    record(by, "subscription.replayed", one, since=since)


@after_restore
def call_nobody(_: datetime) -> None:
    """A database that was put back may be a drill on another machine: nobody outside hears of it unasked."""
    active = Subscription.objects.filter(state=Subscription.State.ACTIVE)
    active.update(state=Subscription.State.PAUSED, reason=RESTORED)


def _make_due(messages: Any) -> None:
    messages.update(
        state=Message.State.WAITING,
        attempts=0,
        made_at=Now(),
        due_at=Now(),
        ended_at=None,
        status=None,
        reason="",
    )


def _locked(subscription: Subscription) -> Subscription:
    return Subscription.objects.select_for_update().get(pk=subscription.pk)
