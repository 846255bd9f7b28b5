"""Stocktakes, and goods that leave otherwise than over the counter."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.stock.models.ledger import Holding, Lot, Movement
from assistance.stock.models.places import Store
from ground.accounts.models import User, below


class StocktakeQuerySet(models.QuerySet["Stocktake"]):
    def visible_to(self, user: User, permission: str | None = None) -> "StocktakeQuerySet":
        return self.filter(below("store__organisation__path", user.scope(permission)))


class Stocktake(models.Model):
    """A stocktake (盘点): counted by two people, its differences approved by a third (constraint)."""

    class State(models.TextChoices):
        COUNTING = "counting", "清点中"
        SUBMITTED = "submitted", "待批准"
        APPROVED = "approved", "已批准"

    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="stocktakes", verbose_name="仓库"
    )
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度")
    state = models.CharField("状态", max_length=10, choices=State, default=State.COUNTING)
    began_on = models.DateField("开始日期")
    counted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="盘点人"
    )
    counted_with = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="监盘人"
    )
    note = models.CharField("差异说明", max_length=200, blank=True)
    returned_for = models.CharField("退回原因", max_length=200, blank=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField("批准日期", null=True)
    made_at = models.DateTimeField(db_default=Now())

    objects = StocktakeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["store"], condition=~Q(state="approved"), name="stocktake_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="stocktake_of_a_quarter"
            ),
            models.CheckConstraint(
                condition=~Q(counted_by=F("counted_with")), name="stocktake_takes_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") & Q(approved_by=None, approved_on=None)
                | Q(state="approved", approved_by__isnull=False, approved_on__isnull=False)
                & ~Q(approved_by=F("counted_by"))
                & ~Q(approved_by=F("counted_with")),
                name="stocktake_approved_by_a_third",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年第{self.quarter}季度盘点"


class StocktakeLine(models.Model):
    """One lot on the shelf: what the books said at the moment when it was counted, and the count."""

    stocktake = models.ForeignKey(Stocktake, on_delete=models.PROTECT, related_name="lines")
    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="+")
    book = models.PositiveIntegerField("账面数")
    counted = models.PositiveIntegerField("实盘数", null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["stocktake", "holding"], name="stocktake_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.holding_id} {self.counted}"

    @property
    def difference(self) -> int | None:
        return None if self.counted is None else self.counted - self.book


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ClearanceQuerySet":
        return self.filter(below("store__organisation__path", user.scope(permission)))


class Clearance(models.Model):
    """Goods that leave otherwise than over the counter (处置): proposed by one, decided by another."""

    class Kind(models.TextChoices):
        EXPIRED = "expired", "过期销毁"
        DAMAGED = "damaged", "毁损报废"
        GIVEN = "given", "转赠"
        SOLD = "sold", "变卖"

    class State(models.TextChoices):
        PROPOSED = "proposed", "待批准"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "未批准"

    key = models.UUIDField(unique=True)
    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="clearances", verbose_name="仓库"
    )
    kind = models.CharField("处置方式", max_length=10, choices=Kind)
    from_sorting = models.BooleanField("待整理物资", default=False)
    reason = models.CharField("原因", max_length=200)
    receiver = models.CharField("接收方", max_length=80, blank=True)
    proceeds = models.DecimalField("变卖所得（元）", max_digits=12, decimal_places=2, default=0)
    value = models.DecimalField("账面价值（元）", max_digits=14, decimal_places=2)
    on = models.DateField("提出日期")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("批准日期", null=True)
    refused_for = models.CharField("未批准的原因", max_length=200, blank=True)
    movement = models.OneToOneField(
        Movement, null=True, on_delete=models.PROTECT, related_name="clearance"
    )
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_on=None, movement=None)
                | Q(decided_by__isnull=False, decided_on__isnull=False)
                & ~Q(decided_by=F("made_by"))
                & (
                    Q(state="approved", movement__isnull=False)
                    | Q(state="refused", movement=None) & ~Q(refused_for="")
                ),
                name="clearance_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(proceeds=0) | Q(kind="sold", proceeds__gt=0),
                name="only_what_is_sold_brings_money",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["given", "sold"]) | ~Q(receiver=""),
                name="somebody_gets_what_is_given_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.pk}"


class ClearanceLine(models.Model):
    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, related_name="lines")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField("数量")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["clearance", "lot"], name="clearance_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="clearance_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.quantity}"
