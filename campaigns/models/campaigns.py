"""A campaign with all that is laid down for it: windows, money, quotas, standards, rules."""

from django.db import models
from django.db.models import F, Q

from assistance.funds.models import FundSource
from campaigns.kinds import CampaignKind
from campaigns.models.kinds import KindVersion
from ground.accounts.models import Organisation, User, below, up_from

SETTLED = ("closing", "summarised", "archived")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: User, permission: str | None = None) -> "CampaignQuerySet":
        """Campaigns of organisers in this person's scope: those that one may steer."""
        return self.filter(below("organiser__path", user.scope(permission)))

    def told_to(self, user: User, permission: str) -> "CampaignQuerySet":
        """The same, and what an organiser above has published: its units work in it."""
        paths = user.scope(permission)
        above = {one for path in paths for one in up_from(path)}
        published = Q(organiser__path__in=above) & ~Q(state=Campaign.State.PLANNED)
        return self.filter(below("organiser__path", paths) | published)


class Campaign(models.Model):
    """A time-bound drive: 送温暖, 金秋助学, 爱心超市 … of one organiser in one year.

    It is published and approved by other people than the one who planned it, and published by another
    than who changed the plan last. `settles_by_calendar`:
    the settle-by day is the one that the kind proposes, and follows when the calendar is changed. The
    version of its kind stays the one by which it was planned (trigger).
    """

    class State(models.TextChoices):
        PLANNED = "planned", "筹备中"
        PUBLISHED = "published", "已发布"
        COLLECTING = "collecting", "申报中"
        SCREENING = "screening", "审核中"
        NOTICE = "notice", "公示中"
        APPROVED = "approved", "已批准"
        EXECUTING = "executing", "发放中"
        CLOSING = "closing", "收尾中"
        SUMMARISED = "summarised", "已总结"
        ARCHIVED = "archived", "已归档"

    kind_version = models.ForeignKey(
        KindVersion, on_delete=models.PROTECT, related_name="campaigns", verbose_name="类型"
    )
    name = models.CharField("名称", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    theme = models.CharField("主题", max_length=120, blank=True)
    organiser = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="campaigns", verbose_name="主办单位"
    )
    co_organisers = models.ManyToManyField(
        Organisation, related_name="+", verbose_name="协办单位", blank=True
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    apply_from = models.DateField("申报开始")
    apply_to = models.DateField("申报截止")
    settle_by = models.DateField("发放到位期限")
    settles_by_calendar = models.BooleanField(default=False)
    budget = models.DecimalField("预算", max_digits=14, decimal_places=2)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    notice_days = models.PositiveSmallIntegerField("公示工作日", default=0)
    notice_place = models.CharField("公示地点", max_length=80, blank=True)
    notice_from = models.DateField("公示开始", null=True)
    notice_to = models.DateField("公示截止", null=True)
    summary = models.TextField("总结", blank=True)
    warned_on = models.DateField("到位提醒", null=True)
    reminded_on = models.DateField("进度提醒", null=True)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField("发布日期", null=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField("批准日期", null=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organiser", "year", "name"], name="campaign_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaign_span"),
            models.CheckConstraint(
                condition=Q(apply_from__gte=F("starts_on"))
                & Q(apply_to__gte=F("apply_from"))
                & Q(settle_by__gte=F("apply_from"))
                & Q(ends_on__gte=F("apply_to"))
                & Q(ends_on__gte=F("settle_by")),
                name="campaign_windows",
            ),
            models.CheckConstraint(condition=Q(budget__gte=0), name="campaign_budget_not_negative"),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("planned_by")),
                name="campaign_publisher_is_another",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | Q(changed_by__isnull=True)
                | ~Q(published_by=F("changed_by")),
                name="campaign_publisher_changed_nothing",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("planned_by")),
                name="campaign_approver_is_another",
            ),
            models.CheckConstraint(
                condition=Q(state="planned") | Q(published_by__isnull=False),
                name="campaign_running_is_published",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> CampaignKind:
        """What it works by: its kind as it was when the campaign was planned."""
        return self.kind_version.typed


class CampaignMoney(models.Model):
    """So much of a campaign's budget comes from a source. All together are the budget (trigger)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="money")
    source = models.ForeignKey(
        FundSource, on_delete=models.PROTECT, related_name="campaign_money", verbose_name="资金来源"
    )
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "source"], name="campaign_source_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="campaign_money_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.amount}"


class CampaignStandard(models.Model):
    """What somebody of a class, at a stage, gets in a campaign (资助标准); `stage` empty: at any."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="standards")
    person_class = models.CharField("对象类别", max_length=20)
    stage = models.CharField("学段", max_length=20, blank=True)
    amount = models.DecimalField("标准", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "person_class", "stage"], name="campaign_standard_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="campaign_standard_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.person_class}/{self.stage}: {self.amount}"


class CampaignRule(models.Model):
    """A rule by which a campaign screens whom it was told (审核条件), with its number where it has one."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="rules")
    code = models.CharField("规则", max_length=30)
    value = models.DecimalField("数值", max_digits=14, decimal_places=2, null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="campaign_rule_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Quota(models.Model):
    """How many a unit, with everything below it, may bring into a campaign, and with how much."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="quotas")
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )
    number = models.PositiveIntegerField("名额")
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="campaign_quota_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="campaign_quota_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.number}"
