from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now


class RecordedEvent(models.Model):
    """Something that happened. Written with the change that it reports; kept; never edited (trigger).

    `occurred_at` is the programme's time, `recorded_at` the database's. `caused_by` is the event whose
    handler published this one; empty where a person or the calendar did.
    """

    name = models.CharField(max_length=100)  # no choices: names come and go with versions
    payload = models.JSONField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    actor_id = models.BigIntegerField(null=True)  # who began it; no key: accounts is a floor above
    caused_by = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="caused"
    )

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="event_by_name")]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Delivery(models.Model):
    """One event on its way to one handler: the unit of retry, and of doing a thing once.

    `due_at` is when it may next be claimed: claiming, and starting, move it past the lease. `starts`
    counts how often a handler began, `failures` how often it ended in an error; a delivery that began
    and never ended has killed its worker. Those with an `aggregate` are handled one after the other.
    """

    class State(models.TextChoices):
        PENDING = "pending", "待投递"
        ACTING = "acting", "处理中"
        DONE = "done", "已处理"
        DEAD = "dead", "已停止重试"
        UNKNOWN = "unknown", "结果不明"
        SKIPPED = "skipped", "已跳过"

    event = models.ForeignKey(
        RecordedEvent, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    handler = models.CharField(max_length=200)
    queue = models.CharField(max_length=50)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    starts = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    aggregate = models.CharField(max_length=100, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="delivery_once_per_handler"),
        ]
        indexes = [
            models.Index(
                fields=["queue", "due_at"],
                name="delivery_due",
                condition=models.Q(state__in=["pending", "acting"]),
            ),
            models.Index(
                fields=["due_at"],
                name="delivery_acting",
                condition=models.Q(state="acting"),
            ),
            models.Index(
                fields=["handler", "aggregate", "event"],
                name="delivery_in_order",
                condition=~models.Q(aggregate="")
                & models.Q(state__in=["pending", "acting", "dead", "unknown"]),
            ),
            models.Index(
                fields=["state", "id"],
                name="delivery_needs_a_person",
                condition=models.Q(state__in=["dead", "unknown"]),
            ),
            BrinIndex(
                fields=["finished_at"],
                name="delivery_by_finish",
                pages_per_range=16,
                autosummarize=True,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.handler} ({self.state})"


class ArchivedDelivery(models.Model):
    """A delivery that was done long ago (`archiving`): partitioned by the month of `finished_at`.

    No keys to other tables: a month can be dropped when nobody needs it any more.
    """

    pk = models.CompositePrimaryKey("event_id", "delivery_id", "finished_at")
    event_id = models.BigIntegerField()
    delivery_id = models.BigIntegerField()
    handler = models.CharField(max_length=200)
    starts = models.PositiveSmallIntegerField()
    failures = models.PositiveSmallIntegerField()
    finished_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.event_id} → {self.handler} ({self.finished_at:%Y-%m-%d})"


class Replay(models.Model):
    """A handler is shown the history again, up to `until_id`, and has been up to `position`.

    `total` is how many events there are for it, `looked_at` how many of them it has come to, `made_due`
    how many deliveries became due of these; those that were waiting anyway did not.
    """

    handler = models.CharField(max_length=200)
    position = models.BigIntegerField()
    until_id = models.BigIntegerField()
    total = models.BigIntegerField()
    looked_at = models.BigIntegerField(default=0)
    made_due = models.BigIntegerField(default=0)
    is_paused = models.BooleanField(default=False)
    began_at = models.DateTimeField(db_default=Now())
    moved_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["handler"],
                condition=models.Q(ended_at__isnull=True),
                name="replay_open_once_per_handler",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.looked_at}/{self.total}"


class BegunDay(models.Model):
    """A day that the clock has begun: published as `clock.day_began` exactly once."""

    on = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return self.on.isoformat()
