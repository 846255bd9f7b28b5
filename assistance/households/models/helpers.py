"""A cadre helps a family (干部结对家庭), and goes to see it."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.households.models.files import HardshipFile
from assistance.pairing.models import Cadre, own_paths
from assistance.visits.models import Visit
from ground.accounts.models import User, below
from ground.audit.sealing import SealedField, SealedRow


class PairQuerySet(models.QuerySet["FamilyPair"]):
    def visible_to(self, user: User, permission: str) -> "PairQuerySet":
        """Pairs of families, or of cadres, whose unit this person's own organisation stands above.

        Without what pairings granted: an agency sees the families of its own cadres alone.
        """
        paths = own_paths(user, permission)
        return self.filter(below("file__unit__path", paths) | below("cadre__agency__path", paths))

    def present(self) -> "PairQuerySet":
        """Pairs that hold now: neither ended nor of a file that has ended."""
        return self.filter(to_on__isnull=True, file__state=HardshipFile.State.ACTIVE)

    def standing_on(self, on: date) -> "PairQuerySet":
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=on), from_on__lte=on)


class FamilyPair(models.Model):
    """A cadre's time with a family. `to_on` is the first day on which it no longer holds.

    Whoever takes over stands in a pair of their own, the successor, so that the history stays.
    """

    file = models.ForeignKey(
        HardshipFile, on_delete=models.PROTECT, related_name="helpers", verbose_name="困难职工档案"
    )
    cadre = models.ForeignKey(
        Cadre, on_delete=models.PROTECT, related_name="families", verbose_name="结对干部"
    )
    from_on = models.DateField("结对日期")
    to_on = models.DateField("结束日期", null=True, blank=True)
    reason_of_change = models.CharField("变动原因", max_length=200, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="succeeds"
    )
    assigned_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(db_default=Now())

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "cadre"],
                name="family_pair_once",
                condition=Q(to_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="family_pair_span",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | ~Q(reason_of_change=""),
                name="family_pair_end_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"pair {self.pk}"


class HomeVisit(SealedRow):
    """A recorded visit went to the family of a pair; what was heard there is sealed."""

    pair = models.ForeignKey(FamilyPair, on_delete=models.PROTECT, related_name="home_visits")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="homes")
    note = SealedField("家庭情况")

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["pair", "visit"], name="home_visit_once")]

    def __str__(self) -> str:
        return f"home visit {self.pk}"
