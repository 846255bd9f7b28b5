import uuid

from django.db import models
from django.db.models.functions import Now

from ground.accounts.models import Organisation, User, below


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User, permission: str | None = None) -> "JobQuerySet":
        """A person's own jobs; with a permission, those of the organisations it reaches."""
        own = models.Q(asked_by=user)
        if permission is None:
            return self.filter(own)
        return self.filter(own | below("organisation__path", user.scope(permission)))

    def open(self) -> "JobQuerySet":
        return self.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])


class Job(models.Model):
    """Work that takes longer than a page may (后台任务): how far it is, and what came of it.

    The delivery of its event is the truth about whether it will run; this row is what people see.
    `inputs` and `outcome` hold ids and plain values, never personal data.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"
        CANCELLED = "cancelled", "已取消"

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField("种类", max_length=60)
    title = models.CharField("名称", max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="jobs")
    asked_at = models.DateTimeField("提交时间", db_default=Now())
    event_id = models.BigIntegerField(null=True)
    inputs = models.JSONField(default=dict)
    opens = models.CharField(max_length=200, blank=True)  # where its result is shown
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    saying = models.CharField(max_length=80, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)
    message = models.TextField(blank=True)
    outcome = models.JSONField(default=dict)
    ended_at = models.DateTimeField("结束时间", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="job_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running"])
                | models.Q(ended_at__isnull=False),
                name="job_ended_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in {Job.State.WAITING, Job.State.RUNNING}
