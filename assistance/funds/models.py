from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from ground.accounts.models import Organisation, User, below


class SourceQuerySet(models.QuerySet["FundSource"]):
    def visible_to(self, user: User, permission: str | None = None) -> "SourceQuerySet":
        return self.filter(below("organisation__path", user.scope(permission)))


class FundSource(models.Model):
    """Money with one origin and purpose, kept by one organisation for one year (资金来源)."""

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


class Account(models.Model):
    """An account of a fund source. Its balance is kept by a trigger of the database alone.

    granted (what came in, negative) · available · reserved (approved, not yet paid) · spent. The
    four always add to zero. Available and reserved can never be below zero.
    """

    class Kind(models.TextChoices):
        GRANTED = "granted", "拨入"
        AVAILABLE = "available", "可用"
        RESERVED = "reserved", "已批待付"
        SPENT = "spent", "已支出"

    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="accounts")
    kind = models.CharField("科目", max_length=10, choices=Kind)
    balance = models.DecimalField("余额", max_digits=14, decimal_places=2, default=0)

    class Meta:
        ordering = ["source", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "kind"], name="account_once"),
            models.CheckConstraint(
                condition=Q(balance__gte=0) | Q(kind="granted"), name="fund_never_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()}"


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: User, permission: str | None = None) -> "EntryQuerySet":
        """Entries of the fund sources in this person's scope."""
        sources = FundSource.objects.visible_to(user, permission)
        return self.filter(
            Exists(Posting.objects.filter(entry=OuterRef("pk"), account__source__in=sources))
        )


class Entry(models.Model):
    """One entry of the ledger. Append-only (trigger); its postings add to zero (deferred trigger).

    `key` names what it books, for example `aid.payment:12:paid`: booked once, however often it is
    told. Its postings are written in its own transaction, and never again (trigger).
    """

    key = models.CharField(max_length=80, unique=True)
    on = models.DateField("日期")
    summary = models.CharField("摘要", max_length=120)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    event_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.key


class Posting(models.Model):
    """A part of an entry: an amount onto an account. Positive adds to the account's balance."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "account"], name="posting_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="posting_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"
