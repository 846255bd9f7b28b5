from datetime import date

from django.db import models
from django.db.models import F, Q

from assistance.pairing.models.scopes import own_paths
from ground.accounts.models import Organisation, User, below


class GroupQuerySet(models.QuerySet["PairingGroup"]):
    def visible_to(self, user: User, permission: str | None = None) -> "GroupQuerySet":
        """Groups whose link point, or one of whose present agencies, is in this person's scope."""
        paths = user.scope(permission)
        members = GroupMember.objects.present().filter(below("agency__path", paths))
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
    """A lead and member agencies linked to one enterprise, community or village for a year (结对)."""

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
    end_reason = models.CharField("结束原因", max_length=200, blank=True)

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


class MemberQuerySet(models.QuerySet["GroupMember"]):
    def present(self) -> "MemberQuerySet":
        """Who is a member now: nobody has taken its place."""
        return self.filter(left_on__isnull=True)

    def standing(self, *, starts_on: date, ends_on: date) -> "MemberQuerySet":
        """Who was a member on some day of the span."""
        return self.filter(
            Q(left_on__isnull=True) | Q(left_on__gt=starts_on), joined_on__lte=ends_on
        )


class GroupMember(models.Model):
    """An agency's time in a pairing group; the lead agency is a member too.

    An agency that leaves is replaced in the same step: its row keeps from when to when, why, and who
    took its place. `left_on` is the first day on which it is no longer a member.
    """

    group = models.ForeignKey(PairingGroup, on_delete=models.CASCADE, related_name="members")
    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="group_memberships"
    )
    joined_on = models.DateField("加入日期")
    left_on = models.DateField("退出日期", null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="succeeds"
    )
    reason = models.CharField("变动原因", max_length=200, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "agency"],
                name="group_member_once",
                condition=Q(left_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="group_member_span",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(succeeded_by__isnull=False),
                name="group_member_is_succeeded",
            ),
        ]

    def __str__(self) -> str:
        return str(self.agency)
