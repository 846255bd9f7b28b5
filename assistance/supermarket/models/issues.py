"""What goes over the counter, what it costs a card, and what did not agree."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.households.models import HardshipFile
from assistance.stock.models import Goods, Movement, Store
from assistance.supermarket.models.cards import LoveCard
from ground.accounts.models import User, below
from ground.files.models import StoredFile


class GoodsIssueQuerySet(models.QuerySet["Issue"]):
    def visible_to(self, user: User, permission: str | None = None) -> "GoodsIssueQuerySet":
        return self.filter(below("store__organisation__path", user.scope(permission)))


class Issue(models.Model):
    """Goods handed to a family against its card (领取). Insert-only (trigger).

    `value` is what it counts for; `charged` what the card could pay at that moment. `movement` is what
    the shelf could give; none where the books had nothing. What is left over is a Difference.
    """

    key = models.UUIDField(unique=True)
    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="issues", verbose_name="超市", db_index=False
    )
    card = models.ForeignKey(
        LoveCard, on_delete=models.PROTECT, related_name="issues", verbose_name="爱心卡"
    )
    file = models.ForeignKey(
        HardshipFile,
        on_delete=models.PROTECT,
        related_name="goods_issues",
        verbose_name="档案",
        db_index=False,
    )
    on = models.DateField("领取日期")
    value = models.DecimalField("价值（元）", max_digits=10, decimal_places=2)
    charged = models.DecimalField("扣卡（元）", max_digits=10, decimal_places=2)
    was_offline = models.BooleanField("离线发放", default=False)
    handed_at = models.DateTimeField("发放时间")
    movement = models.OneToOneField(
        Movement, null=True, on_delete=models.PROTECT, related_name="goods_issue"
    )
    signature = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="签名"
    )
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人"
    )
    recorded_at = models.DateTimeField()

    objects = GoodsIssueQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(F("store"), F("on").desc(), F("id").desc(), name="issue_of_store"),
            models.Index(fields=["file", "on"], include=["value"], name="issue_of_family"),
            models.Index(F("on").desc(), F("id").desc(), name="issue_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(charged__gte=0, charged__lte=F("value")), name="issue_charges_its_value"
            ),
        ]

    def __str__(self) -> str:
        return f"领{self.on:%Y%m%d}-{self.pk:06}"


class IssueLine(models.Model):
    """Units of goods at the price that the till showed; `short` of them the books did not have."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="lines")
    goods = models.ForeignKey(Goods, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField("数量")
    price = models.DecimalField("兑换价（元）", max_digits=10, decimal_places=2)
    short = models.PositiveIntegerField("账上不足", default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "goods"], name="issue_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, short__lte=F("quantity")), name="issue_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goods_id} {self.quantity}"


class CardEntry(models.Model):
    """A movement of a card's value. Append-only; `key` names what it books, once.

    `topped` is the part of it that is money of aid: written by the database.
    """

    class Kind(models.TextChoices):
        GRANTED = "granted", "本期额度"
        LAPSED = "lapsed", "上期结余清零"
        SPENT = "spent", "领取"
        GIVEN_BACK = "given_back", "冲正退回"
        EXTRA = "extra", "批准补额"
        MOVED_OUT = "moved_out", "换卡转出"
        MOVED_IN = "moved_in", "换卡转入"
        TOPPED_UP = "topped_up", "帮扶资金充值"
        TAKEN_OFF = "taken_off", "追回扣回"

    card = models.ForeignKey(LoveCard, on_delete=models.PROTECT, related_name="entries")
    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    amount = models.DecimalField("金额（元）", max_digits=10, decimal_places=2)
    topped = models.DecimalField(
        "其中充值（元）", max_digits=10, decimal_places=2, db_default=0, editable=False
    )
    on = models.DateField("日期")
    issue = models.ForeignKey(Issue, null=True, on_delete=models.PROTECT, related_name="entries")
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["granted", "given_back", "extra", "moved_in", "topped_up"],
                    amount__gt=0,
                )
                | Q(kind__in=["lapsed", "spent", "moved_out", "taken_off"], amount__lt=0),
                name="card_entry_has_its_sign",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class IssueReversal(models.Model):
    """An issue that was wrong (冲正): everything of it back, once."""

    issue = models.OneToOneField(Issue, on_delete=models.PROTECT, related_name="reversal")
    reason = models.CharField("原因", max_length=200)
    on = models.DateField("日期")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"reversal of {self.issue_id}"


class DifferenceQuerySet(models.QuerySet["Difference"]):
    def visible_to(self, user: User, permission: str | None = None) -> "DifferenceQuerySet":
        return self.filter(below("issue__store__organisation__path", user.scope(permission)))


class Difference(models.Model):
    """What a till gave out offline and the books did not allow when it was told (差异).

    Nothing of it is dropped: it stays open until another person than the one who handed out decides.
    """

    class Kind(models.TextChoices):
        BALANCE = "balance", "超出余额"
        STOCK = "stock", "账上库存不足"
        LIMIT = "limit", "超出限量"
        CARD = "card", "卡已停用或过期"
        PRICE = "price", "兑换价不同"

    class Decision(models.TextChoices):
        EXTRA = "extra", "作为补助批准"
        NEXT = "next", "下期扣除"
        SHELF = "shelf", "补记出库"
        PROVED = "proved", "账外物资补记"
        CORRECTED = "corrected", "整笔更正"

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="differences")
    kind = models.CharField("差异", max_length=8, choices=Kind)
    goods = models.ForeignKey(Goods, null=True, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField("数量", default=0)
    amount = models.DecimalField("金额（元）", max_digits=10, decimal_places=2, default=0)
    words = models.CharField("说明", max_length=200)
    owed = models.DecimalField("待扣（元）", max_digits=10, decimal_places=2, default=0)
    decision = models.CharField("处理", max_length=10, choices=Decision, blank=True)
    reason = models.CharField("处理说明", max_length=200, blank=True)
    handed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField("处理日期", null=True)

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(decision=""), name="difference_open"),
            models.Index(fields=["issue"], condition=Q(owed__gt=0), name="difference_owed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "kind", "goods"], name="difference_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(decision="", settled_by=None, settled_on=None, owed=0)
                | ~Q(decision="")
                & ~Q(reason="")
                & Q(settled_by__isnull=False, settled_on__isnull=False)
                & ~Q(settled_by=F("handed_by")),
                name="difference_settled_by_another",
            ),
            models.CheckConstraint(
                condition=Q(owed=0) | Q(decision="next", owed__gt=0, owed__lte=F("amount")),
                name="owed_until_charged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.issue_id}"
