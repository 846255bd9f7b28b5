from django.db import models
from django.db.models import F, Q

from assistance.pairing.models.cadres import Cadre
from assistance.pairing.models.groups import PairingGroup
from assistance.pairing.models.meetings import LiaisonMeeting
from assistance.pairing.models.scopes import own_paths
from ground.accounts.models import Organisation, User, below
from ground.files.models import StoredFile


class TaskQuerySet(models.QuerySet["AssistanceTask"]):
    def visible_to(self, user: User, permission: str | None = None) -> "TaskQuerySet":
        """Tasks of the groups that this person sees; outside groups, of the sides that they see.

        An agency that was replaced in a group sees the group's tasks no longer, its own included.
        """
        paths = user.scope(permission)
        groups = PairingGroup.objects.visible_to(user, permission).order_by().values("pk")
        shared = TaskShare.objects.filter(below("agency__path", paths)).values("task_id")
        side = below("agency__path", paths) | Q(pk__in=shared)
        side |= below("link_point__path", own_paths_of(user, permission))
        return self.filter(Q(group__in=groups) | (Q(group__isnull=True) & side))

    def of_agencies_of(self, user: User, permission: str) -> "TaskQuerySet":
        """Tasks of the agencies that this person acts for."""
        return self.visible_to(user, permission).filter(
            below("agency__path", user.scope(permission))
        )

    def shared_with(self, user: User, permission: str) -> "TaskQuerySet":
        """Tasks with which agencies of this person help another."""
        shares = TaskShare.objects.filter(below("agency__path", user.scope(permission)))
        return self.visible_to(user, permission).filter(pk__in=shares.values("task_id"))

    def concerning(self, user: User, permission: str) -> "TaskQuerySet":
        """Tasks that agencies of this person answer for or help with."""
        paths = user.scope(permission)
        shares = TaskShare.objects.filter(below("agency__path", paths)).values("task_id")
        return self.visible_to(user, permission).filter(
            below("agency__path", paths) | Q(pk__in=shares)
        )

    def led_by(self, user: User, permission: str) -> "TaskQuerySet":
        """Tasks that this person gives out, takes back and checks.

        In a group: of the lead agency for which they act, or which they look after. Outside one:
        where their own organisation stands above the agency and the link point alike.
        """
        paths = own_paths(user, permission)
        led = Q(group__isnull=False) & below("group__lead_agency__path", user.scope(permission))
        above = Q(group__isnull=True) & below("agency__path", paths)
        return self.filter(led | (above & below("link_point__path", paths)))

    def given_out_by(self, user: User, permission: str) -> "TaskQuerySet":
        """As `led_by`, but a lead does not take back or change what is its own to do: those above do."""
        own = Q(group__isnull=False, agency=F("group__lead_agency"))
        above = self.overseen_by(user, permission).order_by().values("pk")
        return self.led_by(user, permission).filter(~own | Q(pk__in=above))

    def overseen_by(self, user: User, permission: str) -> "TaskQuerySet":
        """Tasks whose agency and link point this person's own organisation stands above."""
        paths = own_paths(user, permission)
        return self.filter(below("agency__path", paths), below("link_point__path", paths))

    def open(self) -> "TaskQuerySet":
        """Tasks that their agency still has to do. What a group that ended left behind is not."""
        return self.filter(_STANDING, state__in=AssistanceTask.OPEN)

    def pending(self) -> "TaskQuerySet":
        """Tasks with which somebody still has to do something: their agency, or who gave them."""
        return self.filter(_STANDING, state__in=AssistanceTask.PENDING)


_STANDING = Q(group__isnull=True) | Q(group__state=PairingGroup.State.ACTIVE)


def own_paths_of(user: User, permission: str | None) -> tuple[str, ...]:
    """As `own_paths`; without a permission, of every membership."""
    if permission is not None:
        return own_paths(user, permission) if user.may(permission) else ()
    return tuple(user.memberships.values_list("organisation__path", flat=True))


