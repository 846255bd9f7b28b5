from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.funds.models import FundSource
from assistance.households.models import HardshipFile
from assistance.visits.models import Visit
from ground.accounts.models import Organisation, User, below


class AidType(models.TextChoices):
    """The items of aid (domain.md, 1.4)."""

    LIVING = "living", "生活救助"
    MEDICAL = "medical", "医疗救助"
    EDUCATION = "education", "子女助学"
    TEMPORARY = "temporary", "临时救助"
    CONDOLENCE = "condolence", "慰问金"
    GOODS = "goods", "慰问品"
    LEGAL_AID = "legal_aid", "法律援助"
    VOCATIONAL_TRAINING = "vocational_training", "职业培训"
    JOB_PLACEMENT = "job_placement", "职业介绍"


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User, permission: str | None = None) -> "BatchQuerySet":
        return self.filter(below("source__organisation__path", user.scope(permission)))


class Batch(models.Model):
    """Payments that are checked, approved and paid together (发放批次).

    Maker, checker and approver are three people: the database refuses anything else.
    """

    class State(models.TextChoices):
        LOCKED = "locked", "待财务审核"
        CHECKED = "checked", "待审批"
        APPROVED = "approved", "待发放"
        PAYING = "paying", "发放中"
        SETTLED = "settled", "已发放"
        REJECTED = "rejected", "已退回"

    name = models.CharField("名称", max_length=80)
    source = models.ForeignKey(
        FundSource, on_delete=models.PROTECT, related_name="batches", verbose_name="资金来源"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.LOCKED)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField("制单日期")
    checked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField("审核日期", null=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField("审批日期", null=True)
    paid_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    remark = models.CharField("退回原因", max_length=200, blank=True)

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
                condition=Q(state__in=["locked", "checked", "rejected"])
                | Q(checked_by__isnull=False, approved_by__isnull=False),
                name="batch_paid_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PaymentQuerySet(models.QuerySet["Payment"]):
    def visible_to(self, user: User, permission: str | None = None) -> "PaymentQuerySet":
        return self.filter(below("link_point__path", user.scope(permission)))


class Payment(models.Model):
    """Aid to one family, or handed over at one link point against a signed list (发放).

    A paid row is immutable (trigger): a correction is a new row. `key` names why it exists, for
    example `visits.visit:7`: planned once, however often it is told.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "待编批"
        BATCHED = "batched", "审批中"
        APPROVED = "approved", "待发放"
        PAYING = "paying", "发放中"
        PAID = "paid", "已发放"
        VOID = "void", "已作废"

    class Channel(models.TextChoices):
        CASH_SIGNED = "cash_signed", "现金签收"
        BANK_TRANSFER = "bank_transfer", "银行代发"
        GOODS_SIGNED = "goods_signed", "实物签收"

    key = models.CharField(max_length=80, unique=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="payments")
    aid_type = models.CharField("类别", max_length=20, choices=AidType)
    file = models.ForeignKey(
        HardshipFile, null=True, on_delete=models.PROTECT, related_name="payments"
    )
    link_point = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payments")
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="payments")
    origin = models.CharField(max_length=60, blank=True)  # key of the campaign that asked for it
    reason = models.CharField("事由", max_length=120)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    channel = models.CharField("方式", max_length=15, choices=Channel, default=Channel.CASH_SIGNED)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    given_on = models.DateField("发放日期")
    planned_at = models.DateTimeField(db_default=Now())
    event_id = models.BigIntegerField(null=True)  # its own `aid.payment_planned`: why it exists

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "given_on"], name="payment_by_state"),
            models.Index(fields=["origin"], name="payment_by_origin", condition=~Q(origin="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "void"]) | Q(batch__isnull=False),
                name="payment_beyond_plan_has_batch",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class RegisterQuerySet(models.QuerySet["RegisterLine"]):
    def visible_to(self, user: User, permission: str | None = None) -> "RegisterQuerySet":
        return self.filter(below("link_point__path", user.scope(permission)))


class RegisterLine(models.Model):
    """One line of the assistance ledger (帮扶台账), written by events: each says which one.

    `key` is what it records, so a replay adds nothing twice.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", "走访"
        FOUND = "found", "发现困难家庭"
        OPENED = "opened", "申请建档"
        APPROVED = "approved", "批准建档"
        AID = "aid", "发放帮扶资金"

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField("事项", max_length=10, choices=Kind)
    on = models.DateField("日期")
    link_point = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="register_lines"
    )
    file = models.ForeignKey(
        HardshipFile, null=True, on_delete=models.PROTECT, related_name="register_lines"
    )
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2, default=0)
    event_id = models.BigIntegerField()

    objects = RegisterQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["link_point", "on"], name="register_by_link_point")]

    def __str__(self) -> str:
        return self.key
