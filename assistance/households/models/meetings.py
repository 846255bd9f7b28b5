"""Meetings at which families were talked over: who sat there, and what was decided about each."""

from django.db import models
from django.db.models.functions import Now

from assistance.households.models.files import HardshipFile
from ground.accounts.models import Organisation, User, below
from ground.files.models import StoredFile


class FileMeetingQuerySet(models.QuerySet["FileMeeting"]):
    def visible_to(self, user: User, permission: str | None = None) -> "FileMeetingQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class FileMeeting(models.Model):
    """会议研究: one meeting, many files. Its minutes name families, so they are read in its scope."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="file_meetings", verbose_name="单位"
    )
    held_on = models.DateField("会议日期")
    people = models.CharField("参加人", max_length=120)
    minutes = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="file_meetings"
    )
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = FileMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.held_on}会议研究"


class MeetingDecision(models.Model):
    class Decision(models.TextChoices):
        AGREE = "agree", "同意"
        RETURN = "return", "退回补充"
        REJECT = "reject", "不予建档"

    meeting = models.ForeignKey(FileMeeting, on_delete=models.CASCADE, related_name="decisions")
    file = models.ForeignKey(
        HardshipFile, on_delete=models.CASCADE, related_name="meeting_decisions"
    )
    decision = models.CharField("决定", max_length=8, choices=Decision)
    opinion = models.CharField("意见", max_length=300, blank=True)

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "file"], name="meeting_decides_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.file_id}"
