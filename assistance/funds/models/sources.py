from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ground.accounts.models import Organisation, User, below
from ground.files.models import StoredFile


class SourceQuerySet(models.QuerySet["FundSource"]):
    def visible_to(self, user: User, permission: str | None = None) -> "SourceQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class FundSource(models.Model):
    """Money with one origin and purpose, kept by one organisation for one year (资金来源).

    All sources of an organisation make its account book (账簿). What names a source, who gave it and
    how it came stay as they were opened (trigger): the seals of the ledger stand on it.

    Money that was passed on keeps its history: `origin` is the source into which it came from
    outside, `allocation` the one by which it came down to this organisation, and `carried_from` the
    source of the year before.
    """

    class Kind(models.TextChoices):
        CENTRAL = "central", "中央财政"
        LOCAL = "local", "地方财政"
        UPPER_UNION = "upper_union", "上级工会补助"
        OWN = "own", "本级工会经费"
        DONATION = "donation", "社会捐助"
        EMPLOYER = "employer", "行政拨付"
        INTEREST = "interest", "利息"
        OTHER = "other", "其他"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="fund_sources", verbose_name="管理单位"
    )
    kind = models.CharField("来源", max_length=12, choices=Kind)
    name = models.CharField("名称", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    document_no = models.CharField("文号", max_length=60, blank=True)
    donor = models.CharField("捐赠人", max_length=80, blank=True, db_default="", default="")
    wish = models.CharField("捐赠意愿", max_length=300, blank=True, db_default="", default="")
    origin = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="passed_on", verbose_name="源头"
    )
    allocation = models.ForeignKey(
        "funds.Allocation",
        null=True,
        on_delete=models.PROTECT,
        related_name="sources",
        verbose_name="下达",
    )
    carried_from = models.OneToOneField(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="carried_into",
        verbose_name="结转自",
    )
    low_since = models.DateField("余额不足自", null=True, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "name"], name="fund_source_once"
            ),
            models.UniqueConstraint(
                fields=["allocation"],
                condition=Q(carried_from__isnull=True),
                name="allocation_opens_one_source",
            ),
            models.CheckConstraint(
                condition=Q(origin__isnull=True, allocation__isnull=True, carried_from__isnull=True)
                | Q(origin__isnull=False)
                & (Q(allocation__isnull=False) | Q(carried_from__isnull=False)),
                name="source_passed_on_has_origin",
            ),
            models.CheckConstraint(
                condition=Q(kind="donation") | Q(donor="", wish=""), name="donor_of_a_donation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.year}）"

    @property
    def with_unit(self) -> str:
        """The source and whose it is, as in a choice: two units may call theirs the same."""
        return f"{self}　{self.organisation}"

    @property
    def giver_id(self) -> int | None:
        """The source out of which its money came here: allocated from above, or carried over. Reads `allocation`."""
        if self.carried_from_id:
            return self.carried_from_id
        return self.allocation.source_id if self.allocation else None

    @property
    def came_from_outside(self) -> bool:
        """Whether its money is received here for the first time, not passed on."""
        return self.origin_id is None


class SourcePaper(models.Model):
    """A paper of a fund source (文件): the document that granted it, the donor's letter."""

    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="papers")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["source", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "file"], name="source_paper_once")]

    def __str__(self) -> str:
        return f"paper {self.pk} of {self.source_id}"
