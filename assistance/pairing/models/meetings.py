from django.db import models
from django.db.models.functions import Now

from assistance.pairing.models.groups import PairingGroup
from ground.accounts.models import Organisation, User
from ground.files.models import StoredFile


class MeetingQuerySet(models.QuerySet["LiaisonMeeting"]):
    def visible_to(self, user: User, permission: str | None = None) -> "MeetingQuerySet":
        groups = PairingGroup.objects.visible_to(user, permission)
        return self.filter(group__in=groups.order_by().values("pk"))


class LiaisonMeeting(models.Model):
    """A meeting of the agencies of one group (联系会议)."""

    group = models.ForeignKey(PairingGroup, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=120)
    host = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="承办单位"
    )
    convener = models.CharField("召集人", max_length=60, blank=True)
    attendees = models.CharField("参加人员", max_length=500, blank=True)
    topics = models.TextField("议题")
    decisions = models.TextField("议定事项", blank=True)
    minutes = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="会议纪要"
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "held_on", "place"], name="meeting_once")
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.place}"
