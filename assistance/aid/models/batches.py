from django.db import models
from django.db.models import F, Q

from assistance.funds.models import FundSource
from ground.accounts.models import User, below


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User, permission: str | None = None) -> "BatchQuerySet":
        return self.filter(below("source__organisation__path", user.scope(permission)))


class Batch(models.Model):
    """Payments that are checked, approved and paid together (发放批次).

    Its money is set aside when it is locked. Maker, checker and approvers are different people: the
    database refuses anything else. A batch goes through the bank, from hand to hand,
    or onto the families' love cards.
    """

    class State(models.TextChoices):
        BUILDING = "building", "编制中"
        LOCKED = "locked", "待财务审核"
        CHECKED = "checked", "待审批"
        APPROVED = "approved", "待发放"
        PAYING = "paying", "发放中"
        SENT = "sent", "已送银行"
        SETTLED = "settled", "已发放"
        COMPLETE = "complete", "回执齐全"
        ARCHIVED = "archived", "已归档"
        REJECTED = "rejected", "已退回"

    class Way(models.TextChoices):
        HAND = "hand", "现场发放"
        BANK = "bank", "银行发放"
        CARD = "card", "爱心卡充值"

    name = models.CharField("名称", max_length=80)
    source = models.ForeignKey(
        FundSource, on_delete=models.PROTECT, related_name="batches", verbose_name="资金来源"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.BUILDING)
    way = models.CharField("发放途径", max_length=4, choices=Way, default=Way.HAND)
    notice_days = models.PositiveSmallIntegerField("须公示工作日", default=0)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField("制单日期")
    checked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField("审核日期", null=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField("审批日期", null=True)
    paid_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    paid_on = models.DateField("发放日期", null=True)
    archived_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    archived_at = models.DateTimeField("归档时间", null=True)
    receipts_due_on = models.DateField("回执期限", null=True)
    reminded_on = models.DateField("催收回执日期", null=True)
    held_since = models.DateTimeField(
        "暂停发放", null=True
    )  # restored: it may have been paid since
    remark = models.CharField("退回原因", max_length=200, blank=True)
    archive_reason = models.CharField("缺回执归档原因", max_length=200, blank=True, db_default="")
    follows = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="follow_ups"
    )  # the batch whose returned payments this one gives out again

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("made_by")),
                name="batch_checker_is_not_maker",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("made_by")) & ~Q(approved_by=F("checked_by"))),
                name="batch_approver_is_a_third",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["building", "locked", "checked", "rejected"])
                | Q(checked_by__isnull=False, approved_by__isnull=False),
                name="batch_paid_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(archived_by__isnull=True) | ~Q(archived_by=F("made_by")),
                name="batch_archived_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="archived", archived_by__isnull=False, archived_at__isnull=False)
                | ~Q(state="archived") & Q(archived_by__isnull=True),
                name="batch_archived_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name
