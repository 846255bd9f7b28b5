from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ground.accounts.models import Organisation, User, below
from ground.accounts.permissions import declared_permissions


def own_paths(user: User, permission: str) -> tuple[str, ...]:
    """Paths of the organisations in which this person holds the permission: no grants."""
    if not user.is_active:
        return ()
    held = user.memberships.filter(role__in=declared_permissions()[permission].roles)
    return tuple(held.values_list("organisation__path", flat=True))


class GroupQuerySet(models.QuerySet["PairingGroup"]):
    def visible_to(self, user: User, permission: str | None = None) -> "GroupQuerySet":
        """Groups whose link point, or one of whose agencies, is in this person's scope."""
        paths = user.scope(permission)
        members = GroupMember.objects.filter(below("agency__path", paths))
        return self.filter(below("link_point__path", paths) | Q(pk__in=members.values("group_id")))

    def led_by(self, user: User, permission: str) -> "GroupQuerySet":
        """Groups whose lead agency this person acts for, or looks after."""
        return self.filter(below("lead_agency__path", user.scope(permission)))

    def overseen_by(self, user: User, permission: str) -> "GroupQuerySet":
        """Groups that this person's own organisation stands above, link point and lead alike.

        Without what pairings granted: an agency's leader must not approve access for that agency.
        """
        paths = own_paths(user, permission)
        return self.filter(below("link_point__path", paths), below("lead_agency__path", paths))


class PairingGroup(models.Model):
    """A lead and member agencies linked to one enterprise or community for a year (结对)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待批准"
        ACTIVE = "active", "进行中"
        ENDED = "ended", "已结束"

    year = models.PositiveSmallIntegerField("年度")
    link_point = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="pairing_groups", verbose_name="双联点"
    )
    lead_agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="牵头单位"
    )
    link_leader = models.CharField("挂点领导", max_length=60, blank=True)
    work_plan = models.TextField("工作计划", blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "link_point", "lead_agency"], name="pairing_group_once"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="pairing_approver_is_another",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(approved_by__isnull=False),
                name="pairing_active_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年 {self.lead_agency} → {self.link_point}"


class GroupMember(models.Model):
    """An agency in a pairing group; the lead agency is a member too."""

    group = models.ForeignKey(PairingGroup, on_delete=models.CASCADE, related_name="members")
    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="group_memberships"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "agency"], name="group_member_once")
        ]

    def __str__(self) -> str:
        return str(self.agency)


class MeetingQuerySet(models.QuerySet["LiaisonMeeting"]):
    def visible_to(self, user: User, permission: str | None = None) -> "MeetingQuerySet":
        groups = PairingGroup.objects.visible_to(user, permission)
        return self.filter(group__in=groups.order_by().values("pk"))


class LiaisonMeeting(models.Model):
    """A meeting of the agencies of one group (联系会议)."""

    group = models.ForeignKey(PairingGroup, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=120)
    convener = models.CharField("召集人", max_length=60, blank=True)
    topics = models.TextField("议题")
    decisions = models.TextField("议定事项", blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "held_on", "place"], name="meeting_once")
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.place}"


class TaskQuerySet(models.QuerySet["AssistanceTask"]):
    def visible_to(self, user: User, permission: str | None = None) -> "TaskQuerySet":
        """Tasks of the groups that this person sees."""
        groups = PairingGroup.objects.visible_to(user, permission)
        return self.filter(group__in=groups.order_by().values("pk"))

    def of_agencies_of(self, user: User, permission: str) -> "TaskQuerySet":
        """Tasks of the agencies that this person acts for."""
        return self.filter(below("agency__path", user.scope(permission)))

    def led_by(self, user: User, permission: str) -> "TaskQuerySet":
        """Tasks of the groups whose lead agency this person acts for, or looks after."""
        return self.filter(below("group__lead_agency__path", user.scope(permission)))

    def open(self) -> "TaskQuerySet":
        """Tasks that their agency still has to do."""
        return self.filter(state__in=AssistanceTask.OPEN, group__state=PairingGroup.State.ACTIVE)


class AssistanceTask(models.Model):
    """A task (帮扶任务) given to one agency with a day by which it is due."""

    class State(models.TextChoices):
        ASSIGNED = "assigned", "已交办"
        ACCEPTED = "accepted", "已接受"
        OVERDUE = "overdue", "已逾期"
        DONE = "done", "已完成"
        VERIFIED = "verified", "已核验"

    OPEN = (State.ASSIGNED, State.ACCEPTED, State.OVERDUE)

    group = models.ForeignKey(PairingGroup, on_delete=models.PROTECT, related_name="tasks")
    meeting = models.ForeignKey(
        LiaisonMeeting, null=True, on_delete=models.PROTECT, related_name="tasks"
    )
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks")
    content = models.CharField("内容", max_length=300)
    assigned_on = models.DateField("交办日期")  # the meeting's day, where a meeting gave it
    due_on = models.DateField("完成期限")
    state = models.CharField("状态", max_length=10, choices=State, default=State.ASSIGNED)
    completion_note = models.TextField("完成情况", blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "agency", "content"], name="task_once"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("done_by")),
                name="task_verifier_is_another",
            ),
        ]

    def __str__(self) -> str:
        return self.content
