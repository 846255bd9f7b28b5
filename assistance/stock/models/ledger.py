"""The stock ledger: lots, where they are, what moved them. As strict as the money's."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.stock.models.donations import Donation
from assistance.stock.models.places import Goods, Store
from ground.accounts.models import User, below


class Lot(models.Model):
    """Units of one kind of goods that came together (批次): one source, one value, one date of use.

    Insert-only (trigger). It keeps its number in whatever store it stands.
    """

    class Origin(models.TextChoices):
        DONATED = "donated", "捐赠"
        BOUGHT = "bought", "采购"
        FOUND = "found", "账外"

    goods = models.ForeignKey(
        Goods, on_delete=models.PROTECT, related_name="lots", verbose_name="商品"
    )
    origin = models.CharField("来源", max_length=8, choices=Origin)
    donation = models.ForeignKey(
        Donation, null=True, on_delete=models.PROTECT, related_name="lots", verbose_name="捐赠"
    )
    unit_value = models.DecimalField("单价（元）", max_digits=10, decimal_places=2)
    quantity = models.PositiveIntegerField("入库数量")
    expires_on = models.DateField("保质期至", null=True)
    came_on = models.DateField("入库日期")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(origin="donated", donation__isnull=False)
                | ~Q(origin="donated") & Q(donation__isnull=True),
                name="lot_of_a_donation",
            ),
            models.CheckConstraint(condition=Q(unit_value__gte=0), name="lot_value_not_negative"),
        ]

    def __str__(self) -> str:
        return f"批次{self.pk}"


class HoldingQuerySet(models.QuerySet["Holding"]):
    def visible_to(self, user: User, permission: str | None = None) -> "HoldingQuerySet":
        return self.filter(below("store__organisation__path", user.scope(permission)))


class Holding(models.Model):
    """How many units of a lot stand at a position of a store. Kept by a trigger of the database alone.

    Outside is where they came from, and stands negative; all others say where they are now. All holdings
    of a lot, over all stores, add to zero, and none but outside is ever below zero.
    """

    class Position(models.TextChoices):
        OUTSIDE = "outside", "来源"
        SORTING = "sorting", "待整理"
        SHELF = "shelf", "在库"
        TRANSIT = "transit", "调拨在途"
        ISSUED = "issued", "已发放"
        LOST = "lost", "盘亏短少"
        CLEARED = "cleared", "已处置"

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="holdings")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="holdings", db_index=False)
    goods = models.ForeignKey(Goods, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.CharField("位置", max_length=8, choices=Position)
    quantity = models.IntegerField("数量", default=0)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["store", "goods"],
                name="holding_on_shelf",
                condition=Q(position="shelf", quantity__gt=0),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["lot", "store", "position"], name="holding_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=0) | Q(position="outside"), name="stock_never_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}@{self.store_id} {self.get_position_display()}"


class MovementQuerySet(models.QuerySet["Movement"]):
    def visible_to(self, user: User, permission: str | None = None) -> "MovementQuerySet":
        return self.filter(below("store__organisation__path", user.scope(permission)))


class Movement(models.Model):
    """One movement of goods. Append-only; its lines add to zero for each lot (triggers).

    `key` names what it books, for example `supermarket.issue:<uuid>`: booked once, however often it is
    told. Its lines are written in one statement of its own transaction, and never again.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", "捐赠入库"
        UNRECEIVED = "unreceived", "捐赠入库更正"
        BOUGHT = "bought", "采购入库"
        UNBOUGHT = "unbought", "采购入库更正"
        SHELVED = "shelved", "整理上架"
        ISSUED = "issued", "发放"
        TAKEN_BACK = "taken_back", "发放冲正"
        PROVED = "proved", "账外补记发放"
        UNPROVED = "unproved", "账外补记冲正"
        SENT = "sent", "调出"
        ARRIVED = "arrived", "调入"
        MISSED = "missed", "调拨短少"
        FOUND = "found", "盘盈"
        LOST = "lost", "盘亏"
        CLEARED = "cleared", "处置"
        SORTED_OUT = "sorted_out", "整理剔除"

    store = models.ForeignKey(
        Store,
        on_delete=models.PROTECT,
        related_name="movements",
        verbose_name="仓库",
        db_index=False,
    )
    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    on = models.DateField("日期")
    document_no = models.CharField("单据号", max_length=40, blank=True)
    counterparty = models.CharField("往来方", max_length=80, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    made_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="经办人"
    )
    event_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = MovementQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(F("on").desc(), F("id").desc(), name="movement_by_day"),
            models.Index(F("store"), F("on").desc(), F("id").desc(), name="movement_of_store"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.pk}"


class MovementLine(models.Model):
    """A part of a movement: units onto a holding. Positive adds to it."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="lines")
    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="lines")
    quantity = models.IntegerField("数量")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "holding"], name="movement_line_once"),
            models.CheckConstraint(condition=~Q(quantity=0), name="movement_line_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.holding_id} {self.quantity}"


class StockCheck(models.Model):
    """What a verification of a store's ledger found. `faults` are sentences; none where all is well."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    movements = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    holdings = models.PositiveIntegerField()
    faults = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.store_id} {self.at}"
