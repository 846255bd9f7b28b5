from django.db import models
from django.db.models.functions import Now

from assistance.funds.models.ledger import Entry
from ground.accounts.models import Organisation


class UnsealedEntry(models.Model):
    """An entry that no seal holds yet. Written by a trigger with the entry, removed by its seal."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.PROTECT, related_name="unsealed"
    )
    book = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.entry_id)


class SealedEntry(models.Model):
    """An entry's place in the chain of its account book. Append-only (trigger).

    `hash` is SHA-256 over the hash before it and the entry's canonical text (`rules.sealing`).
    Numbers follow one another without a gap, in the order of sealing.
    """

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.PROTECT, related_name="sealed"
    )
    book = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
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
        return f"{self.book_id}:{self.last}"
