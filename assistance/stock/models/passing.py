"""Goods on their way from one store to another."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.stock.models.ledger import Lot, Movement
from assistance.stock.models.places import Store
from ground.accounts.models import User, below


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, user: User, permission: str | None = None) -> "TransferQuerySet":
        """Transfers from or to a store in this person's scope."""
        paths = user.scope(permission)
        return self.filter(
            below("store__organisation__path", paths) | below("to__organisation__path", paths)
        )


class Transfer(models.Model):
    """A transfer (调拨): sent by one person, received by another; what is missing is named."""

    class State(models.TextChoices):
        SENT = "sent", "待接收"
        RECEIVED = "received", "已接收"

    key = models.UUIDField(unique=True)
    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="transfers", verbose_name="调出仓库"
    )
    to = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="arrivals", verbose_name="调入仓库"
    )
    on = models.DateField("调出日期")
    state = models.CharField("状态", max_length=10, choices=State, default=State.SENT)
    note = models.CharField("说明", max_length=200, blank=True)
    movement = models.OneToOneField(Movement, on_delete=models.PROTECT, related_name="transfer")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    received_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField("接收日期", null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(store=F("to")), name="transfer_between_two_stores"),
            models.CheckConstraint(
                condition=Q(state="sent", received_by=None, received_on=None)
                | Q(state="received", received_by__isnull=False, received_on__isnull=False)
                & ~Q(received_by=F("sent_by")),
                name="transfer_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"调拨{self.pk}"


class TransferLine(models.Model):
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="lines")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField("调出数量")
    arrived = models.PositiveIntegerField("实收数量", null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "lot"], name="transfer_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="transfer_of_something"),
            models.CheckConstraint(
                condition=Q(arrived__isnull=True) | Q(arrived__lte=F("quantity")),
                name="no_more_arrives_than_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.quantity}"
