"""What is owed, computed by the database slot by slot and never stored."""

from collections.abc import Sequence

from django.db import models
from django.db.models import F
from django.db.models.functions import Greatest, Least

from assistance.households.models import FamilyPair
from assistance.pairing.models import PairingGroup
from assistance.rounds.models.duties import VisitDuty
from ground.accounts.models import Organisation, User, below
from ground.kernel.periods import Period


class DueQuerySet(models.QuerySet["Due"]):
    def visible_to(self, user: User, permission: str | None = None) -> "DueQuerySet":
        """What is owed to a link point, or by an agency, in this person's scope."""
        return self.under(user.scope(permission))

    def under(self, paths: Sequence[str]) -> "DueQuerySet":
        return self.filter(below("agency_path", paths) | below("link_point_path", paths))

    def of_agencies(self, paths: Sequence[str]) -> "DueQuerySet":
        """What agencies below these paths owe, wherever the link point lies."""
        return self.filter(below("agency_path", paths))

    def of_groups(self) -> "DueQuerySet":
        """What leaders and agencies owe: without the families of cadres."""
        return self.filter(pair__isnull=True)

    def within(self, period: Period) -> "DueQuerySet":
        """Slots that lie wholly in the period. Name a period always: the view has no end of its own."""
        return self.filter(first_on__gte=period.starts_on, last_on__lte=period.ends_on)

    def touching(self, period: Period) -> "DueQuerySet":
        """Slots of which some day lies in the period."""
        return self.filter(first_on__lte=period.ends_on, last_on__gte=period.starts_on)

    def tallied(self) -> "DueQuerySet":
        """With `done` (never more than owed) and `missing`."""
        return self.annotate(
            done=Least(F("counted"), F("owed")), missing=Greatest(F("owed") - F("counted"), 0)
        )


class Due(models.Model):
    """So many visits owed by an agency in one slot of a duty, and how many counted: a view's row.

    By a group's agency, or (`pair`) by the cadre of a family. Done are those that counted, late is
    what is missing after `last_on`.
    """

    key = models.CharField(primary_key=True, max_length=80)
    duty = models.ForeignKey(VisitDuty, on_delete=models.DO_NOTHING, related_name="+")
    who = models.CharField("谁", max_length=12, choices=VisitDuty.Who)
    every = models.PositiveSmallIntegerField("周期", choices=VisitDuty.Every)
    group = models.ForeignKey(
        PairingGroup, null=True, on_delete=models.DO_NOTHING, related_name="+"
    )
    pair = models.ForeignKey(FamilyPair, null=True, on_delete=models.DO_NOTHING, related_name="+")
    agency = models.ForeignKey(Organisation, on_delete=models.DO_NOTHING, related_name="+")
    agency_path = models.CharField(max_length=255)
    link_point = models.ForeignKey(Organisation, on_delete=models.DO_NOTHING, related_name="+")
    link_point_path = models.CharField(max_length=255)
    division_id = models.BigIntegerField(null=True)
    first_on = models.DateField("起")
    last_on = models.DateField("止")
    owed = models.IntegerField("应走访")
    counted = models.IntegerField("已走访")

    objects = DueQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "rounds_due"

    def __str__(self) -> str:
        return self.key
