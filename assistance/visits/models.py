from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assistance.pairing.models import PairingGroup
from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import SealedField


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User, permission: str | None = None) -> "VisitQuerySet":
        """Visits by, or to, an organisation in this person's scope."""
        paths = user.scope(permission)
        return self.filter(below("agency__path", paths) | below("link_point__path", paths))


class Visit(models.Model):
    """A visit (走访) of an agency's people to a link point, or to homes of its workers."""

    class Kind(models.TextChoices):
        ROUTINE = "routine", "日常走访"
        CONCENTRATED = "concentrated", "集中走访"
        CONDOLENCE = "condolence", "走访慰问"

    key = models.UUIDField(unique=True)  # made where the visit is typed: sent twice, recorded once
    kind = models.CharField("类型", max_length=12, choices=Kind)
    group = models.ForeignKey(
        PairingGroup, null=True, on_delete=models.PROTECT, related_name="visits"
    )
    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="visits_made", verbose_name="走访单位"
    )
    link_point = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="visits_received",
        verbose_name="双联点",
    )
    visited_on = models.DateField("走访日期")
    visitors = models.CharField("走访人", max_length=200)
    interlocutors = models.CharField("接待人", max_length=200, blank=True)
    situation = models.TextField("了解到的情况")
    needs = models.TextField("困难与诉求", blank=True)
    promises = models.TextField("承诺事项", blank=True)
    condolence_cash = models.DecimalField(
        "慰问金", max_digits=14, decimal_places=2, default=Decimal(0)
    )
    origin = models.CharField(max_length=60, blank=True)  # key of the campaign it belongs to
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-visited_on", "-pk"]
        indexes = [models.Index(fields=["link_point", "visited_on"], name="visit_by_link_point")]
        constraints = [
            models.CheckConstraint(
                condition=Q(condolence_cash__gte=0), name="visit_cash_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visited_on} {self.agency} → {self.link_point}"


class ClueQuerySet(models.QuerySet["Clue"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ClueQuerySet":
        return self.filter(below("visit__link_point__path", user.scope(permission)))


class Clue(models.Model):
    """A family in hardship that a visit came upon (困难线索): the union may open a file."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="clues")
    worker_name = models.CharField("职工姓名", max_length=40)
    id_no = SealedField("身份证号")
    mobile = SealedField("手机号")
    family_size = models.PositiveSmallIntegerField("家庭人口", default=1)
    hardship = models.CharField("困难情况", max_length=300)

    objects = ClueQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"clue {self.pk}"
