"""Many files at a time: what was previewed is what is done, file by file, once."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assistance.households.models import HardshipFile
from ground.accounts.models import Organisation, User


class BulkRunQuerySet(models.QuerySet["BulkRun"]):
    def visible_to(self, user: User, permission: str | None = None) -> "BulkRunQuerySet":  # noqa: ARG002
        """A person's own: what is previewed is what this very person may see and do."""
        return self.filter(made_by=user)


class BulkRun(models.Model):
    """One action on all files of a filter (批量办理), frozen at its preview.

    `asked` is the filter as the list's address told it, `inputs` what the action asked for: plain
    values, no personal data.
    """

    class State(models.TextChoices):
        PREVIEWED = "previewed", "待确认"
        RUNNING = "running", "办理中"
        DONE = "done", "已办完"
        REPLACED = "replaced", "已重新预览"

    action = models.CharField("事项", max_length=40)
    source = models.CharField("名单", max_length=40, blank=True)  # a work list; empty: all files
    asked = models.CharField(max_length=2000, blank=True)
    words = models.CharField("条件", max_length=300)
    inputs = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PREVIEWED)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("预览时间", db_default=Now())
    confirmed_at = models.DateTimeField("确认时间", null=True)
    job_key = models.UUIDField(null=True)
    ended_at = models.DateTimeField("办完时间", null=True)

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["previewed", "replaced"])
                | Q(confirmed_at__isnull=False, job_key__isnull=False),
                name="bulk_run_was_confirmed",
            )
        ]

    def __str__(self) -> str:
        return f"bulk run {self.pk}"


class BulkItem(models.Model):
    """One file of a run: ready, refused with a reason, done. Written with its effect, so never twice."""

    class State(models.TextChoices):
        READY = "ready", "待办理"
        REFUSED = "refused", "不能办理"
        DONE = "done", "已办理"

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    file = models.ForeignKey(
        HardshipFile, on_delete=models.CASCADE, related_name="+", verbose_name="档案"
    )
    state = models.CharField("结果", max_length=8, choices=State)
    why = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "file"], name="bulk_item_once"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(why=""), name="bulk_refusal_says_why"
            ),
        ]
        indexes = [models.Index(fields=["run", "state", "why"], name="bulk_item_by_state")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.file_id}"
