"""What was handed over for the national system, file by file, so that the next time only says more."""

from django.db import models
from django.db.models import Q

from assistance.households.models import HardshipFile
from assistance.ledgers.models.outputs import Output
from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import SealedField, SealedRow


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def visible_to(self, user: User, permission: str | None = None) -> "HandOverQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class HandOver(models.Model):
    """One handing-over (报送) of an organisation's files, in the order of the national form."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )
    number = models.PositiveIntegerField("次")
    output = models.OneToOneField(Output, on_delete=models.PROTECT, related_name="hand_over")
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="报送人"
    )
    made_at = models.DateTimeField("报送时间")
    added = models.PositiveIntegerField("新增")
    changed = models.PositiveIntegerField("变更")
    ended = models.PositiveIntegerField("退出")

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="hand_over_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} 第{self.number}次报送"


class HandOverLineQuerySet(models.QuerySet["HandOverLine"]):
    def visible_to(self, user: User, permission: str | None = None) -> "HandOverLineQuerySet":
        return self.filter(below("file__unit__path", user.scope(permission)))


class HandOverLine(SealedRow):
    """A file as it was handed over. Insert-only (trigger), but for the day of its entry over there.

    `digests` are keyed hashes of each group of the form: what has changed since is seen without
    opening anything. `form` is the sealed form itself, by which the changed fields are named.
    """

    class Change(models.TextChoices):
        ADDED = "added", "新增"
        CHANGED = "changed", "变更"
        ENDED = "ended", "退出"

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="lines")
    file = models.ForeignKey(HardshipFile, on_delete=models.PROTECT, related_name="handed_over")
    change = models.CharField("情况", max_length=8, choices=Change)
    differing = models.CharField("变更项", max_length=300, blank=True)  # labels, never values
    digests = models.JSONField(default=dict)
    form = SealedField("报送内容")
    is_latest = models.BooleanField(default=True)
    entered_on = models.DateField("录入全国系统日期", null=True, blank=True)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = HandOverLineQuerySet.as_manager()

    class Meta:
        ordering = ["hand_over", "pk"]
        indexes = [
            models.Index(
                fields=["file"],
                name="hand_over_line_to_enter",
                condition=Q(is_latest=True, entered_on__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "file"], name="hand_over_line_once"),
            models.UniqueConstraint(
                fields=["file"], name="hand_over_line_latest", condition=Q(is_latest=True)
            ),
            models.CheckConstraint(
                condition=Q(entered_on__isnull=True) | Q(entered_by__isnull=False),
                name="hand_over_line_entered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hand_over_id}/{self.file_id}"
