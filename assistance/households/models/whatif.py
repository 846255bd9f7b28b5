"""A set of criteria tried on the files of an office: who would enter, leave, change class."""

from django.db import models
from django.db.models.functions import Now

from assistance.criteria.models import RuleSet
from assistance.criteria.rules import OUTCOMES
from assistance.households.models.files import HardshipFile
from assistance.households.rules.whatif import MOVEMENTS, OUTSIDE
from ground.accounts.models import Organisation, User, below


class WhatIfQuerySet(models.QuerySet["WhatIf"]):
    def visible_to(self, user: User, permission: str) -> "WhatIfQuerySet":
        """Trials of the offices in this person's scope."""
        return self.filter(below("organisation__path", user.scope(permission)))


class WhatIf(models.Model):
    """One trial (推演): a set held against the files below an office, as both stood on a day.

    `counts` has a row for each kind of movement, `MOVEMENTS`; nothing is decided by it. A later
    trial of the same set by the same office takes its place.
    """

    ruleset = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    job_key = models.UUIDField(unique=True)
    on = models.DateField("测算日期")
    done_at = models.DateTimeField("完成时间", db_default=Now())
    files = models.PositiveIntegerField("测算户数")
    counts = models.JSONField(default=list)

    objects = WhatIfQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["ruleset", "organisation"], name="whatif_latest_only")
        ]

    def __str__(self) -> str:
        return f"{self.ruleset} {self.on}"


class WhatIfLine(models.Model):
    """A family for whom the tried set would mean something else than what is recorded."""

    whatif = models.ForeignKey(WhatIf, on_delete=models.CASCADE, related_name="lines")
    file = models.ForeignKey(HardshipFile, on_delete=models.CASCADE, related_name="+")
    movement = models.CharField("变化", max_length=10, choices=list(MOVEMENTS.items()))
    recorded = models.CharField(
        "现有类别", max_length=12, choices=[*OUTCOMES.items(), (OUTSIDE, "不在档")]
    )
    ruled = models.CharField("按现行标准", max_length=12, choices=list(OUTCOMES.items()))
    tried = models.CharField("按推演标准", max_length=12, choices=list(OUTCOMES.items()))

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["whatif", "movement", "recorded", "tried"], name="whatif_by_move")
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.recorded} → {self.tried}"
