"""What follows a brief: who has read it, and what leaders wrote on it (批示)."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ground.accounts.models import Organisation, User, below
from ground.briefs.models.issues import Issue
from ground.briefs.rules import following as rules


class Reading(models.Model):
    """Somebody has opened an issue; the first time is kept."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "reader"], name="reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} read by {self.reader_id}"


class InstructionQuerySet(models.QuerySet["Instruction"]):
    def visible_to(self, user: User, permission: str | None = None) -> "InstructionQuerySet":
        """Instructions that are carried out in this person's scope, or written on its briefs."""
        scope = user.scope(permission)
        return self.filter(
            below("organisation__path", scope) | below("issue__series__organisation__path", scope)
        )


class Instruction(models.Model):
    """批示: what a leader writes on a brief, for one organisation to carry out by a day.

    Given → answered → closed by the leader's side, or sent back with what is missing. Its words are
    final (trigger); what happened to it is on the trail.
    """

    class State(models.TextChoices):
        GIVEN = "given", rules.STATES["given"]
        ANSWERED = "answered", rules.STATES["answered"]
        CLOSED = "closed", rules.STATES["closed"]

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="instructions")
    words = models.CharField("批示内容", max_length=rules.LONGEST_WORDS)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField("批示日期")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="承办单位"
    )
    due_on = models.DateField("办结期限")
    state = models.CharField("状态", max_length=10, choices=State, default=State.GIVEN)
    answer = models.CharField("办理情况", max_length=rules.LONGEST_ANSWER, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField("办理日期", null=True)
    sent_back_why = models.CharField("退回原因", max_length=200, blank=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField("办结日期", null=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "state"], name="instruction_of_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("given_on")), name="instruction_due"),
            models.CheckConstraint(
                condition=Q(state="given")
                | Q(answered_by__isnull=False, answered_on__isnull=False) & ~Q(answer=""),
                name="instruction_answered_says_how",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_by__isnull=False, closed_on__isnull=False)
                | ~Q(state="closed") & Q(closed_by__isnull=True, closed_on__isnull=True),
                name="instruction_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:30]
