from django.db import models
from django.db.models import F, Q

from assistance.complaints.models.complaints import Complaint
from ground.accounts.models import User
from ground.audit.sealing import SealedField, SealedRow


class Inquiry(SealedRow):
    """One turn of looking into a complaint: handled, and where it was asked for, reviewed (复查, 复核).

    What was found is final once another person has closed the turn (trigger).
    """

    class Finding(models.TextChoices):
        TRUE = "true", "属实"
        PARTLY = "partly", "部分属实"
        FALSE = "false", "不属实"
        UNKNOWN = "unknown", "无法查实"

    SUBSTANTIATED = (Finding.TRUE, Finding.PARTLY)

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="inquiries")
    turn = models.PositiveSmallIntegerField("轮次")
    asked_on = models.DateField("申请复查日期", null=True)
    asked_why = SealedField("申请复查的理由")
    handler = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_on = models.DateField("交办日期", null=True)
    settle_by = models.DateField("办结期限", null=True)
    report = SealedField("调查情况")
    finding = models.CharField("结论", max_length=8, choices=Finding, blank=True)
    measures = SealedField("处理措施")
    answer = SealedField("给反映人的答复")
    answered_on = models.DateField("提交日期", null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField("办结日期", null=True)
    review_until = models.DateField("申请复查截止", null=True)

    class Meta:
        ordering = ["complaint", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "turn"], name="inquiry_turn_once"),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("handler")),
                name="inquiry_closed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, finding="")
                | (Q(answered_on__isnull=False, handler__isnull=False) & ~Q(finding="")),
                name="inquiry_answered_has_finding",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_by__isnull=True)
                | Q(closed_on__isnull=False, closed_by__isnull=False, answered_on__isnull=False),
                name="inquiry_closed_was_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"inquiry {self.turn} into complaint {self.complaint_id}"
