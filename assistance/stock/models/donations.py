"""Goods that were given: who, what, with which wish, under which receipt."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assistance.stock.models.places import Store
from ground.accounts.models import User, below


class DonationQuerySet(models.QuerySet["Donation"]):
    def visible_to(self, user: User, permission: str | None = None) -> "DonationQuerySet":
        return self.filter(below("store__organisation__path", user.scope(permission)))


class Donation(models.Model):
    """A donation (捐赠) under its numbered receipt. Insert-only (trigger); what was typed wrong is undone
    by a movement, and the receipt says so.
    """

    class Donor(models.TextChoices):
        UNIT = "unit", "单位"
        PERSON = "person", "个人"
        ANONYMOUS = "anonymous", "匿名"

    key = models.UUIDField(unique=True)
    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="donations", verbose_name="接收仓库"
    )
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("编号")
    donor_kind = models.CharField("捐赠人类别", max_length=10, choices=Donor)
    donor = models.CharField("捐赠人", max_length=80, blank=True)
    wish = models.CharField("捐赠意愿", max_length=200, blank=True)
    on = models.DateField("捐赠日期")
    value = models.DecimalField("价值（元）", max_digits=14, decimal_places=2)
    note = models.CharField("备注", max_length=200, blank=True)
    received_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="接收人"
    )
    recorded_at = models.DateTimeField(db_default=Now())

    objects = DonationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["store", "on"], name="donation_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "year", "number"], name="donation_number_once"
            ),
            models.CheckConstraint(
                condition=Q(donor_kind="anonymous", donor="")
                | ~Q(donor_kind="anonymous") & ~Q(donor=""),
                name="donor_named_or_anonymous",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_no

    @property
    def receipt_no(self) -> str:
        """`捐2008-02-0007`: year, store, and the number within both."""
        return f"捐{self.year}-{self.store_id:02}-{self.number:04}"
