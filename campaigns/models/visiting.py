"""Visiting groups (慰问组), their routes of a day, and whom they go to see."""

from django.db import models
from django.db.models import Q

from assistance.pairing.models import Cadre
from assistance.visits.models import Visit
from campaigns.models.campaigns import Campaign
from campaigns.models.enrolments import Enrolment
from ground.accounts.models import Organisation, User, below


class VisitGroup(models.Model):
    """A group of people of one agency who visit for a campaign; `area`: the unit they go to first."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="visit_groups")
    name = models.CharField("慰问组", max_length=40)
    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="走访单位"
    )
    area = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="负责片区"
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="visit_group_once"),
        ]

    def __str__(self) -> str:
        return self.name


class VisitGroupMember(models.Model):
    """Somebody of a group: a cadre, an account, or a person by name. One of them leads.

    `who` says who it is, so that the same person is known in another group.
    """

    class Level(models.TextChoices):
        CITY = "city", "市级领导"
        COUNTY = "county", "县级领导"
        UNIT = "unit", "部门（单位）负责人"
        STAFF = "staff", "工作人员"

    group = models.ForeignKey(VisitGroup, on_delete=models.CASCADE, related_name="members")
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=60, blank=True)
    level = models.CharField("级别", max_length=6, choices=Level)
    leads = models.BooleanField("带队", default=False)
    cadre = models.ForeignKey(Cadre, null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=60)

    class Meta:
        ordering = ["-leads", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "who"], name="visit_group_member_once"),
            models.UniqueConstraint(
                fields=["group"], condition=Q(leads=True), name="visit_group_has_one_leader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.post}）" if self.post else self.name


class VisitRouteQuerySet(models.QuerySet["VisitRoute"]):
    def visible_to(self, user: User, permission: str | None = None) -> "VisitRouteQuerySet":
        """Routes of groups of agencies in this person's scope, or of campaigns of organisers in it."""
        paths = user.scope(permission)
        return self.filter(
            below("group__agency__path", paths) | below("group__campaign__organiser__path", paths)
        )


class VisitRoute(models.Model):
    """Where a group goes on a day (慰问路线): one route for a group and a day."""

    group = models.ForeignKey(VisitGroup, on_delete=models.PROTECT, related_name="routes")
    on = models.DateField("日期")

    objects = VisitRouteQuerySet.as_manager()

    class Meta:
        ordering = ["on", "group", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "on"], name="visit_route_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.group_id}"


class VisitTargetQuerySet(models.QuerySet["VisitTarget"]):
    def visible_to(self, user: User, permission: str | None = None) -> "VisitTargetQuerySet":
        """Of routes that this person sees; not those of files that only rest."""
        routes = VisitRoute.objects.visible_to(user, permission)
        rows = self.filter(route__in=routes.order_by().values("pk"))
        return rows.filter(
            Q(enrolment__file__isnull=True) | Q(enrolment__file__stored_only_on__isnull=True)
        )


class VisitTarget(models.Model):
    """Somebody of the roster on a route, at a place in its order (慰问对象).

    At most one target of an enrolment waits or was visited: nobody stands on two routes. Who was not at
    home stays on the route as missed, and waits on another day's. `loads` counts how often the goods
    left the store for it; `is_loaded`: they are under way.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "待慰问"
        VISITED = "visited", "已慰问"
        MISSED = "missed", "不在家"

    route = models.ForeignKey(VisitRoute, on_delete=models.PROTECT, related_name="targets")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="targets")
    place = models.PositiveSmallIntegerField("次序")
    led_by = models.ForeignKey(
        VisitGroupMember, null=True, on_delete=models.PROTECT, related_name="led"
    )
    state = models.CharField("状态", max_length=8, choices=State, default=State.PLANNED)
    cash = models.DecimalField("送到慰问金", max_digits=14, decimal_places=2, null=True)
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="+")
    handed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    missed_reason = models.CharField("未见到的原因", max_length=100, blank=True)
    loads = models.PositiveSmallIntegerField(default=0)
    is_loaded = models.BooleanField("物资已领出", default=False)

    objects = VisitTargetQuerySet.as_manager()

    class Meta:
        ordering = ["route", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state__in=["planned", "visited"]),
                name="visit_target_on_one_route",
            ),
            models.CheckConstraint(
                condition=~Q(state="missed") | (~Q(missed_reason="") & Q(is_loaded=False)),
                name="visit_target_missed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="visited") & Q(handed_by__isnull=False)
                | ~Q(state="visited") & Q(cash__isnull=True, visit__isnull=True),
                name="visit_target_visited_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(cash__isnull=True) | Q(cash__gt=0), name="visit_target_cash_positive"
            ),
            models.CheckConstraint(
                condition=Q(is_loaded=False) | Q(loads__gte=1), name="visit_target_loaded_counted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route_id}:{self.place}"
