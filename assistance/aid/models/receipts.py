from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.aid.models.batches import Batch
from assistance.aid.models.payments import Payment
from ground.accounts.models import User, below
from ground.audit.sealing import SealedField, SealedRow
from ground.files.models import StoredFile


class PaperQuerySet(models.QuerySet["ReceiptPaper"]):
    def visible_to(self, user: User, permission: str | None = None) -> "PaperQuerySet":
        return self.filter(below("batch__source__organisation__path", user.scope(permission)))


class ReceiptPaper(models.Model):
    """A paper that shows that many payments of a batch arrived (签领表、实物签收单、银行回单). Append-only."""

    class Kind(models.TextChoices):
        LIST = "list", "签领表照片"
        GOODS = "goods", "实物签收单"
        SLIP = "slip", "银行回单"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="receipt_papers")
    kind = models.CharField("种类", max_length=6, choices=Kind)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class ReceiptPicture(models.Model):
    """A page of a receipt's paper. Append-only."""

    paper = models.ForeignKey(ReceiptPaper, on_delete=models.PROTECT, related_name="pictures")
    index = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["paper", "index"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "index"], name="receipt_picture_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}:{self.index}"


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ReceiptQuerySet":
        return self.filter(below("payment__link_point__path", user.scope(permission)))

    def standing(self) -> "ReceiptQuerySet":
        """Those that count: not withdrawn, and of the outcome that stands."""
        return self.filter(withdrawal__isnull=True, round=F("payment__round"))


class Receipt(SealedRow):
    """That a payment has arrived, and who signed for it (签收). Append-only (trigger).

    It counts for the outcome (`round`) that it was signed for: what the bank takes back takes it along.
    `number` counts those of one outcome, all but the last withdrawn: there is never a second one.
    """

    class Kind(models.TextChoices):
        SCREEN = "screen", "屏幕签名"
        LIST = "list", "签领表照片"
        GOODS = "goods", "实物签收单"
        SLIP = "slip", "银行回单"
        ANSWER = "answer", "银行回盘"
        CARD = "card", "充值记录"
        VISIT = "visit", "走访签收"

    class Signer(models.TextChoices):
        PAYEE = "payee", "本人签收"
        PROXY = "proxy", "代领"
        PLACE = "place", "单位代表签收"
        BANK = "bank", "银行入账"
        CARD = "card", "充值入卡"

    key = models.UUIDField(default=uuid4, db_default=RandomUUID(), editable=False, unique=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="receipts")
    round = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField("回执种类", max_length=6, choices=Kind)
    signed_by = models.CharField("签收", max_length=5, choices=Signer)
    signer = models.CharField("签收人", max_length=60, blank=True)
    relation = models.CharField("与收款人关系", max_length=20, blank=True)
    reason = models.CharField("代领原因", max_length=120, blank=True)
    id_no = SealedField("代领人身份证号")
    id_hash = models.CharField(max_length=64, blank=True, db_index=True)
    signed_on = models.DateField("签收日期")
    handed_by = models.CharField("经办人", max_length=40, blank=True)
    witness = models.CharField("证明人", max_length=40, blank=True)
    signature = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="签名"
    )
    photo = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="照片"
    )
    paper = models.ForeignKey(
        ReceiptPaper, null=True, on_delete=models.PROTECT, related_name="receipts"
    )
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["payment", "round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["payment", "round", "number"], name="receipt_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["screen", "visit"], signature__isnull=False, paper=None)
                | Q(kind__in=["list", "goods", "slip"], paper__isnull=False, signature=None)
                | Q(kind__in=["answer", "card"], paper=None, signature=None),
                name="receipt_has_its_proof",
            ),
            models.CheckConstraint(
                condition=Q(signed_by="proxy")
                & ~Q(signer="")
                & ~Q(relation="")
                & ~Q(reason="")
                & ~Q(id_no="")
                & ~Q(id_hash="")
                | ~Q(signed_by="proxy") & Q(relation="", reason="", id_no="", id_hash=""),
                name="receipt_of_proxy_says_who",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["slip", "answer"], signed_by="bank")
                | Q(kind="card", signed_by="card")
                | ~Q(kind__in=["slip", "answer", "card"]) & ~Q(signed_by__in=["bank", "card"]),
                name="receipt_by_itself_is_signed_by_none",
            ),
            models.CheckConstraint(
                condition=Q(witness="") | ~Q(witness=F("handed_by")) & ~Q(witness=F("signer")),
                name="receipt_witness_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"receipt of {self.payment_id}"


class ReceiptWithdrawal(models.Model):
    """A receipt that does not count, and why (作废回执). Append-only."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField("作废原因", max_length=200)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.receipt_id}: {self.reason}"
