from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.pairing.models import own_paths
from assistance.supervision.models.schemes import AssessmentScheme
from assistance.supervision.models.sheets import Score, Sheet
from ground.accounts.models import Organisation, User, below


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, user: User, permission: str) -> "AppealQuerySet":
        return self.filter(below("score__sheet__agency__path", own_paths(user, permission)))

    def kept_by(self, user: User, permission: str) -> "AppealQuerySet":
        return self.filter(below("score__sheet__scheme__office__path", own_paths(user, permission)))


class Appeal(models.Model):
    """An agency's objection to one provisional score (申诉), decided by another than who scored it."""

    class State(models.TextChoices):
        RAISED = "raised", "待复核"
        UPHELD = "upheld", "改分"
        DISMISSED = "dismissed", "维持原分"

    score = models.OneToOneField(Score, on_delete=models.PROTECT, related_name="appeal")
    reason = models.TextField("申诉理由")
    evidence = models.TextField("证据", blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.RAISED)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_on = models.DateField("申诉日期")
    scored_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    score_before = models.DecimalField("原得分", max_digits=6, decimal_places=2)
    score_after = models.DecimalField("复核得分", max_digits=6, decimal_places=2, null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("复核日期", null=True)
    decision = models.TextField("复核理由", blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (~Q(decided_by=F("scored_by")) & ~Q(decided_by=F("raised_by"))),
                name="appeal_decider_is_another",
            ),
            models.CheckConstraint(
                condition=Q(state="raised")
                | (Q(decided_by__isnull=False, score_after__isnull=False) & ~Q(decision="")),
                name="appeal_decided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"


class Ranking(models.Model):
    """The place of one agency in the confirmed result (考核结果). Written once (trigger)."""

    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="ranking")
    place = models.PositiveIntegerField("名次")
    total = models.DecimalField("得分", max_digits=7, decimal_places=2)
    grade = models.CharField("等次", max_length=10)

    class Meta:
        ordering = ["place", "sheet__agency__path"]
        indexes = [models.Index(fields=["place"], name="ranking_by_place")]

    def __str__(self) -> str:
        return f"{self.place}. {self.sheet_id}"


class Award(models.Model):
    """A commendation, or a criticism, that follows from a confirmed result (考核奖惩)."""

    class Kind(models.TextChoices):
        WINNER_UNIT = "winner_unit", "优胜单位"
        ADVANCED_UNIT = "advanced_unit", "先进单位"
        ADVANCED_PERSON = "advanced_person", "先进个人"
        CRITICISED = "criticised", "通报批评"

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审定"
        GRANTED = "granted", "已公布"

    scheme = models.ForeignKey(AssessmentScheme, on_delete=models.PROTECT, related_name="awards")
    kind = models.CharField("类别", max_length=16, choices=Kind)
    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )
    person = models.CharField("姓名", max_length=40, blank=True)
    citation = models.CharField("评语", max_length=300)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    granted_on = models.DateField("公布日期", null=True)
    proposed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "kind", "agency", "person"], name="award_once"
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("proposed_by")),
                name="award_granter_is_another",
            ),
            models.CheckConstraint(
                condition=(Q(kind="advanced_person") & ~Q(person=""))
                | (~Q(kind="advanced_person") & Q(person="")),
                name="award_person_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person or self.agency}"
