from django.db import models
from django.db.models import Q

from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import SealedBytesField, SealedField, SealedRow
from ground.intake.kinds import ImportKind, kind_named, kinds_for
from ground.jobs.models import Job


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, user: User, permission: str | None = None) -> "IntakeQuerySet":
        """Workbooks for organisations in the scope in which the person may bring in that kind."""
        seen = Q(pk__in=[])
        if permission is None or user.may(permission):
            for kind in kinds_for(user):
                inside = below("organisation__path", user.scope(kind.permission.code))
                seen |= Q(kind=kind.code) & inside
        return self.filter(seen)


class Intake(SealedRow):
    """A workbook that somebody sent in (导入批次), from its reading to its commit, or its undoing."""

    class State(models.TextChoices):
        READ = "read", "待核对列"
        REHEARSING = "rehearsing", "预演中"
        REHEARSED = "rehearsed", "待确认"
        COMMITTING = "committing", "导入中"
        COMMITTED = "committed", "已导入"
        UNDOING = "undoing", "撤销中"
        UNDONE = "undone", "已撤销"
        DISCARDED = "discarded", "已作废"

    WORKING = (State.REHEARSING, State.COMMITTING, State.UNDOING)

    kind = models.CharField("种类", max_length=60)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="导入到"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="导入人")
    sent_at = models.DateTimeField("送交时间")
    file_name = models.CharField("文件", max_length=120)
    sha256 = models.CharField(max_length=64)
    layout = models.JSONField(default=dict)  # sheet, headings, rows that are no records
    fingerprint = models.CharField(max_length=64)  # of the headings
    row_count = models.PositiveIntegerField("行数")
    mapping = models.JSONField(default=dict)  # field → number of the column
    options = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=State, default=State.READ)
    counts = models.JSONField(default=dict)
    totals = models.JSONField(default=list)
    findings = SealedField()  # JSON: problems and samples of changes, as they quote cells
    digest = models.CharField(max_length=64, blank=True)  # of what the rehearsal found
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField("放行原因", max_length=200, blank=True)
    committed_at = models.DateTimeField("导入时间", null=True)
    trail_id = models.BigIntegerField(null=True)  # the trail's last line when it was committed

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "kind", "sha256"], name="intake_by_file")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="committed") | Q(committed_at__isnull=False),
                name="intake_committed_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        """Whether a job works on it at this moment."""
        return self.state in Intake.WORKING and self.job is not None and self.job.is_open

    @property
    def stage(self) -> str:
        """The state that it stands in: a step whose job failed or was cancelled has not been taken."""
        if self.state in Intake.WORKING and not self.is_busy:
            return {
                Intake.State.REHEARSING: Intake.State.READ,
                Intake.State.COMMITTING: Intake.State.REHEARSED,
            }.get(Intake.State(self.state), Intake.State.COMMITTED)
        return self.state

    @property
    def shape(self) -> type[ImportKind] | None:
        """Its kind, with the columns of its area; None where this version knows it no more."""
        known = kind_named(self.kind)
        return known and known.in_area(self.organisation)

    @property
    def kind_label(self) -> str:
        known = kind_named(self.kind)
        return known.label if known else self.kind


def place_of_file(sha256: str) -> str:
    """What the bytes of a workbook are bound to."""
    return f"intake.sentfile:{sha256}"


def place_of_page(sha256: str, number: int) -> str:
    """What a page of rows is bound to: the workbook that it was read from, and its place there."""
    return f"intake.intakepage:{sha256}:{number}"


class SentFile(models.Model):
    """The bytes of a workbook as they came, sealed. Apart, so that lists never load them."""

    intake = models.OneToOneField(Intake, on_delete=models.CASCADE, related_name="sent_file")
    sealed = SealedBytesField(place=lambda kept: place_of_file(kept.intake.sha256))

    def __str__(self) -> str:
        return f"file of {self.intake_id}"


class IntakePage(models.Model):
    """Some thousand rows of cells as they were read, sealed; gone once they are committed."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    sealed = SealedBytesField(place=lambda page: place_of_page(page.intake.sha256, page.number))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "number"], name="intake_page_once")
        ]

    def __str__(self) -> str:
        return f"{self.intake_id}/{self.number}"


class Trace(SealedRow):
    """What a commit wrote to one table: ranges of keys that it created, values that it replaced."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="traces")
    number = models.PositiveIntegerField()  # in the order of writing
    model = models.CharField(max_length=80)
    created = models.JSONField(default=list)  # [[first key, last key], …]
    replaced = SealedField()  # JSON: {key: {field: [before, after]}}

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "number"], name="intake_trace_once")
        ]

    def __str__(self) -> str:
        return f"{self.intake_id}: {self.model}"


class RememberedMapping(models.Model):
    """Which column is which, as an organisation pointed it out for workbooks with these headings."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)  # field → heading

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "fingerprint"], name="mapping_remembered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind}"
