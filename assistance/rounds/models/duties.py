"""Who has to go how often, by dated rows of each area; and what was not done in its time."""

from django.db import models
from django.db.models import F, Q

from assistance.households.models import FamilyPair
from assistance.pairing.models import PairingGroup
from ground.accounts.models import Organisation, User, below
from ground.places.models import Division


class VisitDuty(models.Model):
    """So many visits in each month, quarter, half-year or year (走访要求): a local rule with dates.

    The row of the division nearest to the link point wins; a row without a division holds
    everywhere. `times` 0 says that an area asks for none. `kinds` names the kinds of visit that
    count; none named: all of them.
    """

    class Who(models.TextChoices):
        LINK_LEADER = "link_leader", "挂点领导"
        MAIN_LEADER = "main_leader", "单位主要领导"
        DEPUTY = "deputy", "单位分管领导"
        LIAISON = "liaison", "牵头单位联络员"
        MEMBER = "member", "每个参联单位"
        FAMILY = "family", "结对干部（到结对家庭）"

    class Every(models.IntegerChoices):
        """The months of a slot."""

        MONTH = 1, "每月"
        QUARTER = 3, "每季度"
        HALF_YEAR = 6, "每半年"
        YEAR = 12, "每年"

    division = models.ForeignKey(
        Division,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="适用地区",
    )
    who = models.CharField("谁", max_length=12, choices=Who)
    times = models.PositiveSmallIntegerField("次数")
    every = models.PositiveSmallIntegerField("周期", choices=Every)
    kinds = models.JSONField("计入的走访类型", default=list, blank=True)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True, blank=True)
    source = models.CharField("依据", max_length=200)

    class Meta:
        ordering = ["who", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "who", "valid_from"],
                name="visit_duty_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="visit_duty_span",
            ),
            models.CheckConstraint(condition=Q(every__in=[1, 3, 6, 12]), name="visit_duty_every"),
        ]

    def __str__(self) -> str:
        return f"{self.get_who_display()}{self.get_every_display()}{self.times}次"


class MissedQuerySet(models.QuerySet["MissedDuty"]):
    def visible_to(self, user: User, permission: str | None = None) -> "MissedQuerySet":
        """What was missed at a link point, or by an agency, in this person's scope."""
        paths = user.scope(permission)
        return self.filter(below("agency__path", paths) | below("link_point__path", paths))


class MissedDuty(models.Model):
    """A duty whose slot ended without its visits: noted once, so that nothing is silent.

    A visit of the slot that is recorded later makes it good; the row stays.
    """

    duty = models.ForeignKey(VisitDuty, on_delete=models.PROTECT, related_name="missed")
    group = models.ForeignKey(PairingGroup, null=True, on_delete=models.PROTECT, related_name="+")
    pair = models.ForeignKey(FamilyPair, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    link_point = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField("起")
    last_on = models.DateField("止")
    owed = models.PositiveSmallIntegerField("应走访")
    counted = models.PositiveSmallIntegerField("已走访")
    noted_on = models.DateField("记录日期")
    made_good_on = models.DateField("补齐日期", null=True, blank=True)

    objects = MissedQuerySet.as_manager()

    class Meta:
        ordering = ["-last_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(counted__lt=F("owed")), name="missed_is_missing"),
            models.CheckConstraint(
                condition=Q(group__isnull=True) ^ Q(pair__isnull=True), name="missed_by_one"
            ),
            models.UniqueConstraint(
                fields=["group", "agency", "duty", "first_on"],
                name="missed_once_by_agency",
                condition=Q(pair__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["pair", "duty", "first_on"],
                name="missed_once_by_pair",
                condition=Q(pair__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["link_point", "last_on"],
                name="missed_open",
                condition=Q(made_good_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.first_on}至{self.last_on}"
