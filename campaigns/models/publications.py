"""What of a campaign is told to everybody: drafted, published by another person, frozen, taken back."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.households.models import Consent
from campaigns.models.campaigns import Campaign
from campaigns.models.enrolments import Enrolment
from ground.accounts.models import User


class PublicationQuerySet(models.QuerySet["Publication"]):
    def of(self, campaign: Campaign) -> "PublicationQuerySet":
        return self.filter(campaign=campaign).order_by("-pk")


class Publication(models.Model):
    """结果公开: figures of a campaign, and whom it helped as far as each of them agreed, masked.

    What was published never changes (trigger). Its `code` is made when it is published, so that a draft
    has no address. `figures` is what the page shows beside the names (`queries.publishing.Told`).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "待发布"
        PUBLISHED = "published", "公开中"
        ENDED = "ended", "已期满"
        WITHDRAWN = "withdrawn", "已撤下"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="publications")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    code = models.CharField(max_length=12, null=True, unique=True)  # noqa: DJ001 -- a draft has none
    title = models.CharField("标题", max_length=60)
    place = models.CharField("张贴地点", max_length=60)
    remark = models.CharField("说明", max_length=200, blank=True)
    workdays = models.PositiveSmallIntegerField("工作日")
    with_names = models.BooleanField("公开名单", default=False)
    phone = models.CharField("监督电话", max_length=30, blank=True)
    contact = models.CharField("受理部门", max_length=60, blank=True)
    figures = models.JSONField("数字", default=dict)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(db_default=Now())
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField("发布日期", null=True)
    last_day = models.DateField("截止日", null=True)
    ended_on = models.DateField("结束日期", null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField("撤下原因", max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "state"],
                name="publication_stands_once",
                condition=Q(state__in=["draft", "published"]),
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("drafted_by")),
                name="publication_published_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", code__isnull=True, published_on__isnull=True)
                | Q(
                    ~Q(state="draft"),
                    code__isnull=False,
                    published_by__isnull=False,
                    last_day__gte=F("published_on"),
                ),
                name="publication_published_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | (Q(withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="publication_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PublicationLine(models.Model):
    """Somebody on a publication, in the only words that it may show, by the consent that permits it.

    Shown only as long as that consent stands.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="lines")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, null=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveSmallIntegerField("序号")
    name = models.CharField("姓名（隐去部分）", max_length=40)
    unit = models.CharField("单位", max_length=120)
    category = models.CharField("类别", max_length=60)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2, null=True)

    class Meta:
        ordering = ["publication", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "enrolment"], name="publication_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}.{self.position}"
