from django.db import models
from django.db.models import F, Q

from assistance.notices.models.notices import NoticeLine
from ground.accounts.models import User, below
from ground.audit.sealing import SealedField, SealedRow


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ObjectionQuerySet":
        return self.filter(below("line__notice__organisation__path", user.scope(permission)))


class Objection(SealedRow):
    """异议: what somebody holds against a family on a notice. Who said it and what is sealed.

    A late one (after the last day, or written down when the file had gone on) no longer stops the
    gate, which is behind the file: it is a complaint that is investigated before the approval.
    """

    class State(models.TextChoices):
        RAISED = "raised", "待调查"
        INVESTIGATED = "investigated", "待认定"
        CLOSED = "closed", "已办结"

    class Decision(models.TextChoices):
        UPHELD = "upheld", "成立"
        DISMISSED = "dismissed", "不成立"
        LAPSED = "lapsed", "档案已退出办理，随之了结"

    line = models.ForeignKey(NoticeLine, on_delete=models.CASCADE, related_name="objections")
    raised_on = models.DateField("反映日期")
    is_late = models.BooleanField("期满后反映", default=False)
    is_anonymous = models.BooleanField("匿名", default=False)
    who = SealedField("反映人")
    phone = SealedField("反映人电话")
    content = SealedField("反映内容")
    taken_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("登记时间")
    state = models.CharField("状态", max_length=14, choices=State, default=State.RAISED)
    investigators = models.CharField("调查人", max_length=120, blank=True)
    investigated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    investigated_on = models.DateField("调查日期", null=True, blank=True)
    finding = SealedField("调查情况")
    decision = models.CharField("认定", max_length=10, choices=Decision, blank=True)
    ground = SealedField("认定理由")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("认定日期", null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state"], name="objection_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("investigated_by")),
                name="objection_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", decided_on__isnull=False) & ~Q(decision="")
                | (~Q(state="closed") & Q(decision="", decided_on__isnull=True)),
                name="objection_closed_is_decided",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["upheld", "dismissed"])
                | Q(decided_by__isnull=False, investigated_by__isnull=False),
                name="objection_decided_is_investigated",
            ),
        ]

    def __str__(self) -> str:
        return f"objection {self.pk}"
