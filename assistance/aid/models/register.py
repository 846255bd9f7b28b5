from django.db import models

from assistance.households.models import HardshipFile
from ground.accounts.models import Organisation, User, below


class RegisterQuerySet(models.QuerySet["RegisterLine"]):
    def visible_to(self, user: User, permission: str | None = None) -> "RegisterQuerySet":
        return self.filter(below("link_point__path", user.scope(permission)))


class RegisterLine(models.Model):
    """One line of the assistance ledger (帮扶台账), written by events: each says which one.

    `key` is what it records, so a replay adds nothing twice. That its link point and file are there, and
    stay, is proved by triggers for a whole statement at once.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", "走访"
        FOUND = "found", "发现困难家庭"
        OPENED = "opened", "申请建档"
        APPROVED = "approved", "批准建档"
        AID = "aid", "发放帮扶资金"
        UNDONE = "undone", "更正发放"
        RECOVERED = "recovered", "追回资金"

    key = models.CharField(max_length=80)
    kind = models.CharField("事项", max_length=10, choices=Kind)
    on = models.DateField("日期")
    link_point = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="register_lines",
        db_index=False,
        db_constraint=False,
    )
    file = models.ForeignKey(
        HardshipFile,
        null=True,
        on_delete=models.PROTECT,
        related_name="register_lines",
        db_constraint=False,
    )
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2, default=0)
    event_id = models.BigIntegerField()

    objects = RegisterQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["link_point", "on"], name="register_by_link_point")]
        constraints = [models.UniqueConstraint(fields=["key"], name="register_line_once")]

    def __str__(self) -> str:
        return self.key
