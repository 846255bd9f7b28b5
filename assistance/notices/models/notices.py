"""Notices as they hang: their words, their families, their days, and the pictures that prove it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.households.models import Gate, HardshipFile
from ground.accounts.models import Organisation, User, below
from ground.files.models import StoredFile


class NoticeDesk(models.Model):
    """Where an organisation hears objections (公示监督电话): its own number, never a family's."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="notice_desk", verbose_name="单位"
    )
    phone = models.CharField("监督电话", max_length=30)
    contact = models.CharField("受理部门", max_length=60)
    set_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    set_on = models.DateField("登记日期")

    class Meta:
        ordering = ["organisation__path"]

    def __str__(self) -> str:
        return f"{self.contact} {self.phone}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User, permission: str | None = None) -> "NoticeQuerySet":
        """Notices of the organisations in this person's scope."""
        return self.filter(below("organisation__path", user.scope(permission)))


class Notice(models.Model):
    """公示: many families on one sheet, for the working days that the local rule asks for.

    What was printed never changes, and it cannot end before its last day (triggers and constraints):
    `last_day` only moves on, where the working calendar changed, `printed_last_day` is on the wall.
    """

    class State(models.TextChoices):
        HANGING = "hanging", "公示中"
        PASSED = "passed", "已期满"
        WITHDRAWN = "withdrawn", "已撤下"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="notices", verbose_name="公示单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("序号")
    title = models.CharField("标题", max_length=60)
    place = models.CharField("张贴地点", max_length=60)
    remark = models.CharField("说明", max_length=200, blank=True)
    phone = models.CharField("监督电话", max_length=30)
    contact = models.CharField("受理部门", max_length=60)
    posted_on = models.DateField("张贴日期")
    first_day = models.DateField("公示首日")
    workdays = models.PositiveSmallIntegerField("工作日")
    printed_last_day = models.DateField("公示单上的截止日")
    last_day = models.DateField("截止日")
    state = models.CharField("状态", max_length=10, choices=State, default=State.HANGING)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    withdrawn_why = models.CharField("撤下原因", max_length=300, blank=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    result = models.CharField("公示结果", max_length=200, blank=True)
    sealed_on = models.DateField("盖章日期", null=True, blank=True)
    result_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "last_day"], name="notice_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(first_day__gt=F("posted_on"), last_day__gte=F("printed_last_day"))
                & Q(printed_last_day__gte=F("first_day"), workdays__gt=0),
                name="notice_span",
            ),
            models.CheckConstraint(
                condition=~Q(state="passed") | Q(ended_on__gt=F("last_day")),
                name="notice_hung_its_days",
            ),
            models.CheckConstraint(
                condition=Q(state="hanging", ended_on__isnull=True)
                | (~Q(state="hanging") & Q(ended_on__isnull=False)),
                name="notice_ended_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.mark

    @property
    def mark(self) -> str:
        """公示〔2008〕3号."""
        return f"公示〔{self.year}〕{self.number}号"


class NoticeLine(models.Model):
    """A family on a notice, in the only words that it may show; frozen when it was posted.

    `gate` and `round` are those at which the file stood, so that what happened to it since is plain.
    """

    class State(models.TextChoices):
        HANGING = "hanging", "公示中"
        PASSED = "passed", "期满通过"
        WITHDRAWN = "withdrawn", "已撤下"

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="lines")
    file = models.ForeignKey(HardshipFile, on_delete=models.CASCADE, related_name="notice_lines")
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("轮次")
    position = models.PositiveSmallIntegerField("序号")
    name = models.CharField("姓名（隐去部分）", max_length=40)
    unit = models.CharField("所在单位", max_length=120)
    category = models.CharField("困难类别", max_length=20)
    state = models.CharField("状态", max_length=10, choices=State, default=State.HANGING)
    ended_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        ordering = ["notice", "position"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "file"], name="notice_line_once"),
            models.UniqueConstraint(
                fields=["file"], name="file_hangs_once", condition=Q(state="hanging")
            ),
            models.CheckConstraint(
                condition=Q(state="hanging", ended_on__isnull=True)
                | (~Q(state="hanging") & Q(ended_on__isnull=False)),
                name="notice_line_ended_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}.{self.position}"


class NoticePicture(models.Model):
    """A photograph of the notice on its wall, or the sealed copy that goes into the folder."""

    class Kind(models.TextChoices):
        PLACE = "place", "张贴现场照片"
        COPY = "copy", "盖章的公示单"

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="pictures")
    kind = models.CharField("类别", max_length=6, choices=Kind)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="notice_pictures")
    taken_on = models.DateField("日期")
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["notice", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "stored"], name="notice_picture_once")
        ]

    def __str__(self) -> str:
        return f"picture {self.pk}"
