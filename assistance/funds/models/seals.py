from django.db import models
from django.db.models.functions import Now

from assistance.funds.models.ledger import Entry
from ground.accounts.models import Organisation, User, below


class UnsealedEntry(models.Model):
    """An entry that no seal holds yet. Written by a trigger alone, with the entry, and removed by its
    seal: what it names is there.
    """

    entry = models.OneToOneField(
        Entry,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="unsealed",
        db_constraint=False,
    )
    book = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        indexes = [models.Index(fields=["book", "entry"], name="unsealed_by_book")]

    def __str__(self) -> str:
        return str(self.entry_id)


class SealedEntry(models.Model):
    """An entry's place in the chain of its account book. Append-only (trigger).

    `hash` is SHA-256 over the hash before it and the entry's canonical text (`checker.py`).
    Numbers follow one another without a gap, in the order of sealing.
    """

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.PROTECT, related_name="sealed"
    )
    book = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveBigIntegerField("序号")
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["book", "number"]
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="sealed_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.book_id}:{self.number}"


class Seal(models.Model):
    """A batch of entries sealed at once: up to which number, and the hash there. Append-only (trigger).

    The same is told in the event `funds.book_sealed` and on printed trial balances, so that a chain
    that was written anew does not pass.
    """

    book = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seals")
    first = models.PositiveBigIntegerField("起")
    last = models.PositiveBigIntegerField("止")
    hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["book", "last"], name="seal_once"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="seal_holds_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.last}:{bytes(self.hash).hex()}"


class VerificationQuerySet(models.QuerySet["Verification"]):
    def visible_to(self, user: User, permission: str | None = None) -> "VerificationQuerySet":
        """Verifications of the books in this person's scope."""
        return self.filter(below("book__path", user.scope(permission)))


class Verification(models.Model):
    """A book was read again, and what was found (核验). Append-only (trigger).

    `sealed` and `hash` are the end of the chain then, `waiting` how many entries no seal held yet.
    `faults` are sentences, at most two hundred and one that says how many there were.
    """

    book = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="核验人"
    )
    intact_to = models.PositiveBigIntegerField("完整到")
    sealed = models.PositiveBigIntegerField("已封存")
    waiting = models.PositiveBigIntegerField("待封存")
    hash = models.CharField("封签", max_length=64, blank=True)
    faults = models.JSONField("不符", default=list)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["book", "-id"], name="verification_by_book")]

    def __str__(self) -> str:
        return f"{self.book_id}:{self.intact_to}"

    @property
    def is_intact(self) -> bool:
        return not self.faults

    @property
    def seal(self) -> str:
        """The seal as it is written down and given to the checker: `1200:9f2c…`."""
        return f"{self.sealed}:{self.hash}" if self.hash else ""

    @property
    def told(self) -> str:
        """The outcome in a sentence."""
        if self.faults:
            return f"账簿不完整：完整核到第 {self.intact_to} 笔，共发现 {len(self.faults)} 处不符"
        return f"账簿完整，核到第 {self.intact_to} 笔"
