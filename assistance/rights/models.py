"""What people may ask about their data, and how it ends (PIPL 44-47, 55, 56; domain.md, 2.9, 3.15)."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.households.models import HardshipFile, Member
from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import SealedField, SealedRow
from ground.privacy.models import Release


class PersonRequestQuerySet(models.QuerySet["PersonRequest"]):
    def visible_to(self, user: User, permission: str | None = None) -> "PersonRequestQuerySet":
        return self.filter(below("file__unit__path", user.scope(permission)))


class PersonRequest(SealedRow):
    """A person's request about their own data (个人信息权利申请): a work item with a deadline."""

    class Kind(models.TextChoices):
        ACCESS = "access", "查阅、复制"
        CORRECT = "correct", "更正、补充"
        DELETE = "delete", "删除"

    class AskedBy(models.TextChoices):
        SELF = "self", "本人"
        GUARDIAN = "guardian", "监护人"
        AGENT = "agent", "受托人"

    class State(models.TextChoices):
        OPEN = "open", "办理中"
        GRANTED = "granted", "已办理"
        REFUSED = "refused", "未支持"

    file = models.ForeignKey(
        HardshipFile, on_delete=models.PROTECT, related_name="person_requests", verbose_name="档案"
    )
    member = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="涉及的人"
    )
    kind = models.CharField("事项", max_length=8, choices=Kind)
    asked_by = models.CharField("申请人", max_length=8, choices=AskedBy)
    content = SealedField("申请内容")
    received_on = models.DateField("收到日期")
    due_on = models.DateField("答复期限")
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    answer = SealedField("答复")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    release = models.OneToOneField(
        Release, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="给出的副本"
    )

    objects = PersonRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="request_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_by__isnull=True)
                | (~Q(state="open") & Q(answered_by__isnull=False, answered_on__isnull=False)),
                name="request_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind="delete", state="granted") | ~Q(answered_by=F("received_by")),
                name="deletion_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(release__isnull=True) | Q(kind="access", state="granted"),
                name="copy_answers_a_granted_access",
            ),
            models.UniqueConstraint(
                fields=["file", "member", "kind"],
                name="request_open_once",
                condition=Q(state="open"),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}申请 {self.pk}"

    @property
    def is_for_copy(self) -> bool:
        """Whether it is granted by the family's own copy: that holds everything about everybody.

        What is about another member alone is shown to that person, and answered in words.
        """
        of_family = self.member is None or self.member.relation == Member.Relation.HOLDER
        return self.kind == self.Kind.ACCESS and of_family


class DisposalQuerySet(models.QuerySet["Disposal"]):
    def visible_to(self, user: User, permission: str | None = None) -> "DisposalQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class Disposal(models.Model):
    """A list of files whose time of storage is over (销毁清册). The list itself stays for good."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待批准"
        DONE = "done", "已销毁"
        WITHDRAWN = "withdrawn", "已撤回"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日期")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("批准日期", null=True, blank=True)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="disposal_decided_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"销毁清册 {self.pk}"


class DisposalLine(models.Model):
    """One file on a list: a file stands on one list at a time."""

    disposal = models.ForeignKey(Disposal, on_delete=models.CASCADE, related_name="lines")
    file = models.ForeignKey(HardshipFile, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField("退档日期")
    kept_until = models.DateField("保存期满")

    class Meta:
        ordering = ["disposal", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "file"], name="disposal_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.disposal_id} {self.file_id}"


class ImpactQuerySet(models.QuerySet["ImpactAssessment"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ImpactQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class ImpactAssessment(models.Model):
    """个人信息保护影响评估 of an organisation on a day: figures from the system, words from people.

    The figures are frozen with the report, which is kept at least three years (PIPL 56).
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )
    on = models.DateField("评估日期")
    purpose = models.TextField("处理目的和方式")
    necessity = models.TextField("合法、正当、必要性")
    risks = models.TextField("对个人权益的影响和安全风险")
    measures = models.TextField("保护措施是否合法、有效并与风险相适应")
    figures = models.JSONField("统计")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ImpactQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.on}"
