from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.pairing.models import AssistanceTask, TaskShare, own_paths
from assistance.planning.kinds import Need
from assistance.visits.models import Visit
from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import SealedField, SealedRow
from ground.files.models import StoredFile


class ProblemQuerySet(models.QuerySet["EnterpriseProblem"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ProblemQuerySet":
        """Problems of link points in this person's scope, and those that their agencies work on.

        An agency from which a problem was taken back sees it no longer.
        """
        paths = user.scope(permission)
        shares = TaskShare.objects.filter(below("agency__path", paths)).values("task_id")
        return self.filter(
            below("link_point__path", paths)
            | (
                (below("task__agency__path", paths) | Q(task__in=shares))
                & ~Q(task__state=AssistanceTask.State.CANCELLED)
            )
        )

    def overseen_by(self, user: User, permission: str) -> "ProblemQuerySet":
        """Problems of link points that this person's own organisation stands above: no grants."""
        return self.filter(below("link_point__path", own_paths(user, permission)))

    def standing(self) -> "ProblemQuerySet":
        """Problems that are neither struck off nor refused."""
        return self.exclude(state__in=EnterpriseProblem.ENDED)


class EnterpriseProblem(SealedRow):
    """A problem (困难问题) of an enterprise: collected, registered, given out, answered, struck off.

    Who does it, until when, with whom, on what evidence: that stands in its `task` (pairing).
    """

    class Way(models.TextChoices):
        STAFF = "staff", "工作人员收集"
        VISIT = "visit", "走访带回"
        CARD = "card", "企业扫码反映"

    Category = Need  # what an enterprise needs help with: planning has the vocabulary

    class Urgency(models.TextChoices):
        NORMAL = "normal", "一般"
        URGENT = "urgent", "紧急"
        CRITICAL = "critical", "特急"

    class State(models.TextChoices):
        COLLECTED = "collected", "待登记"
        REGISTERED = "registered", "待交办"
        DISPATCHED = "dispatched", "已交办"
        HANDLING = "handling", "办理中"
        ANSWERED = "answered", "待企业确认"
        CONFIRMED = "confirmed", "待销号"
        CLOSED = "closed", "已销号"
        REFUSED = "refused", "不予受理"

    ENDED = (State.CLOSED, State.REFUSED)
    WITH_AGENCY = (State.DISPATCHED, State.HANDLING)

    key = models.UUIDField(unique=True)  # made where it is told: sent twice, collected once
    link_point = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="problems", verbose_name="企业"
    )
    office = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="受理单位"
    )
    way = models.CharField("来源", max_length=10, choices=Way)
    source_visit = models.ForeignKey(
        Visit, null=True, on_delete=models.PROTECT, related_name="problems"
    )
    category = models.CharField("类别", max_length=12, choices=Need)
    urgency = models.CharField("紧急程度", max_length=10, choices=Urgency, default=Urgency.NORMAL)
    description = models.TextField("问题")
    contact_name = models.CharField("反映人", max_length=40, blank=True)
    contact_mobile = SealedField("联系电话")
    raised_on = models.DateField("反映日期")
    raised_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(db_default=Now())

    state = models.CharField("环节", max_length=12, choices=State, default=State.COLLECTED)
    # The day by which whoever holds it should have moved it on; an agency's day is its task's.
    step_due_on = models.DateField("本环节期限", null=True, blank=True)
    year = models.PositiveSmallIntegerField("年度", null=True)
    number = models.PositiveIntegerField("编号", null=True)
    registered_on = models.DateField("登记日期", null=True)
    refusal_reason = models.CharField("不予受理理由", max_length=500, blank=True)
    return_reason = models.CharField("退回原因", max_length=500, blank=True)
    task = models.OneToOneField(
        AssistanceTask, null=True, on_delete=models.PROTECT, related_name="problem"
    )
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    for_leader_on = models.DateField("提请领导协调日期", null=True)
    ended_on = models.DateField("办结日期", null=True)  # struck off, or refused
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closing_remark = models.CharField("销号说明", max_length=500, blank=True)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_on", "-pk"]
        indexes = [
            models.Index(fields=["link_point", "raised_on"], name="problem_by_link_point"),
            models.Index(fields=["state", "step_due_on"], name="problem_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year", "number"], name="problem_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["collected", "refused"]) | Q(number__isnull=False),
                name="problem_registered_has_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["collected", "registered", "refused"])
                | Q(task__isnull=False),
                name="problem_given_out_has_task",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("answered_by")),
                name="problem_closer_is_another",
            ),
        ]

    def __str__(self) -> str:
        return self.mark or f"收件{self.pk}号"

    @property
    def mark(self) -> str:
        """The number as it is written on paper; empty until the problem is registered."""
        return f"问〔{self.year}〕{self.number}号" if self.number else ""


class Answer(models.Model):
    """One turn of an answer: what the agency reported, and what the enterprise said to it."""

    class Opinion(models.TextChoices):
        SATISFIED = "satisfied", "满意"
        FAIR = "fair", "基本满意"
        DISSATISFIED = "dissatisfied", "不满意"

    problem = models.ForeignKey(EnterpriseProblem, on_delete=models.PROTECT, related_name="answers")
    task = models.ForeignKey(AssistanceTask, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField("轮次")
    text = models.TextField("答复")
    answered_on = models.DateField("答复日期")

    # Each link sent out counts up; only the last one opens, until its day.
    asked_on = models.DateField("请企业确认日期", null=True)
    link_number = models.PositiveSmallIntegerField(default=0)
    link_expires_on = models.DateField("确认链接有效期至", null=True)

    opinion = models.CharField("企业意见", max_length=12, choices=Opinion, blank=True)
    words = models.CharField("企业的话", max_length=1000, blank=True)
    told_on = models.DateField("确认日期", null=True)
    told_by = models.CharField("确认人", max_length=40, blank=True)
    recorded_by = models.ForeignKey(  # who wrote down what was said by telephone
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["problem", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["problem", "turn"], name="answer_turn_once"),
            models.CheckConstraint(
                condition=Q(opinion="") | Q(told_on__isnull=False), name="opinion_has_day"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.turn} to problem {self.problem_id}"


class ProblemPhoto(models.Model):
    """A photograph that came with a problem."""

    problem = models.ForeignKey(EnterpriseProblem, on_delete=models.PROTECT, related_name="photos")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"photo {self.pk} of problem {self.problem_id}"


class Knock(models.Model):
    """One knock at a public door, kept for two days: to count them, never to know who it was.

    `address` is a keyed hash of the network address.
    """

    door = models.CharField(max_length=12)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["address", "door", "at"], name="knock_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.at:%Y-%m-%d %H:%M}"
