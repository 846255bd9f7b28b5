"""What fund sources may pay: rows with dates, never changed, each with who, when and why."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from assistance.funds.models.sources import FundSource
from ground.accounts.models import Organisation, User


class Limit(models.Model):
    """What may be paid from a day on (使用范围): tiers of files and items of aid; none named: all.

    Insert-only (trigger): the last one counts.
    """

    valid_from = models.DateField("起")
    tiers = ArrayField(models.CharField(max_length=12), verbose_name="建档标准", default=list)
    aid_types = ArrayField(models.CharField(max_length=30), verbose_name="救助类别", default=list)
    reason = models.CharField("依据", max_length=200)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True


class SourceLimit(Limit):
    """What one source may pay."""

    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="limits")

    class Meta:
        ordering = ["source", "valid_from", "pk"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.valid_from}"


class KindLimit(Limit):
    """What money of a kind may pay, for an organisation and what is below it.

    The last row of every organisation above counts; one without holds where none of them has said anything.
    """

    kind = models.CharField("来源", max_length=12, choices=FundSource.Kind)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )

    class Meta:
        ordering = ["kind", "valid_from", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}"