class AssistanceTask(models.Model):
    """A task (帮扶任务) with one owner agency and a day by which it is due.

    Lateness is no state: `level` says how far it has been pressed. What is overdue can still be
    completed; the trail says that it was late.
    """

    class State(models.TextChoices):
        ASSIGNED = "assigned", "已交办"
        ACCEPTED = "accepted", "办理中"
        RETURNED = "returned", "已退回"
        DONE = "done", "待核验"
        VERIFIED = "verified", "已核验"
        CANCELLED = "cancelled", "已取消"

    class Level(models.IntegerChoices):
        NONE = 0, "正常"
        REMINDED = 1, "提醒"
        YELLOW = 2, "黄牌"
        RED = 3, "红牌"
        LEADER = 4, "报领导"

    OPEN = (State.ASSIGNED, State.ACCEPTED)
    PENDING = (State.ASSIGNED, State.ACCEPTED, State.RETURNED)  # somebody has to do something
    CLOSED = (State.VERIFIED, State.CANCELLED)

    group = models.ForeignKey(
        PairingGroup, null=True, on_delete=models.PROTECT, related_name="tasks"
    )
    meeting = models.ForeignKey(
        LiaisonMeeting, null=True, on_delete=models.PROTECT, related_name="tasks"
    )
    link_point = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="tasks_about", verbose_name="双联点"
    )
    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="tasks", verbose_name="承办单位"
    )
    cadre = models.ForeignKey(
        Cadre, null=True, on_delete=models.PROTECT, related_name="tasks", verbose_name="责任人"
    )
    content = models.CharField("内容", max_length=300)
    assigned_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_on = models.DateField("交办日期")  # the meeting's day, where a meeting gave it
    due_on = models.DateField("完成期限")
    first_due_on = models.DateField("原定期限")  # before any postponement
    state = models.CharField("状态", max_length=10, choices=State, default=State.ASSIGNED)
    level = models.PositiveSmallIntegerField("督办", choices=Level, default=Level.NONE)
    level_on = models.DateField("督办日期", null=True, blank=True)
    stated_reason = models.CharField("退回、发回或取消原因", max_length=300, blank=True)
    completion_note = models.TextField("完成情况", blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_on = models.DateField("核验日期", null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="task_open_by_due",
                condition=Q(state__in=["assigned", "accepted"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "agency", "content"],
                name="task_once",
                condition=~Q(state="cancelled"),
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("done_by")),
                name="task_verifier_is_another",
            ),
        ]

    def __str__(self) -> str:
        return self.content


class TaskShare(models.Model):
    """An agency that helps the owner of a task (协办单位). It sees the task; the owner answers for it."""

    task = models.ForeignKey(AssistanceTask, on_delete=models.CASCADE, related_name="shares")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="task_shares")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "agency"], name="task_share_once"),
        ]

    def __str__(self) -> str:
        return str(self.agency)


class TaskEvidence(models.Model):
    """A photo or document that shows what was done (佐证)."""

    task = models.ForeignKey(AssistanceTask, on_delete=models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("上传时间")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "file"], name="task_evidence_once"),
        ]

    def __str__(self) -> str:
        return str(self.file)


class Postponement(models.Model):
    """The wish for a later day (延期), and what another person said to it."""

    class State(models.TextChoices):
        ASKED = "asked", "待批"
        GRANTED = "granted", "同意"
        REFUSED = "refused", "不同意"

    task = models.ForeignKey(AssistanceTask, on_delete=models.CASCADE, related_name="postponements")
    from_due_on = models.DateField("原期限")
    due_on = models.DateField("申请延至")
    reason = models.CharField("延期理由", max_length=300)
    state = models.CharField("状态", max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("批复时间", null=True)
    opinion = models.CharField("批复意见", max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], name="postponement_open_once", condition=Q(state="asked")
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="postponement_decider_is_another",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("from_due_on")), name="postponement_is_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_due_on} → {self.due_on}"
