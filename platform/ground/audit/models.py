from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One line of the trail: who did what, when, from where, because of which event. Append-only (trigger).

    The actor is a number and an account name, not a key: the trail outlives accounts, and every floor
    above may write to it. `details` hold plain values; never personal data, except that a value of
    that kind was shown (`reveal`), to whom and why.
    """

    occurred_at = models.DateTimeField("时间")
    recorded_at = models.DateTimeField(db_default=Now())
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField("操作人", max_length=60)
    action = models.CharField("事项", max_length=60)
    subject = models.CharField("对象", max_length=80)
    details = models.JSONField(default=dict)
    channel = models.CharField("途径", max_length=10)
    ip = models.GenericIPAddressField("来源地址", null=True)
    event_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_by_subject"),
            models.Index(fields=["action", "id"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
