from urllib.parse import urlsplit

from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ground.accounts.models import User
from ground.audit.sealing import SealedField, SealedRow
from ground.events.models import RecordedEvent


class FeedEntry(models.Model):
    """A shared event in the feed. Its number is its place; `key` names it to the outside for good."""

    event = models.OneToOneField(RecordedEvent, on_delete=models.PROTECT, related_name="feed_entry")
    name = models.CharField(max_length=100)
    key = models.UUIDField(db_default=RandomUUID(), unique=True)
    entered_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["name", "id"], name="feed_by_name"),
            BrinIndex(fields=["entered_at"], name="feed_by_time", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.name} @{self.pk}"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, user: User, permission: str | None = None) -> "SubscriptionQuerySet":
        """Those that act for people in this person's scope, as keys do."""
        return self.filter(owner__in=User.objects.visible_to(user, permission))


class Subscription(SealedRow):
    """A webhook (事件推送): an address that is told of events, one by one, in the name of its owner.

    `position` is the place in the feed up to which its messages are written. `failures` are those in
    a row, since `failing_since`; until `resting_until` nothing is tried. `busy_until` is the lease of
    whoever carries its messages. Where its secret was changed, the old one signs too, until `old_until`.
    """

    class State(models.TextChoices):
        ACTIVE = "active", "推送中"
        PAUSED = "paused", "已暂停"
        STOPPED = "stopped", "已停止"

    label = models.CharField("用途", max_length=60)
    address = models.CharField("接收地址", max_length=500)
    owner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="subscriptions", verbose_name="所有者"
    )
    types = models.JSONField("事件", default=list)
    secret = SealedField()
    old_secret = SealedField()
    old_until = models.DateTimeField(null=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.ACTIVE)
    reason = models.CharField("原因", max_length=200, blank=True)
    position = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    resting_until = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = SubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label

    @property
    def host(self) -> str:
        """Whom it calls, without the path: receivers like to hide a token there."""
        return urlsplit(self.address).netloc


class Message(models.Model):
    """One event on its way to one webhook, or a test. `key` is the same however often it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting", "待推送"
        SENT = "sent", "已送达"
        DEAD = "dead", "未送达"

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    entry = models.ForeignKey(
        FeedEntry, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.UUIDField(db_default=RandomUUID())
    state = models.CharField("状态", max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField("次数", default=0)
    made_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField("回应", null=True)
    reason = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "entry"], name="message_once"),
        ]
        indexes = [
            models.Index(
                fields=["subscription", "due_at"],
                name="message_due",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["subscription", "-id"], name="message_by_subscription"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"


class Outlet(models.Model):
    """How far another way out, the exchange, has been told of the feed."""

    name = models.CharField(max_length=20, primary_key=True)
    position = models.BigIntegerField()
    busy_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} @{self.position}"
