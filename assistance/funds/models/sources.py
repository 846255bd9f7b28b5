from django.db import models

from ground.accounts.models import Organisation, User, below


class SourceQuerySet(models.QuerySet["FundSource"]):
    def visible_to(self, user: User, permission: str | None = None) -> "SourceQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class FundSource(models.Model):
    """Money with one origin and purpose, kept by one organisation for one year (资金来源).

    All sources of an organisation make its account book (账簿). What names a source stays as it was
    opened (trigger): the seals of the ledger stand on it.
    """

    class Kind(models.TextChoices):
        CENTRAL = "central", "中央财政"
        LOCAL = "local", "地方财政"
        UPPER_UNION = "upper_union", "上级工会补助"
        OWN = "own", "本级工会经费"
        DONATION = "donation", "社会捐助"
        EMPLOYER = "employer", "行政拨付"
        OTHER = "other", "其他"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="fund_sources", verbose_name="管理单位"
    )
    kind = models.CharField("来源", max_length=12, choices=Kind)
    name = models.CharField("名称", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    document_no = models.CharField("文号", max_length=60, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "name"], name="fund_source_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.year}）"
