"""Files looked at again: rounds of reviews, each review, and families found outside the files."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.households.models import HardshipFile
from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import SealedField, SealedRow


class ReviewRoundQuerySet(models.QuerySet["ReviewRound"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ReviewRoundQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class ReviewRound(models.Model):
    """Reviews that belong together: a year's, a drawn sample, a year's calls after exits.

    A sample is reproducible: who held the same files against the same seed draws the same ones.
    Whoever draws again draws a round of its own: none is ever taken away.
    """

    class Kind(models.TextChoices):
        YEARLY = "yearly", "年度复核"
        SPOT_CHECK = "spot_check", "抽查"
        FOLLOW_UP = "follow_up", "退出回访"

    class Among(models.TextChoices):
        """Which files a sample is drawn from."""

        ACTIVE = "active", "在档家庭"
        EXITED = "exited", "已脱困家庭"
        REJECTED = "rejected", "未通过建档的家庭"

    class Strata(models.TextChoices):
        NONE = "", "不分层"
        AREA = "area", "按下级单位"
        CATEGORY = "category", "按困难类别"

    kind = models.CharField("种类", max_length=12, choices=Kind)
    year = models.PositiveSmallIntegerField("年度")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="组织单位"
    )
    among = models.CharField("对象", max_length=10, choices=Among, default=Among.ACTIVE)
    strata = models.CharField("分层", max_length=10, choices=Strata, blank=True)
    share = models.DecimalField("比例（%）", max_digits=5, decimal_places=2, null=True)
    number = models.PositiveIntegerField("户数", null=True)
    seed = models.CharField("随机种子", max_length=40, blank=True)
    population = models.PositiveIntegerField("总体户数", default=0)
    population_hash = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField("抽取时间", db_default=Now())
    due_on = models.DateField("期限", null=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "kind"],
                name="review_round_once_a_year",
                condition=~Q(kind="spot_check"),
            ),
            models.CheckConstraint(
                condition=~Q(kind="spot_check")
                | (~Q(seed="") & Q(made_by__isnull=False, due_on__isnull=False)),
                name="review_sample_has_a_seed",
            ),
            models.CheckConstraint(
                condition=~Q(kind="spot_check")
                | Q(share__isnull=False, number__isnull=True)
                | Q(share__isnull=True, number__isnull=False),
                name="review_sample_share_or_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.get_kind_display()}（{self.organisation}）"


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ReviewQuerySet":
        """Of files in this person's scope, but those that only rest."""
        rows = self.filter(below("file__unit__path", user.scope(permission)))
        return rows.filter(file__stored_only_on__isnull=True)

    def open(self) -> "ReviewQuerySet":
        return self.filter(state=Review.State.OPEN)


class Review(SealedRow):
    """One family looked at again: by when, by whom, how, with what result. What was seen is sealed."""

    class State(models.TextChoices):
        OPEN = "open", "待复核"
        DONE = "done", "已复核"
        LAPSED = "lapsed", "不再需要"  # the file ended, or another review took its place

    class Way(models.TextChoices):
        VISIT = "visit", "入户"
        PHONE = "phone", "电话"
        PAPERS = "papers", "材料核对"

    class Result(models.TextChoices):
        STAYS = "stays", "继续在档"
        RECLASSIFY = "reclassify", "调整类别或标准"
        EXIT = "exit", "已脱困，应退出"
        WRONGLY_IN = "wrongly_in", "建档时就不符合条件"
        CANCEL = "cancel", "应注销（亡故、迁出等）"
        OUT = "out", "确已脱困"
        WRONGLY_OUT = "wrongly_out", "退出时仍未脱困"
        RELAPSED = "relapsed", "退出后返困"
        RIGHTLY_UNFILED = "rightly_unfiled", "不符合建档条件"
        MISSED = "missed", "符合条件，应建未建"
        UNREACHED = "unreached", "未能核实"

    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField("种类", max_length=12, choices=ReviewRound.Kind)  # of its round
    file = models.ForeignKey(
        HardshipFile, on_delete=models.PROTECT, related_name="reviews", verbose_name="档案"
    )
    stratum = models.CharField("层", max_length=60, blank=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    due_on = models.DateField("期限")
    reviewer = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField("方式", max_length=8, choices=Way, blank=True)
    result = models.CharField("结果", max_length=16, choices=Result, blank=True)
    category = models.CharField(
        "应属类别", max_length=12, choices=HardshipFile.Category, blank=True
    )
    tier = models.CharField("应属标准", max_length=12, choices=HardshipFile.Tier, blank=True)
    finding = SealedField("复核情况")
    done_on = models.DateField("复核日期", null=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="review_by_due"),
            models.Index(fields=["reviewer", "state"], name="review_by_reviewer"),
            models.Index(fields=["kind", "done_on"], name="review_by_done"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "kind"], name="review_open_once", condition=Q(state="open")
            ),
            models.UniqueConstraint(
                fields=["file"], name="follow_up_once", condition=Q(kind="follow_up")
            ),
            models.CheckConstraint(
                condition=Q(
                    state="done",
                    done_on__isnull=False,
                    recorded_by__isnull=False,
                    recorded_at__isnull=False,
                )
                & ~Q(result="")
                & ~Q(way="")
                | ~Q(state="done") & Q(result="", done_on__isnull=True),
                name="review_done_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class UnfiledQuerySet(models.QuerySet["UnfiledFamily"]):
    def visible_to(self, user: User, permission: str | None = None) -> "UnfiledQuerySet":
        return self.filter(below("unit__path", user.scope(permission)))


class UnfiledFamily(SealedRow):
    """A family without a file that somebody pointed to (漏评核查): was it missed?

    Who it is stays sealed. `file` is the one that was opened for it in the end.
    """

    class Source(models.TextChoices):
        VISIT = "visit", "走访发现"
        COMPLAINT = "complaint", "来信来访"
        COMPARISON = "comparison", "部门数据比对"
        EVALUATION = "evaluation", "第三方评估"
        OTHER = "other", "其他"

    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="所在单位"
    )
    found_on = models.DateField("发现日期")
    source = models.CharField("来源", max_length=12, choices=Source)
    name = SealedField("姓名")
    note = SealedField("家庭情况")
    verified_on = models.DateField("核实日期", null=True)
    is_missed = models.BooleanField("应建未建", null=True)
    file = models.ForeignKey(
        HardshipFile, null=True, blank=True, on_delete=models.PROTECT, related_name="found_before"
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = UnfiledQuerySet.as_manager()

    class Meta:
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    verified_on__isnull=True, is_missed__isnull=True, verified_by__isnull=True
                )
                | Q(
                    verified_on__isnull=False,
                    is_missed__isnull=False,
                    verified_by__isnull=False,
                    verified_on__gte=F("found_on"),
                ),
                name="unfiled_family_verified_at_once",
            )
        ]

    def __str__(self) -> str:
        return f"unfiled family {self.pk}"
