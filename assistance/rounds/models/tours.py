"""Leaders go round together (领导集中走访): where to, in which order, and whether they went."""

from django.db import models
from django.db.models import F, Q

from assistance.visits.models import Visit
from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import SealedField, SealedRow


class RoundQuerySet(models.QuerySet["LeaderRound"]):
    def visible_to(self, user: User, permission: str | None = None) -> "RoundQuerySet":
        """Rounds that an organisation in scope organises, or that come to a link point in scope."""
        paths = user.scope(permission)
        stops = RoundStop.objects.filter(below("link_point__path", paths))
        return self.filter(below("organiser__path", paths) | Q(pk__in=stops.values("round_id")))

    def organised_by(self, user: User, permission: str) -> "RoundQuerySet":
        """Rounds of the organisations that this person acts for."""
        return self.filter(below("organiser__path", user.scope(permission)))


class LeaderRound(models.Model):
    """A leader's round of some days (走访行程), with the stops in their order."""

    class State(models.TextChoices):
        PLANNED = "planned", "待出发"
        UNDER_WAY = "under_way", "进行中"
        DONE = "done", "已完成"
        CANCELLED = "cancelled", "已取消"

    theme = models.CharField("主题", max_length=60)
    leader_name = models.CharField("带队领导", max_length=60)
    leader = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    organiser = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="组织单位"
    )
    accompanying = models.CharField("陪同单位", max_length=200, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    gathers_at = models.CharField("集合时间和地点", max_length=100, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="round_span"),
        ]

    def __str__(self) -> str:
        return f"{self.leader_name}：{self.theme}"


class RoundStop(SealedRow):
    """One link point on a round (行程点): fulfilled by a recorded visit, or skipped with a reason."""

    class State(models.TextChoices):
        PLANNED = "planned", "待走访"
        VISITED = "visited", "已走访"
        SKIPPED = "skipped", "未去"

    round = models.ForeignKey(LeaderRound, on_delete=models.CASCADE, related_name="stops")
    link_point = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="走访点"
    )
    planned_on = models.DateField("日期")
    planned_at = models.TimeField("时间", null=True, blank=True)
    place = models.PositiveSmallIntegerField("顺序")  # within the day
    contact = models.CharField("现场联系人", max_length=40, blank=True)
    contact_phone = SealedField("联系电话")
    to_see = models.CharField("看什么", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="stops")
    skip_reason = models.CharField("未去原因", max_length=200, blank=True)

    class Meta:
        ordering = ["planned_on", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "link_point", "planned_on"], name="round_stop_once"
            ),
            models.CheckConstraint(
                condition=Q(state="visited", visit__isnull=False)
                | (~Q(state="visited") & Q(visit__isnull=True)),
                name="stop_visited_has_visit",
            ),
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(skip_reason=""), name="stop_skipped_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["link_point", "planned_on"],
                name="stop_waiting",
                condition=Q(state="planned"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.planned_on} {self.link_point}"
