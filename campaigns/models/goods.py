"""Goods of a campaign (慰问品): what it has, who may bring in how much, who gets what, what was counted."""

from django.db import models
from django.db.models import F, Q

from assistance.stock.models import Goods, Store
from campaigns.models.campaigns import Campaign
from campaigns.models.enrolments import Enrolment
from ground.accounts.models import Organisation


class CampaignGoods(models.Model):
    """So many units of one kind of goods, out of one store, at one value for limits and figures.

    Never more is allotted to the campaign's roster than this (trigger).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="goods")
    goods = models.ForeignKey(
        Goods, on_delete=models.PROTECT, related_name="+", verbose_name="物资"
    )
    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="+", verbose_name="出库仓库"
    )
    quantity = models.PositiveIntegerField("数量")
    unit_value = models.DecimalField("单价（元）", max_digits=10, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "goods"], name="campaign_goods_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="campaign_goods_some"),
            models.CheckConstraint(condition=Q(unit_value__gt=0), name="campaign_goods_worth"),
        ]

    def __str__(self) -> str:
        return f"{self.goods_id}: {self.quantity}"


class GoodsQuota(models.Model):
    """How many units of a campaign's goods a unit, with everything below it, may give its people."""

    line = models.ForeignKey(CampaignGoods, on_delete=models.CASCADE, related_name="quotas")
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )
    quantity = models.PositiveIntegerField("名额")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "unit"], name="goods_quota_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.quantity}"


class CondolenceItem(models.Model):
    """Goods that somebody on the roster gets, and how many of them were handed over: none or all."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="items")
    line = models.ForeignKey(CampaignGoods, on_delete=models.PROTECT, related_name="items")
    quantity = models.PositiveIntegerField("数量")
    handed = models.PositiveIntegerField("已送到", default=0)

    class Meta:
        ordering = ["line", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "line"], name="condolence_item_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="condolence_item_some"),
            models.CheckConstraint(
                condition=Q(handed=0) | Q(handed=F("quantity")), name="condolence_item_all_or_none"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.line_id} × {self.quantity}"


class GoodsTally(models.Model):
    """Units of a campaign's goods allotted and handed over in a unit. Kept by a trigger."""

    line = models.ForeignKey(CampaignGoods, on_delete=models.CASCADE, related_name="tallies")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()
    handed = models.IntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "unit"], name="goods_tally_once"),
            models.CheckConstraint(
                condition=Q(handed__gte=0) & Q(quantity__gte=F("handed")), name="goods_tally_sound"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}/{self.unit_id}"
