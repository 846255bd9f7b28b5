from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.funds.models.sources import FundSource
from ground.accounts.models import Organisation, User, below


class Account(models.Model):
    """An account of a fund source. Its balance is kept by a trigger of the database alone.

    Granted is what came in, and stands negative; all other accounts say where it is now. They always
    add to zero, and none but granted can ever be below zero.
    """

    class Kind(models.TextChoices):
        GRANTED = "granted", "拨入"
        AVAILABLE = "available", "可用"
        RESERVED = "reserved", "已批待付"
        IN_TRANSIT = "in_transit", "银行在途"
        SPENT = "spent", "已支出"
        ALLOCATED = "allocated", "已下达"
        RETURNED = "returned", "已缴回"
        CARRIED = "carried", "已结转"

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
        return self.filter(below("source__organisation__path", user.scope(permission)))


class Entry(models.Model):
    """One entry of the ledger, within one fund source. Append-only; its postings add to zero (triggers).

    `key` names what it books, for example `aid.payment:12:paid`: booked once, however often it is
    told. Its postings are written in one statement of its own transaction, and never again. `item`
    (what the money is for) and `unit` (where it went) are those of what it books, where it has them.

    That its source, unit and maker, and the entry and account of a posting, are there is proved by the
    triggers for a whole statement at once, and none of them goes while an entry names it: no foreign
    key asks again for each row.
    """

    source = models.ForeignKey(
        FundSource,
        on_delete=models.PROTECT,
        related_name="entries",
        db_index=False,
        db_constraint=False,
    )
    key = models.CharField(max_length=80)
    on = models.DateField("日期")
    summary = models.CharField("摘要", max_length=120)
    item = models.CharField("项目", max_length=20, blank=True, db_default="")
    unit = models.ForeignKey(
        Organisation,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="单位",
        db_constraint=False,
    )
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrections", db_index=False
    )
    made_by = models.ForeignKey(
        User,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    event_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(F("source"), F("on").desc(), F("id").desc(), name="entry_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="fund_entry_once"),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False),
                name="fund_entry_corrected_once",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Posting(models.Model):
    """A part of an entry: an amount onto an account. Positive adds to the account's balance."""

    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        related_name="postings",
        db_index=False,
        db_constraint=False,
    )
    account = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        related_name="postings",
        db_index=False,
        db_constraint=False,
    )
    on = models.DateField("日期")  # its entry's, so that a statement is one walk along an index
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["account", "on", "id"], name="posting_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "account"], name="posting_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="posting_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"


class DayTotal(models.Model):
    """What came onto an account on a day for an item at a unit. Kept by a trigger alone.

    What was spent on what, where, in any period is a sum of these.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="days", db_index=False
    )
    on = models.DateField("日期")
    item = models.CharField("项目", max_length=20, blank=True)
    unit = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    number = models.PositiveIntegerField("笔数")

    class Meta:
        ordering = ["account", "on", "item", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "on", "item", "unit"],
                name="day_total_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.on} {self.amount}"


class AccountDay(models.Model):
    """What came onto an account on a day, in all, and its balance when the day ended. Kept by a
    trigger alone.

    The balance of any past day is one row, found along an index, however many postings there were. What
    takes from an account leaves none of its days from then on below zero (the same trigger), except
    of `granted`: see `Move.needs_cover_each_day`.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField("日期")
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    number = models.PositiveIntegerField("笔数")
    closing = models.DecimalField("日终余额", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["account", "on"]
        constraints = [
            models.UniqueConstraint(fields=["account", "on"], name="account_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.on} {self.amount}"
