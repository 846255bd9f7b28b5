"""What was seen at a family's home: the form 入户调查表 (domain.md, 5.4)."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.households.models import HardshipFile, Item
from assistance.households.models.codes import Housing
from ground.accounts.models import User, below
from ground.audit.sealing import SealedField, SealedRow
from ground.files.models import StoredFile


class InvestigationQuerySet(models.QuerySet["HomeInvestigation"]):
    def visible_to(self, user: User, permission: str | None = None) -> "InvestigationQuerySet":
        """Investigations of families whose unit is in this person's scope."""
        return self.filter(below("file__unit__path", user.scope(permission)))

    def standing(self) -> "InvestigationQuerySet":
        return self.filter(state=HomeInvestigation.State.RECORDED)


class HomeInvestigation(SealedRow):
    """A home visit of at least two people who looked whether it is as the family says (入户调查).

    It never changes: what was recorded wrongly is withdrawn with a reason and recorded anew.
    `passed` says that it let the file through its gate, in `round`.
    """

    class Purpose(models.TextChoices):
        FILING = "filing", "建档调查"
        REVIEW = "review", "动态复核"
        SPOT_CHECK = "spot_check", "抽查"
        SUPPLEMENT = "supplement", "补充记录"

    class Living(models.TextChoices):
        DESTITUTE = "destitute", "很困难"
        POOR = "poor", "较困难"
        MODEST = "modest", "一般"
        COMFORTABLE = "comfortable", "较好"

    class Conclusion(models.TextChoices):
        TRUE = "true", "属实"
        MOSTLY = "mostly", "基本属实"
        FALSE = "false", "不符"

    class State(models.TextChoices):
        RECORDED = "recorded", "已登记"
        WITHDRAWN = "withdrawn", "已撤回"

    key = models.UUIDField(unique=True)  # made where it is typed: sent twice, recorded once
    digest = models.CharField(max_length=64)  # of what was sent under the key
    file = models.ForeignKey(
        HardshipFile,
        on_delete=models.PROTECT,
        related_name="investigations",
        verbose_name="困难职工档案",
    )
    purpose = models.CharField("用途", max_length=12, choices=Purpose, default=Purpose.FILING)
    round = models.PositiveSmallIntegerField("办理轮次", default=0)
    visited_on = models.DateField("调查日期")
    present = SealedField("在场家属")
    housing = models.CharField("住房", max_length=12, choices=Housing, blank=True)
    floor_area = models.DecimalField(
        "实看面积（平方米）", max_digits=7, decimal_places=2, null=True, blank=True
    )
    housing_note = SealedField("住房和家中情况")
    living = models.CharField("生活水平", max_length=12, choices=Living)
    conclusion = models.CharField("调查结论", max_length=8, choices=Conclusion)
    remark = SealedField("调查意见")
    on_paper = models.BooleanField("已在纸质表上签字", default=False)
    family_signature = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    passed = models.BooleanField(default=False)
    state = models.CharField("状态", max_length=10, choices=State, default=State.RECORDED)
    withdrawn_why = models.CharField("撤回原因", max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField(db_default=Now())

    objects = InvestigationQuerySet.as_manager()

    class Meta:
        ordering = ["-visited_on", "-pk"]
        indexes = [models.Index(fields=["visited_on", "id"], name="investigation_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "round"],
                name="investigation_passed_once",
                condition=Q(passed=True),
            ),
            models.CheckConstraint(
                condition=~Q(passed=True) | (Q(purpose="filing") & ~Q(conclusion="false")),
                name="investigation_passes_when_true",
            ),
            models.CheckConstraint(
                condition=Q(state="recorded", withdrawn_by__isnull=True)
                | Q(state="withdrawn", withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="investigation_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"investigation {self.pk} of {self.file_id}"


class Investigator(models.Model):
    """One of those who went: an account, or somebody else by name. Nobody stands there twice."""

    investigation = models.ForeignKey(
        HomeInvestigation, on_delete=models.CASCADE, related_name="investigators"
    )
    index = models.PositiveSmallIntegerField()
    name = models.CharField("调查人", max_length=40)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signature = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["index"]
        constraints = [
            models.UniqueConstraint(
                fields=["investigation", "name"], name="investigator_named_once"
            ),
            models.UniqueConstraint(fields=["investigation", "user"], name="investigator_once"),
            models.UniqueConstraint(
                fields=["investigation", "signature"], name="investigator_signs_once"
            ),
        ]

    def __str__(self) -> str:
        return f"investigator {self.index} of {self.investigation_id}"


class SeenItem(models.Model):
    """One declared income or expense as it was checked against paper at home.

    What was declared is frozen: the form may change later.
    """

    investigation = models.ForeignKey(
        HomeInvestigation, on_delete=models.CASCADE, related_name="items"
    )
    side = models.CharField(max_length=8, choices=Item.Side)
    kind = models.CharField("项目", max_length=14, choices=Item.Kind)
    declared = models.DecimalField("申报金额", max_digits=14, decimal_places=2)
    agrees = models.BooleanField("与凭证相符")
    seen = models.DecimalField("实看金额", max_digits=14, decimal_places=2, null=True, blank=True)
    proof = models.CharField("凭证", max_length=80, blank=True)

    class Meta:
        ordering = ["investigation", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(declared__gte=0) & (Q(seen__isnull=True) | Q(seen__gte=0)),
                name="seen_item_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(agrees=True) | Q(seen__isnull=False) & ~Q(seen=F("declared")),
                name="seen_item_differs_by_figure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.investigation_id} {self.kind}"


class InvestigationPhoto(models.Model):
    """A photo of the home or of the signed paper: for who sees the investigation."""

    investigation = models.ForeignKey(
        HomeInvestigation, on_delete=models.CASCADE, related_name="photos"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    index = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["index"]
        constraints = [
            models.UniqueConstraint(
                fields=["investigation", "file"], name="investigation_photo_once"
            )
        ]

    def __str__(self) -> str:
        return f"photo {self.index} of {self.investigation_id}"
