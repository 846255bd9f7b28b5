from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.aid.models.batches import Batch
from assistance.aid.models.payments import AidType
from ground.accounts.models import Organisation, User, below


class RuleQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User, permission: str | None = None) -> "RuleQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class ApprovalLevel(models.Model):
    """Whose approval batches above an amount need, at and below an organisation, from a day on.

    The newest level of a name counts. `is_needed` is false where it is no longer asked for.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    label = models.CharField("审批环节", max_length=40)
    above = models.DecimalField("超过金额（元）", max_digits=14, decimal_places=2)
    is_needed = models.BooleanField("需要", default=True)
    valid_from = models.DateField("自")
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "above", "label", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "label", "valid_from"], name="approval_level_once"
            ),
            models.CheckConstraint(condition=Q(above__gte=0), name="approval_level_above"),
        ]

    def __str__(self) -> str:
        return self.label


class RequiredApproval(models.Model):
    """An approval that a batch needs, frozen when it was locked. Given in the order of `number`."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="required_approvals")
    number = models.PositiveSmallIntegerField("顺序")
    label = models.CharField("审批环节", max_length=40)
    above = models.DecimalField("超过金额（元）", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="required_approval_once"),
            models.UniqueConstraint(fields=["batch", "label"], name="required_approval_named_once"),
        ]

    def __str__(self) -> str:
        return self.label


class Vote(models.Model):
    """An approval as it was given. Append-only; one person gives one for a batch (triggers)."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="votes")
    approval = models.OneToOneField(RequiredApproval, on_delete=models.PROTECT, related_name="vote")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opinion = models.CharField("意见", max_length=200, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["batch", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "by"], name="one_person_one_vote"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.by_id}"


class NoticeRule(models.Model):
    """For how many days aid of a type is posted before it is given out, from a day on. Nought: not."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    aid_type = models.CharField("帮扶类别", max_length=20, choices=AidType)
    days = models.PositiveSmallIntegerField("公示天数")
    valid_from = models.DateField("自")
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "aid_type", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "aid_type", "valid_from"], name="notice_rule_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_aid_type_display()} {self.days}"


class BatchNotice(models.Model):
    """How the posting of a batch went: where, from when to when, that nobody objected. Append-only."""

    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="notice")
    place = models.CharField("公示地点", max_length=80)
    starts_on = models.DateField("公示起")
    ends_on = models.DateField("公示止")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="batch_notice_span"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.place}"
