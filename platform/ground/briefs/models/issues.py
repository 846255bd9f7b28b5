from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from ground.accounts.models import Organisation, User, below


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user: User, permission: str | None = None) -> "SeriesQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class Series(models.Model):
    """A brief that appears in numbers (简报): its name, its issuer, to whom it goes, how it is laid out."""

    class DataPage(models.TextChoices):
        BY_KIND = "", "随种类"
        ALWAYS = "always", "每期附"
        NEVER = "never", "不附"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="brief_series", verbose_name="编发单位"
    )
    kind = models.CharField("种类", max_length=20, default="brief", db_default="brief")
    title = models.CharField("报头", max_length=60, unique=True)
    issuer = models.CharField("编发单位全称", max_length=80)
    marking = models.CharField("标识", max_length=20, blank=True)
    report_to = models.CharField("报", max_length=300, blank=True)
    send_to = models.CharField("送", max_length=300, blank=True)
    distribute_to = models.CharField("发", max_length=300, blank=True)
    print_run = models.PositiveIntegerField("共印份数", null=True, blank=True)
    has_contents = models.BooleanField("两篇以上印目录", default=True, db_default=True)
    data_page = models.CharField(
        "本期数据", max_length=6, choices=DataPage, blank=True, default="", db_default=""
    )
    # What appeared on paper before this system: numbering goes on after it.
    paper_year = models.PositiveSmallIntegerField(null=True, blank=True)
    paper_number = models.PositiveSmallIntegerField(default=0)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, user: User, permission: str | None = None) -> "ContributionQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class Contribution(models.Model):
    """An article that a unit sent in (来稿). Its text stays as it came; the desk edits a copy.

    `blocks` is the typesetting's JSON: a list of {kind, …} as `typesetting.document` reads them.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "待处理"
        ADOPTED = "adopted", "已采用"
        RETURNED = "returned", "已退稿"

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="contributions",
        verbose_name="来稿单位",
    )
    title = models.CharField("标题", max_length=120)
    subtitle = models.CharField("副标题", max_length=120, blank=True)
    byline = models.CharField("署名", max_length=60, blank=True)
    contributor = models.CharField("来稿落款", max_length=60, blank=True)
    blocks = models.JSONField("正文")
    received_on = models.DateField("来稿日期")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.RECEIVED)
    return_reason = models.CharField("退稿原因", max_length=200, blank=True)
    # The returned one that this is, mended.
    mends = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="mended_by"
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            # A returned article may be mended and sent again on the same day.
            models.UniqueConstraint(
                fields=["organisation", "title", "received_on"],
                name="contribution_once",
                condition=~Q(state="returned"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IssueQuerySet(models.QuerySet["Issue"]):
    def visible_to(self, user: User, permission: str | None = None) -> "IssueQuerySet":
        return self.filter(below("series__organisation__path", user.scope(permission)))


class Issue(models.Model):
    """One number of a series. Date and number are fixed by a signature that is not the editor's.

    A signed issue that was wrong is withdrawn (撤回): its number stays used, its text is kept and shown to
    its office alone, and an issue of another number takes its place (`supersedes`).
    """

    class State(models.TextChoices):
        EDITING = "editing", "编辑中"
        IN_REVIEW = "in_review", "待签发"
        SIGNED = "signed", "已签发"
        TYPESET = "typeset", "已排印"
        WITHDRAWN = "withdrawn", "已撤回"

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="issues")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("期号", null=True)
    starts_on = models.DateField("数据起始")
    ends_on = models.DateField("数据截止")
    state = models.CharField("状态", max_length=10, choices=State, default=State.EDITING)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField("签发日期", null=True)
    sent_back_reason = models.CharField("退回原因", max_length=200, blank=True)
    left_out = models.JSONField(default=list)  # codes of facts that this issue does not print
    zeros = models.JSONField(default=list)  # codes of facts that it prints even where they are zero
    document = models.JSONField(null=True)  # what was signed: the frozen value that is typeset
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField("撤回日期", null=True)
    withdrawn_why = models.CharField(
        "撤回原因", max_length=200, blank=True, db_default="", default=""
    )
    extra_to = models.CharField("本期增发", max_length=300, blank=True, db_default="", default="")
    print_run = models.PositiveIntegerField(
        "共印份数", null=True, blank=True
    )  # where not the series'
    words = models.TextField(db_default="", default="")  # what was signed, for the search
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField("公开日期", null=True)  # since then anybody may read it
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [GinIndex(Func("words", function="briefs_grams"), name="issue_by_grams")]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="issue_number_once"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("edited_by")),
                name="issue_signer_is_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["editing", "in_review"])
                | Q(
                    signed_by__isnull=False,
                    issued_on__isnull=False,
                    number__isnull=False,
                    document__isnull=False,
                ),
                name="issue_signed_is_complete",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="issue_span"),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(opened_by__isnull=False),
                name="issue_opened_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="withdrawn", withdrawn_by__isnull=False, withdrawn_on__isnull=False
                )
                & ~Q(withdrawn_why="")
                | ~Q(state="withdrawn")
                & Q(withdrawn_by__isnull=True, withdrawn_on__isnull=True, withdrawn_why=""),
                name="issue_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}年第{self.number or '—'}期"


class Article(models.Model):
    """An article of an issue: the desk's copy of a contribution, or the desk's own."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="articles")
    contribution = models.ForeignKey(
        Contribution, null=True, on_delete=models.PROTECT, related_name="articles"
    )
    position = models.PositiveSmallIntegerField(default=0)
    section = models.CharField("栏目", max_length=30)
    title = models.CharField("标题", max_length=120)
    subtitle = models.CharField("副标题", max_length=120, blank=True)
    byline = models.CharField("署名", max_length=60, blank=True)
    contributor = models.CharField("来稿落款", max_length=60, blank=True)
    editor_note = models.TextField("编者按", blank=True)
    blocks = models.JSONField("正文")
    version = models.PositiveIntegerField(db_default=1, default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "contribution"], name="contribution_once_an_issue"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IssueFigure(models.Model):
    """A figure of an issue: its value, the query that gave it, and the records behind it.

    While the issue is edited, figures are computed when they are shown; signing freezes them here.
    """

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="figures")
    position = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=80)  # the fact, and which span and unit; see rules.citing
    label = models.CharField(max_length=200)
    unit = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=16, decimal_places=2)
    query = models.TextField()  # the SQL that counted or summed it
    records = models.JSONField()  # [{label, url, value}] as they stood when it was signed
    as_of_event = models.BigIntegerField()
    # Where a figure is cited that is not of the issue's own span or office.
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    on_data_page = models.BooleanField(db_default=True, default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "key"], name="issue_figure_once"),
            models.CheckConstraint(condition=~Q(query=""), name="issue_figure_has_its_query"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.value}"


class Printed(models.Model):
    """The typeset PDF of a signed issue. The same document always gives the same bytes."""

    issue = models.OneToOneField(Issue, on_delete=models.PROTECT, related_name="printed")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    typeset_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "printed"

    def __str__(self) -> str:
        return self.sha256[:12]
