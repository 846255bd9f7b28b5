"""The way of a file as an office lays it down: a route of ordered gates, dated, by region.

The order of the steps differs between places (domain.md, warning 2), so no code knows it. A file
keeps the route on which it was submitted; a newer route holds for the next submission.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.editions.models import divisions_kept
from ground.accounts.models import User
from ground.places.models import Division


class RouteQuerySet(models.QuerySet["Route"]):
    def visible_to(self, user: User, permission: str) -> "RouteQuerySet":
        """What was ever published is open to every reader; a draft to those who keep its area."""
        if not user.may(permission):
            return self.none()
        own = Route.objects.kept_by(user).values("pk")
        return self.filter(Q(state=Route.State.PUBLISHED) | Q(pk__in=own))

    def kept_by(self, user: User) -> "RouteQuerySet":
        """Routes of the areas for which this person's offices lay down the way of files."""
        kept = divisions_kept(user, "households.keep_routes")
        return self if kept is None else self.filter(division__in=kept)


class Route(models.Model):
    """办理流程 of a region from a day on. Published, it never changes: a correction is a new route."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"

    name = models.CharField("名称", max_length=60)
    division = models.ForeignKey(
        Division, null=True, blank=True, on_delete=models.PROTECT, verbose_name="适用地区"
    )
    valid_from = models.DateField("施行日期")
    source = models.CharField("依据", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = RouteQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "valid_from"],
                name="route_once",
                condition=Q(state="published"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("made_by")),
                name="route_publisher_is_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Gate(models.Model):
    """One gate (环节) of a route. What its work is follows from the kind; its name is the office's."""

    class Kind(models.TextChoices):
        REVIEW = "review", "初审"
        INVESTIGATION = "investigation", "入户调查"
        CHECK = "check", "家庭经济状况核对"
        MEETING = "meeting", "会议研究"
        NOTICE = "notice", "公示"
        OPINION = "opinion", "签署意见"
        APPROVAL = "approval", "审批"

    class Actor(models.TextChoices):
        KEEPER = "keeper", "帮扶干部"
        APPROVER = "approver", "审批人"

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="gates")
    position = models.PositiveSmallIntegerField("顺序")
    kind = models.CharField("类型", max_length=14, choices=Kind)
    label = models.CharField("名称", max_length=30)
    actor = models.CharField("经办", max_length=10, choices=Actor, default=Actor.KEEPER)
    workdays = models.PositiveSmallIntegerField("期限（工作日）", null=True, blank=True)

    class Meta:
        ordering = ["route", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["route", "position"],
                name="gate_at_one_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=~Q(kind="approval") | Q(actor="approver"),
                name="gate_approval_by_approver",
            ),
        ]

    def __str__(self) -> str:
        return self.label
