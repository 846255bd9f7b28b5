from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.pairing.models import own_paths
from assistance.supervision.models.schemes import AssessmentScheme, ScoreItem
from ground.accounts.models import Organisation, User, below
from ground.files.models import StoredFile


class SheetQuerySet(models.QuerySet["Sheet"]):
    def visible_to(self, user: User, permission: str) -> "SheetQuerySet":
        """Sheets of one's own agency and of those below it: never what pairings granted."""
        return self.filter(below("agency__path", own_paths(user, permission)))

    def kept_by(self, user: User, permission: str) -> "SheetQuerySet":
        """Sheets of the schemes of one's own office."""
        return self.filter(below("scheme__office__path", own_paths(user, permission)))


class Sheet(models.Model):
    """The score sheet of one agency (考核评分表). Totals are written with the scores they add up."""

    class State(models.TextChoices):
        OPEN = "open", "待自评"
        SELF_SCORED = "self_scored", "已自评"
        MISSED = "missed", "逾期未自评"
        CHECKED = "checked", "已核查"

    scheme = models.ForeignKey(AssessmentScheme, on_delete=models.PROTECT, related_name="sheets")
    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="参联单位"
    )
    state = models.CharField("状态", max_length=12, choices=State, default=State.OPEN)
    self_scored_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    self_scored_on = models.DateField("自评日期", null=True)
    self_total = models.DecimalField("自评得分", max_digits=7, decimal_places=2, null=True)
    computed_total = models.DecimalField("系统得分", max_digits=7, decimal_places=2, null=True)
    office_total = models.DecimalField("综评得分", max_digits=7, decimal_places=2, null=True)
    final_total = models.DecimalField("最后得分", max_digits=7, decimal_places=2, null=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "agency"], name="sheet_once"),
            models.CheckConstraint(
                condition=~Q(state="self_scored")
                | Q(self_scored_by__isnull=False, self_scored_on__isnull=False),
                name="sheet_self_scored_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.agency}"


class TargetCommitment(models.Model):
    """The yearly targets of one agency (目标责任书), signed by both sides; then it is final (trigger).

    `targets` gives a number to the codes of measured items: `{"3": "24"}` is 24 visits.
    """

    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="commitment")
    targets = models.JSONField("目标", default=dict)
    promises = models.TextField("责任事项", blank=True)
    agency_signatory = models.CharField("责任单位签字人", max_length=40, blank=True)
    agency_signed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    agency_signed_on = models.DateField("责任单位签订日期", null=True)
    office_signatory = models.CharField("考核单位签字人", max_length=40, blank=True)
    office_signed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    office_signed_on = models.DateField("考核单位签订日期", null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(office_signed_by__isnull=True)
                | ~Q(office_signed_by=F("agency_signed_by")),
                name="commitment_two_people",
            ),
            models.CheckConstraint(
                condition=Q(office_signed_on__isnull=True) | Q(agency_signed_on__isnull=False),
                name="commitment_agency_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} 目标责任书"


class Score(models.Model):
    """The points of one agency on one item: its own, the computed, the office's and the final ones.

    `value`, `counted`, `others` and `sentence` are frozen at computing: how many, the keys of the
    records that count, of those that were due and do not, and how the points follow.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="scores")
    item = models.ForeignKey(ScoreItem, on_delete=models.PROTECT, related_name="scores")
    self_score = models.DecimalField("自评", max_digits=6, decimal_places=2, null=True)
    self_remark = models.CharField("自评说明", max_length=300, blank=True)
    computed = models.DecimalField("系统", max_digits=6, decimal_places=2, null=True)
    value = models.DecimalField("数值", max_digits=16, decimal_places=2, null=True)
    base = models.DecimalField("应有", max_digits=16, decimal_places=2, null=True)
    sentence = models.CharField("计分说明", max_length=200, blank=True)
    counted = ArrayField(models.BigIntegerField(), default=list)
    others = ArrayField(models.BigIntegerField(), default=list)
    office_score = models.DecimalField("综评", max_digits=6, decimal_places=2, null=True)
    office_remark = models.CharField("核查说明", max_length=300, blank=True)
    office_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    final = models.DecimalField("最后得分", max_digits=6, decimal_places=2, null=True)

    class Meta:
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="score_once"),
            models.CheckConstraint(
                condition=Q(office_score__isnull=True) | Q(office_by__isnull=False),
                name="score_office_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}/{self.item_id}"


class ScoreEvidence(models.Model):
    """A file that stands behind a self-given or judged score (佐证材料)."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["score", "file"], name="score_evidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.score_id} {self.file_id}"
