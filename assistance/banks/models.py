"""银行代发与回盘: how a bank wants its file, what went to it, what it answered (domain.md, 1.4, 5.6d/e)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.aid.models import Batch, Payment
from assistance.banks.rules import SAID_WORDS, WHY_WORDS, Layout, Said, Why, layout_of
from ground.accounts.models import Organisation, User, above, below
from ground.audit.sealing import SealedBytesField
from ground.intake.models import Intake


class TemplateQuerySet(models.QuerySet["BankTemplate"]):
    def visible_to(self, user: User, permission: str | None = None) -> "TemplateQuerySet":
        """Those that came with the program, those of the scope, and those of the offices above it."""
        paths = user.scope(permission)
        if not paths:
            return self.none()
        return self.filter(
            Q(organisation=None)
            | below("organisation__path", paths)
            | Q(organisation__path__in=above(paths))
        )

    def for_organisation(self, organisation: Organisation) -> "TemplateQuerySet":
        """What an organisation may use: its own, those from above, those of the program."""
        paths = [organisation.path, *above([organisation.path])]
        return self.filter(Q(organisation=None) | Q(organisation__path__in=paths))

    def in_force(self, on: date) -> "TemplateQuerySet":
        """The newest version of each template that has begun, where it is still offered."""
        begun = BankTemplate.objects.filter(valid_from__lte=on)
        newest = begun.order_by("series", "-valid_from", "-version").distinct("series")
        return self.filter(pk__in=newest.values("pk"), is_offered=True)


class BankTemplate(models.Model):
    """How a bank wants its file, and how it answers, from a day on (银行文件模板).

    A row never changes (trigger): a correction is the next version of its series. Without an
    organisation it came with the program.
    """

    series = models.UUIDField()
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )
    bank = models.CharField("银行", max_length=40)
    name = models.CharField("名称", max_length=40)
    version = models.PositiveSmallIntegerField("版本")
    layout = models.JSONField()
    is_offered = models.BooleanField("启用", default=True)
    valid_from = models.DateField("自")
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["bank", "name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["series", "version"], name="bank_template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.bank} {self.name}"

    @property
    def read(self) -> Layout:
        return layout_of(self.layout)


class BankFileQuerySet(models.QuerySet["BankFile"]):
    def visible_to(self, user: User, permission: str | None = None) -> "BankFileQuerySet":
        return self.filter(below("batch__source__organisation__path", user.scope(permission)))


class BankFile(models.Model):
    """The file of a batch as it goes to the bank (银行代发文件); a batch has one that counts.

    What was written stays (trigger): a wrong one is withdrawn before it is sent, and another made.
    """

    class State(models.TextChoices):
        MADE = "made", "待送交"
        SENT = "sent", "已送银行"
        WITHDRAWN = "withdrawn", "已作废"

    number = models.CharField("文件号", max_length=20, unique=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="bank_files")
    template = models.ForeignKey(BankTemplate, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.MADE)
    name = models.CharField("文件名", max_length=80)
    lines = models.PositiveIntegerField("笔数")
    total = models.DecimalField("金额", max_digits=14, decimal_places=2)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField(max_length=64)
    checksum = models.CharField("校验值", max_length=64, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField("生成日期")
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField("送交日期", null=True)
    receipt_no = models.CharField("银行受理号", max_length=40, blank=True)
    due_on = models.DateField("应回盘日期", null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField("作废原因", max_length=200, blank=True)

    objects = BankFileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="bank_file_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["batch"], condition=~Q(state="withdrawn"), name="bank_file_once_for_batch"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent")
                | Q(sent_by__isnull=False, sent_on__isnull=False, due_on__gte=F("sent_on")),
                name="bank_file_sent_has_days",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_why=""),
                name="bank_file_withdrawn_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number


def place_of_content(number: str) -> str:
    """What the bytes of a file are bound to: they open under its number only."""
    return f"banks.filecontent:{number}"


class FileContent(models.Model):
    """The bytes of a bank's file, sealed. Apart, so that lists never load them."""

    file = models.OneToOneField(BankFile, on_delete=models.PROTECT, related_name="content")
    sealed = SealedBytesField(place=lambda kept: place_of_content(kept.file.number))

    def __str__(self) -> str:
        return f"content of {self.file_id}"


class FileLine(models.Model):
    """One payment in a bank's file. Its number is that in the reference the bank sends back."""

    file = models.ForeignKey(
        BankFile, on_delete=models.PROTECT, related_name="file_lines", db_index=False
    )
    number = models.PositiveIntegerField("行号")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="bank_lines")
    account_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["file", "number"]
        indexes = [models.Index(fields=["account_hash"], name="bank_line_by_account")]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="bank_line_once"),
            models.UniqueConstraint(fields=["file", "payment"], name="bank_line_of_payment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.number}"


class AnswerQuerySet(models.QuerySet["BankAnswer"]):
    def visible_to(self, user: User, permission: str | None = None) -> "AnswerQuerySet":
        return self.filter(below("intake__organisation__path", user.scope(permission)))


class BankAnswer(models.Model):
    """An answer of the bank that was taken in (银行回盘), and what it moved. Undone, it stays."""

    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, related_name="bank_answer")
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField("入账日期")
    paid = models.PositiveIntegerField("成功笔数", default=0)
    paid_amount = models.DecimalField("成功金额", max_digits=14, decimal_places=2, default=0)
    failed = models.PositiveIntegerField("退票笔数", default=0)
    failed_amount = models.DecimalField("退票金额", max_digits=14, decimal_places=2, default=0)
    unknown = models.PositiveIntegerField("不明笔数", default=0)
    unknown_amount = models.DecimalField("不明金额", max_digits=14, decimal_places=2, default=0)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_on = models.DateField("撤销日期", null=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.intake)


class AnswerLine(models.Model):
    """What the bank said of one payment, as it acted. Undone, it stays and counts no more.

    That its answer and its line are there is proved by a trigger for all lines of a statement at once;
    neither can ever go.
    """

    answer = models.ForeignKey(
        BankAnswer, on_delete=models.PROTECT, related_name="answer_lines", db_constraint=False
    )
    line = models.ForeignKey(
        FileLine, on_delete=models.PROTECT, related_name="answers", db_constraint=False
    )
    said = models.CharField(
        "结果", max_length=8, choices=[(one.value, word) for one, word in SAID_WORDS.items()]
    )
    why = models.CharField(
        "原因",
        max_length=8,
        blank=True,
        choices=[(one.value, word) for one, word in WHY_WORDS.items()],
    )
    words = models.CharField("银行说明", max_length=100, blank=True)
    answered_on = models.DateField("处理日期")
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["answer", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "said"],  # paid once, and once sent back after that
                condition=Q(undone=False) & ~Q(said=Said.UNKNOWN.value),
                name="bank_answer_final_once",
            ),
            models.CheckConstraint(
                condition=Q(said=Said.FAILED.value) | Q(why=""), name="bank_answer_why_of_failed"
            ),
            models.CheckConstraint(
                condition=~Q(said=Said.FAILED.value) | Q(why__in=[one.value for one in Why]),
                name="bank_answer_failed_has_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.line_id}"


class Inquiry(models.Model):
    """That the bank was asked about what it had not answered (查询), and what it said. Append-only."""

    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="inquiries")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("查询日期")
    words = models.CharField("银行答复", max_length=200)
    open_lines = models.PositiveIntegerField("未明笔数")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.on}"
