from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.pairing.models import own_paths
from assistance.supervision.models.schemes import AssessmentScheme, paths_above
from ground.accounts.models import Organisation, User, below


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def visible_to(self, user: User, permission: str) -> "BulletinQuerySet":
        """Bulletins of offices in one's scope; and what an office above oneself has released."""
        paths = own_paths(user, permission)
        above = Q(scheme__office__path__in=paths_above(paths))
        return self.filter(
            below("scheme__office__path", paths) | (above & ~Q(state=Bulletin.State.DRAFT))
        )

    def kept_by(self, user: User, permission: str) -> "BulletinQuerySet":
        return self.filter(below("scheme__office__path", own_paths(user, permission)))


class Bulletin(models.Model):
    """A supervision bulletin (督查通报): what every agency did in a span, released by another person.

    Released, text and figures are final (trigger); `document` is the value that is typeset.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "待印发"
        RELEASED = "released", "已印发"
        TYPESET = "typeset", "已排印"

    scheme = models.ForeignKey(AssessmentScheme, on_delete=models.PROTECT, related_name="bulletins")
    starts_on = models.DateField("起")
    ends_on = models.DateField("止")
    number = models.PositiveSmallIntegerField("期号", null=True)
    title = models.CharField("标题", max_length=120)
    opening = models.TextField("总体情况")
    closing = models.TextField("工作要求")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    drafted_on = models.DateField("拟稿日期")
    edited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    released_on = models.DateField("印发日期", null=True)
    document = models.JSONField(null=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "starts_on", "ends_on"], name="bulletin_once"
            ),
            models.UniqueConstraint(fields=["scheme", "number"], name="bulletin_number_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="bulletin_span"),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True)
                | Q(edited_by__isnull=True)
                | ~Q(released_by=F("edited_by")),
                name="bulletin_releaser_is_another",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(
                    released_by__isnull=False,
                    released_on__isnull=False,
                    number__isnull=False,
                    document__isnull=False,
                ),
                name="bulletin_released_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BulletinLine(models.Model):
    """What one agency did in the span of a bulletin, as it stood when the draft was made."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="lines")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    has_plan = models.BooleanField("有计划")
    visits = models.PositiveIntegerField("走访")
    visits_target = models.PositiveIntegerField("应走访")
    tasks_due = models.PositiveIntegerField("应办任务")
    tasks_done = models.PositiveIntegerField("办结任务")
    tasks_overdue = models.PositiveIntegerField("逾期任务")
    problems_raised = models.PositiveIntegerField("交办问题")
    problems_solved = models.PositiveIntegerField("解决问题")
    families_helped = models.PositiveIntegerField("帮扶户数")
    money = models.DecimalField("帮扶资金", max_digits=14, decimal_places=2)
    contributions = models.PositiveIntegerField("采用稿件")
    score = models.DecimalField("得分", max_digits=7, decimal_places=2)
    place = models.PositiveIntegerField("名次")
    comment = models.CharField("评语", max_length=60, blank=True)

    class Meta:
        ordering = ["place", "agency__path"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "agency"], name="bulletin_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.agency_id}"


class BulletinPrint(models.Model):
    """The typeset PDF of a released bulletin. Written once (trigger)."""

    bulletin = models.OneToOneField(Bulletin, on_delete=models.PROTECT, related_name="printed")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    typeset_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.sha256[:12]
