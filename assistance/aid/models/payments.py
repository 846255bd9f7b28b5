from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assistance.aid.models.batches import Batch
from assistance.households.models import HardshipFile, Member
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


class PaymentQuerySet(models.QuerySet["Payment"]):
    def visible_to(self, user: User, permission: str | None = None) -> "PaymentQuerySet":
        return self.filter(below("link_point__path", user.scope(permission)))

    def planned(self) -> "PaymentQuerySet":
        """Those that wait for a batch: an index holds only these."""
        return self.filter(state=Payment.State.PLANNED, batch__isnull=True)


class Payment(models.Model):
    """Aid to one family, or handed over at one link point against a signed list (发放).

    What it says is frozen once it is in a batch, and its state walks one way, each step with its entry
    in the ledger (trigger); corrections are new rows and entries. `key` names why it exists, for
    example `visits.visit:7`: planned once, however often it is told. `round` counts the outcomes that
    were taken back, so that each outcome has entries of its own.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "待编批"
        BATCHED = "batched", "已编批"
        APPROVED = "approved", "待发放"
        PAYING = "paying", "发放中"
        UNKNOWN = "unknown", "结果不明"
        RETURNED = "returned", "银行退票"
        PAID = "paid", "已发放"
        REISSUED = "reissued", "已重新发放"
        RELEASED = "released", "放弃发放"
        VOID = "void", "已作废"

    class Channel(models.TextChoices):
        CASH_SIGNED = "cash_signed", "现金签收"
        BANK_TRANSFER = "bank_transfer", "银行代发"
        GOODS_SIGNED = "goods_signed", "实物签收"
        CARD_TOPUP = "card_topup", "爱心卡充值"

    key = models.CharField(max_length=80)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="payments")
    aid_type = models.CharField("类别", max_length=20, choices=AidType)
    file = models.ForeignKey(
        HardshipFile, null=True, on_delete=models.PROTECT, related_name="payments"
    )
    link_point = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payments")
    visit = models.ForeignKey(
        Visit, null=True, on_delete=models.PROTECT, related_name="payments", db_index=False
    )
    origin = models.CharField(max_length=60, blank=True)  # key of the campaign that asked for it
    reason = models.CharField("事由", max_length=120)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    channel = models.CharField("方式", max_length=15, choices=Channel, default=Channel.CASH_SIGNED)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    given_on = models.DateField("发放日期")
    round = models.PositiveSmallIntegerField(default=0, db_default=0)
    settled_on = models.DateField("结果日期", null=True)
    remark = models.CharField("退票或不明原因", max_length=200, blank=True, db_default="")
    reissue_of = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reissue"
    )
    payee_member = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )  # who collects, where that is not the holder
    payee_reason = models.CharField("代领原因", max_length=120, blank=True, db_default="")
    relative_of = models.CharField("经办人员亲属", max_length=80, blank=True, db_default="")
    planned_at = models.DateTimeField(db_default=Now())
    event_id = models.BigIntegerField(null=True)  # its own `aid.payment_planned`: why it exists

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        # No tree has the state in it: a payment walks on within its page of the table (HOT), and none
        # of these is written again. What the state is looked up by sums up pages (bloom).
        indexes = [
            models.Index(
                fields=["link_point", "given_on"],
                name="payment_waits",
                condition=Q(batch__isnull=True),
            ),
            BrinIndex(
                fields=["state"],
                name="payment_by_state",
                opclasses=["text_bloom_ops"],
                pages_per_range=16,
                autosummarize=True,
            ),
            BrinIndex(
                fields=["settled_on"],
                name="payment_by_settled",
                pages_per_range=16,
                autosummarize=True,
            ),
            models.Index(fields=["origin"], name="payment_by_origin", condition=~Q(origin="")),
            models.Index(
                fields=["visit"], name="payment_by_visit", condition=Q(visit__isnull=False)
            ),
            models.Index(
                fields=["payee_member"],
                name="payment_by_collector",
                condition=Q(payee_member__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="payment_key_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "void"]) | Q(batch__isnull=False),
                name="payment_beyond_plan_has_batch",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Recovery(models.Model):
    """Money of a paid payment that came back (追回). Append-only, with its entry (trigger).

    All recoveries of a payment together are never more than it was.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="recoveries")
    number = models.PositiveSmallIntegerField("次序")
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    reason = models.CharField("原因", max_length=200)
    on = models.DateField("日期")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["payment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["payment", "number"], name="recovery_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="recovery_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id}:{self.number}"
