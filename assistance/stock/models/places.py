"""Where goods stand, and what they are."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ground.accounts.models import Organisation, User, below


class StoreQuerySet(models.QuerySet["Store"]):
    def visible_to(self, user: User, permission: str | None = None) -> "StoreQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class Store(models.Model):
    """A place where goods are kept: a warehouse, or a supermarket that families come to."""

    class Kind(models.TextChoices):
        SUPERMARKET = "supermarket", "爱心超市"
        WAREHOUSE = "warehouse", "仓库"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="stores", verbose_name="管理单位"
    )
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    address = models.CharField("地址", max_length=120, blank=True)
    is_active = models.BooleanField("在用", default=True)
    warned_on = models.DateField(null=True, editable=False)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    objects = StoreQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="store_once"),
        ]

    def __str__(self) -> str:
        return self.name


class GoodsQuerySet(models.QuerySet["Goods"]):
    def visible_to(self, user: User, permission: str | None = None) -> "GoodsQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class Goods(models.Model):
    """A kind of goods (商品): what a barcode names. `price` is what one unit counts for on a card.

    `unit` is the smallest that leaves the shelf: a bag, a bottle.
    """

    class Category(models.TextChoices):
        FOOD = "food", "粮油食品"
        DAILY = "daily", "日用品"
        CLOTHES = "clothes", "衣被"
        STUDY = "study", "学习用品"
        OTHER = "other", "其他"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="goods", verbose_name="管理单位"
    )
    sku = models.CharField("货号", max_length=20)
    barcode = models.CharField("条码", max_length=20, blank=True)
    name = models.CharField("品名规格", max_length=60)
    category = models.CharField("类别", max_length=10, choices=Category)
    unit = models.CharField("单位", max_length=8)
    price = models.DecimalField("兑换价（元）", max_digits=10, decimal_places=2)
    is_active = models.BooleanField("在用", default=True)

    objects = GoodsQuerySet.as_manager()

    class Meta:
        ordering = ["category", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sku"], name="sku_once"),
            models.UniqueConstraint(
                fields=["organisation", "barcode"], condition=~Q(barcode=""), name="barcode_once"
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="goods_price_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name
