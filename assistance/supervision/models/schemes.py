from django.db import models
from django.db.models import F, Q

from assistance.pairing.models import own_paths
from ground.accounts.models import Organisation, User, below, up_from


def paths_above(paths: tuple[str, ...]) -> set[str]:
    """The paths of everything that stands above these, themselves included."""
    return {one for path in paths for one in up_from(path)}


class SchemeQuerySet(models.QuerySet["AssessmentScheme"]):
    def visible_to(self, user: User, permission: str) -> "SchemeQuerySet":
        """Schemes of offices in one's scope; and what an office above oneself has published."""
        paths = own_paths(user, permission)
        above = Q(office__path__in=paths_above(paths))
        return self.filter(
            below("office__path", paths) | (above & ~Q(state=AssessmentScheme.State.DRAFT))
        )

    def kept_by(self, user: User, permission: str) -> "SchemeQuerySet":
        """Schemes of the offices for which this person holds the permission."""
        return self.filter(below("office__path", own_paths(user, permission)))

    def in_force(self) -> "SchemeQuerySet":
        return self.filter(state__in=AssessmentScheme.IN_FORCE)


class AssessmentScheme(models.Model):
    """The scheme by which an office assesses the agencies below it for one year (考核方案).

    Published, it is final (trigger): what must change becomes a new version, which supersedes it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        PUBLISHED = "published", "已发布，签订责任书"
        SELF_SCORING = "self_scoring", "自评"
        CHECKING = "checking", "核查"
        PROVISIONAL = "provisional", "初评结果反馈"
        CLOSED = "closed", "已审定"
        SUPERSEDED = "superseded", "已由新版代替"

    IN_FORCE = (
        State.PUBLISHED,
        State.SELF_SCORING,
        State.CHECKING,
        State.PROVISIONAL,
        State.CLOSED,
    )

    office = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="考核单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("版次", default=1)
    title = models.CharField("名称", max_length=80)
    full_marks = models.DecimalField("满分", max_digits=6, decimal_places=2, default=100)
    self_score_from = models.DateField("自评开始")
    self_score_until = models.DateField("自评截止")
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)
    copied_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField("发布日期", null=True)
    computed_at = models.DateTimeField("计算时间", null=True)
    announced_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    announced_on = models.DateField("反馈日期", null=True)
    appeal_until = models.DateField("申诉截止", null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField("审定日期", null=True)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-version", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year", "version"], name="scheme_version_once"
            ),
            models.UniqueConstraint(
                fields=["office", "year"],
                name="scheme_one_in_force",
                condition=~Q(state__in=["draft", "superseded"]),
            ),
            models.CheckConstraint(
                condition=Q(self_score_until__gte=F("self_score_from")), name="scheme_self_score"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("announced_by")),
                name="scheme_confirmer_is_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | Q(confirmed_by__isnull=False, announced_by__isnull=False),
                name="scheme_closed_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether scores may still be given or computed."""
        return self.state in {self.State.PUBLISHED, self.State.SELF_SCORING, self.State.CHECKING}


class ScoreItem(models.Model):
    """One line of a scheme (考核指标): what is looked at, for how many points, by which method.

    `scale` is how a measured value becomes points: see `rules.scales`.
    """

    class Kind(models.TextChoices):
        BASIC = "basic", "基本分"
        BONUS = "bonus", "加分"
        DEDUCTION = "deduction", "扣分"

    class Method(models.TextChoices):
        COMPUTED = "computed", "系统计算"
        JUDGED = "judged", "人工评定"

    scheme = models.ForeignKey(AssessmentScheme, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    code = models.CharField("编码", max_length=12)
    section = models.CharField("内容", max_length=30)
    content = models.CharField("指标", max_length=120)
    criteria = models.CharField("评分办法和标准", max_length=300, blank=True)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.BASIC)
    maximum = models.DecimalField("分值", max_digits=6, decimal_places=2)
    method = models.CharField("方式", max_length=10, choices=Method, default=Method.JUDGED)
    measure = models.CharField("取数", max_length=40, blank=True)
    scale = models.JSONField("计分标准", default=dict)
    evidence_wanted = models.CharField("佐证材料", max_length=200, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="score_item_code_once"),
            models.CheckConstraint(condition=Q(maximum__gt=0), name="score_item_maximum"),
            models.CheckConstraint(
                condition=Q(method="judged", measure="") | (Q(method="computed") & ~Q(measure="")),
                name="score_item_measured",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.content}"
