"""What happened to a file, step by step; and what its form held at each writing."""

from django.db import models
from django.db.models.functions import Now

from assistance.households.models.files import HardshipFile
from assistance.households.models.routes import Gate
from ground.accounts.models import User
from ground.audit.sealing import SealedField, SealedRow


class Step(models.Model):
    """One step on a file's way: who, which opinion, which day. Append-only (trigger)."""

    class Kind(models.TextChoices):
        OPENED = "opened", "登记建档"
        SUBMITTED = "submitted", "提交申请"
        BEGUN = "begun", "开始办理"  # the work of a gate: a notice hung up, a check sent out
        TROUBLED = "troubled", "发现问题"  # an objection, a hit
        CLEARED = "cleared", "问题已处理"
        PASSED = "passed", "通过"  # a gate
        APPROVED = "approved", "批准建档"
        WITHDRAWN = "withdrawn", "撤下重办"  # a notice that was wrong
        RETURNED = "returned", "退回补充"
        REJECTED = "rejected", "不予建档"
        ACKNOWLEDGED = "acknowledged", "旧档核认"
        AMENDED = "amended", "变更登记"
        CONFIRMED = "confirmed", "复核"
        RECLASSIFIED = "reclassified", "类别调整"
        EXITED = "exited", "脱困退档"
        CANCELLED = "cancelled", "注销档案"
        MERGED = "merged", "并户"
        SPLIT = "split", "分户"

    file = models.ForeignKey(HardshipFile, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField("步骤", max_length=15, choices=Kind)
    gate = models.ForeignKey(Gate, null=True, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField("轮次", default=0)
    on = models.DateField("日期")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    opinion = models.CharField("意见", max_length=300, blank=True)
    people = models.CharField("参加人", max_length=120, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "round", "gate"],
                name="gate_passed_once_a_round",
                condition=models.Q(kind="passed"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.kind} {self.on}"

    @property
    def label(self) -> str:
        """The step in the words of the route: the gate's own name where there is one."""
        if self.gate is None:
            return str(self.get_kind_display())
        if self.kind == Step.Kind.PASSED:
            return self.gate.label
        return f"{self.gate.label}：{self.get_kind_display()}"


class FileVersion(SealedRow):
    """What the form held after a writing, whole: nothing typed is ever lost. Insert-only."""

    file = models.ForeignKey(HardshipFile, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("版次")
    form_version = models.PositiveSmallIntegerField("表单版本")
    form = SealedField("内容")  # JSON by field name
    changed = models.CharField("变更项", max_length=300, blank=True)  # labels, never values
    why = models.CharField("原因", max_length=300, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["file", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="file_version_once")]

    def __str__(self) -> str:
        return f"{self.file_id} v{self.number}"
