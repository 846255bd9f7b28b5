from django.db import models
from django.db.models import Q

from assistance.pairing.models.groups import PairingGroup
from assistance.pairing.models.tasks import AssistanceTask
from ground.accounts.models import Organisation, User


class PlanItemQuerySet(models.QuerySet["WorkPlanItem"]):
    def visible_to(self, user: User, permission: str | None = None) -> "PlanItemQuerySet":
        groups = PairingGroup.objects.visible_to(user, permission)
        return self.filter(group__in=groups.order_by().values("pk"))


class WorkPlanItem(models.Model):
    """A line of a group's yearly work plan (工作计划): what, who, by when, measured by what."""

    class Kind(models.TextChoices):
        JOINT = "joint", "集体活动"
        OWN = "own", "单位活动"

    group = models.ForeignKey(PairingGroup, on_delete=models.CASCADE, related_name="plan_items")
    kind = models.CharField("类别", max_length=6, choices=Kind, default=Kind.JOINT)
    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位"
    )
    content = models.CharField("内容", max_length=300)
    responsible = models.CharField("责任人", max_length=60, blank=True)
    due_on = models.DateField("完成时限")
    measure = models.CharField("目标、衡量", max_length=200, blank=True)
    task = models.OneToOneField(
        AssistanceTask, null=True, on_delete=models.PROTECT, related_name="plan_item"
    )
    done_on = models.DateField("开展日期", null=True, blank=True)
    done_note = models.CharField("开展情况", max_length=300, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "agency", "content"], name="plan_item_once"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(task__isnull=True),
                name="plan_item_done_by_task_or_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.content
