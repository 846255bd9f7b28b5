"""What the rules said of a family at a decision, kept with their version. Insert-only (trigger)."""

from django.db import models
from django.db.models.functions import Now

from assistance.criteria.models import RuleSet
from assistance.criteria.rules import OUTCOMES
from assistance.households.models.files import HardshipFile
from assistance.households.models.way import Step
from ground.accounts.models import User
from ground.audit.sealing import SealedField, SealedRow


class Assessment(SealedRow):
    """The recommendation of a rule set for a file as it stood, with the figures that it used.

    A person decides: what was decided stands in the step, this says what the rules had to say.
    """

    file = models.ForeignKey(HardshipFile, on_delete=models.PROTECT, related_name="assessments")
    # none: of a proposal about the file, which is a step only once it is decided
    step = models.OneToOneField(
        Step, null=True, on_delete=models.PROTECT, related_name="assessment"
    )
    ruleset = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField("建议", max_length=12, choices=list(OUTCOMES.items()))
    facts = SealedField("依据的数据")  # JSON
    sentences = SealedField("逐条说明")  # JSON
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    is_latest = models.BooleanField(default=True)  # of its file; the one before ceases (trigger)

    class Meta:
        ordering = ["file", "pk"]
        indexes = [
            models.Index(
                fields=["outcome", "file"],
                name="assessment_by_outcome",
                condition=models.Q(is_latest=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["file"],
                include=["outcome"],
                name="assessment_latest_once",
                condition=models.Q(is_latest=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.outcome}"
