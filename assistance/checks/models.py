"""家庭经济状况核对: lists out to civil affairs, answers in (domain.md, 1.3, P7)."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.households.models import Consent, HardshipFile, Member
from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import SealedField, SealedRow


class CheckBatchQuerySet(models.QuerySet["CheckBatch"]):
    def visible_to(self, user: User, permission: str | None = None) -> "CheckBatchQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class CheckBatch(models.Model):
    """A list of families that is sent to be checked (核对批次)."""

    class State(models.TextChoices):
        BUILDING = "building", "待发出"
        SENT = "sent", "核对中"
        ANSWERED = "answered", "已答复"
        CLOSED = "closed", "已办结"

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="check_batches",
        verbose_name="经办单位",
    )
    number = models.CharField("批次号", max_length=20, unique=True)
    recipient = models.CharField("核对机构", max_length=80)
    state = models.CharField("状态", max_length=10, choices=State, default=State.BUILDING)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField("编制日期")
    sent_on = models.DateField("发出日期", null=True, blank=True)
    due_on = models.DateField("应答复日期", null=True, blank=True)
    reminded_on = models.DateField("逾期提醒", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = CheckBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="check_batch_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="building", sent_on__isnull=True, due_on__isnull=True)
                | ~Q(state="building") & Q(sent_on__isnull=False, due_on__gte=F("sent_on")),
                name="check_batch_sent_has_days",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Sending(models.Model):
    """One handing over of a batch's list: the first time all, later those without an answer."""

    batch = models.ForeignKey(CheckBatch, on_delete=models.CASCADE, related_name="sendings")
    number = models.PositiveSmallIntegerField("第几次")
    sent_on = models.DateField("发出日期")
    due_on = models.DateField("应答复日期")
    people = models.PositiveIntegerField("人数")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="check_sending_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} #{self.number}"


class CheckRequestQuerySet(models.QuerySet["CheckRequest"]):
    def visible_to(self, user: User, permission: str | None = None) -> "CheckRequestQuerySet":
        return self.filter(below("file__unit__path", user.scope(permission)))

    def standing(self) -> "CheckRequestQuerySet":
        """Those that still ask something: of civil affairs, or of the family."""
        return self.filter(state__in=[CheckRequest.State.WAITING, CheckRequest.State.HIT])


class CheckRequest(models.Model):
    """One family in a batch, in one round of its file. A family stands in one open request only."""

    class State(models.TextChoices):
        WAITING = "waiting", "待答复"
        CLEAR = "clear", "无异常"
        HIT = "hit", "有发现"
        CLEARED = "cleared", "已说明"
        WITHDRAWN = "withdrawn", "已撤出"

    batch = models.ForeignKey(CheckBatch, on_delete=models.PROTECT, related_name="requests")
    file = models.ForeignKey(
        HardshipFile, on_delete=models.PROTECT, related_name="checks", verbose_name="困难职工档案"
    )
    round = models.PositiveSmallIntegerField("办理轮次")
    state = models.CharField("结果", max_length=10, choices=State, default=State.WAITING)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    withdrawn_why = models.CharField("撤出原因", max_length=300, blank=True)

    objects = CheckRequestQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file"],
                name="check_open_once",
                condition=Q(state__in=["waiting", "hit"]),
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_why=""),
                name="check_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "withdrawn"]) | Q(answered_on__isnull=False),
                name="check_answer_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk} of {self.file_id}"


class CheckPerson(models.Model):
    """A grown-up of the family about whom is asked, under the consent that this person signed.

    `withdrawn_on`: that consent was taken back while the list was out. What came back about the person
    no longer counts; who signs anew is asked anew, as another row.
    """

    request = models.ForeignKey(CheckRequest, on_delete=models.CASCADE, related_name="people")
    member = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="checks"
    )  # the form may lose a member later; what was asked stays
    consent = models.ForeignKey(Consent, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField("姓名", max_length=40)
    relation = models.CharField("关系", max_length=12, choices=Member.Relation)
    withdrawn_on = models.DateField("撤回授权日期", null=True, blank=True)

    class Meta:
        ordering = ["request", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "member"],
                name="check_person_once",
                condition=Q(withdrawn_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"check person {self.pk}"


class Found(models.TextChoices):
    """What a check finds; the figures stand beside what the family declared."""

    DWELLING = "dwelling", "不动产"
    VEHICLE = "vehicle", "机动车"
    BUSINESS = "business", "工商登记"
    SHARES = "shares", "股权投资"
    DEPOSIT = "deposit", "存款或理财"
    INSURANCE = "insurance", "社会保险缴费"
    PENSION = "pension", "领取养老金"
    TAX = "tax", "纳税收入"
    DIBAO = "dibao", "享受低保"
    STATUS = "status", "户籍、婚姻不一致"
    DECEASED = "deceased", "已死亡登记"
    OTHER = "other", "其他发现"


class CheckAnswer(SealedRow):
    """What came back about one person. Insert-only: the latest one counts.

    `found`: {code of Found: how many, 0 where no figure was said}; empty: nothing found.
    """

    class Way(models.TextChoices):
        IMPORTED = "imported", "表格回填"
        BY_HAND = "by_hand", "逐户登记"

    person = models.ForeignKey(CheckPerson, on_delete=models.CASCADE, related_name="answers")
    way = models.CharField("方式", max_length=10, choices=Way)
    found = models.JSONField("发现", default=dict)
    words = SealedField("答复原文")
    answered_on = models.DateField("答复日期")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField("登记日期")

    class Meta:
        ordering = ["person", "pk"]

    def __str__(self) -> str:
        return f"answer {self.pk} about {self.person_id}"
