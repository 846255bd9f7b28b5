from django.db import models
from django.db.models import F, Q

from assistance.aid.models import Payment
from assistance.funds.models import FundSource
from assistance.households.models import HardshipFile
from campaigns import kinds
from ground.accounts.models import Organisation, User, below


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: User, permission: str | None = None) -> "CampaignQuerySet":
        return self.filter(below("organiser__path", user.scope(permission)))


class Campaign(models.Model):
    """A time-bound drive: 送温暖, 金秋助学, 爱心超市 … of one organiser in one year."""

    class State(models.TextChoices):
        PLANNED = "planned", "筹备中"
        PUBLISHED = "published", "进行中"
        CLOSED = "closed", "已结束"

    kind = models.CharField("类型", max_length=30, choices=kinds.choices)
    name = models.CharField("名称", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    theme = models.CharField("主题", max_length=120, blank=True)
    organiser = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="campaigns", verbose_name="主办单位"
    )
    source = models.ForeignKey(
        FundSource, on_delete=models.PROTECT, related_name="campaigns", verbose_name="资金来源"
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    budget = models.DecimalField("预算", max_digits=14, decimal_places=2)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organiser", "year", "name"], name="campaign_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaign_span"),
            models.CheckConstraint(condition=Q(budget__gt=0), name="campaign_budget_positive"),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("planned_by")),
                name="campaign_publisher_is_another",
            ),
            models.CheckConstraint(
                condition=Q(state="planned") | Q(published_by__isnull=False),
                name="campaign_running_is_published",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """A family, or a link point, that a campaign helps; its payment says how far it has come."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="targets")
    file = models.ForeignKey(HardshipFile, null=True, on_delete=models.PROTECT, related_name="+")
    link_point = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, related_name="campaign_target"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "file"], name="campaign_helps_a_family_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} → {self.link_point_id}"
