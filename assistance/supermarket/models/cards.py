"""Love cards and what they may buy."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.households.models import HardshipFile
from assistance.stock.models import Goods
from ground.accounts.models import Organisation, User, below


class Span(models.TextChoices):
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    YEAR = "year", "每年"


class CardKind(models.TextChoices):
    MONTHLY = "monthly", "常年卡"
    FESTIVAL = "festival", "节日卡"


class CardRule(models.Model):
    """What a card of a kind is worth and how often it buys, from a day on. Insert-only: the last counts.

    The nearest organisation's row counts; one without holds everywhere.
    """

    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="适用单位"
    )
    kind = models.CharField("卡种", max_length=10, choices=CardKind)
    valid_from = models.DateField("起用日期")
    face_value = models.DecimalField("每期额度（元）", max_digits=10, decimal_places=2)
    span = models.CharField("期", max_length=8, choices=Span)
    carries = models.BooleanField("结余转入下期", default=False)
    per_visit = models.DecimalField("每次最多（元）", max_digits=10, decimal_places=2, null=True)
    visits = models.PositiveSmallIntegerField("每月最多次数", null=True)
    reason = models.CharField("依据", max_length=200)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["kind", "valid_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(face_value__gt=0), name="card_is_worth_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.valid_from}"


class ItemLimit(models.Model):
    """How many units of goods a family may get in a span (单品限量). Insert-only: the last counts; 0 ends it."""

    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="适用单位"
    )
    goods = models.ForeignKey(
        Goods, on_delete=models.PROTECT, related_name="limits", verbose_name="商品"
    )
    most = models.PositiveIntegerField("最多数量")
    span = models.CharField("期", max_length=8, choices=Span)
    valid_from = models.DateField("起用日期")
    reason = models.CharField("依据", max_length=200)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["goods", "valid_from", "pk"]

    def __str__(self) -> str:
        return f"{self.goods} {self.most}"


class LoveCardQuerySet(models.QuerySet["LoveCard"]):
    def visible_to(self, user: User, permission: str | None = None) -> "LoveCardQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class LoveCard(models.Model):
    """A family's card (爱心卡). Its balance is kept by a trigger from its entries, and never below zero.

    It buys at the stores of its organisation and below. A lost one is blocked; `replaces` leads back.
    `topped` is what is left of the money of aid on it: it is spent last, and never lapses.
    """

    class State(models.TextChoices):
        ACTIVE = "active", "正常"
        BLOCKED = "blocked", "已停用"

    number = models.CharField("卡号", max_length=12, unique=True)
    file = models.ForeignKey(
        HardshipFile, on_delete=models.PROTECT, related_name="love_cards", verbose_name="档案"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="love_cards", verbose_name="发卡单位"
    )
    kind = models.CharField("卡种", max_length=10, choices=CardKind)
    valid_from = models.DateField("有效期自")
    valid_to = models.DateField("有效期至")
    state = models.CharField("状态", max_length=8, choices=State, default=State.ACTIVE)
    blocked_for = models.CharField("停用原因", max_length=200, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    balance = models.DecimalField("余额（元）", max_digits=10, decimal_places=2, default=0)
    topped = models.DecimalField(
        "其中充值（元）", max_digits=10, decimal_places=2, default=0, db_default=0
    )
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField("发卡日期")

    objects = LoveCardQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "state"], name="love_card_of_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "kind"], condition=Q(state="active"), name="one_card_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(balance__gte=0), name="card_never_below_zero"),
            models.CheckConstraint(
                condition=Q(topped__gte=0, topped__lte=F("balance")), name="card_topped_is_a_part"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="card_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state="active", blocked_for="")
                | Q(state="blocked") & ~Q(blocked_for=""),
                name="card_blocked_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"尾号{self.number[-4:]}"
