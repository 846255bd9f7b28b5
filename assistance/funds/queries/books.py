"""Account books: the organisations that keep money, how far each is sealed, when it was verified."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from assistance.funds.models import Entry, FundSource, Seal, UnsealedEntry, Verification
from ground.accounts.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Book:
    """An account book as it stands: its last seal (None: nothing is sealed yet), how many entries wait
    for one, and the last verification.
    """

    organisation: Organisation
    seal: Seal | None
    waiting: int
    verified: Verification | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """An entry's place in its book: its number and hash once it is sealed."""

    number: int | None
    hash: str

    @property
    def told(self) -> str:
        return f"第 {self.number} 笔，已封存" if self.number else "待封存"


def books() -> "QuerySet[Organisation]":
    """All organisations with fund sources."""
    return Organisation.objects.filter(
        Exists(FundSource.objects.filter(organisation=OuterRef("pk")))
    )


def books_of(organisations: "QuerySet[Organisation]") -> list[Book]:
    """The books of those organisations that keep one, in the order of the tree. Four queries."""
    kept = list(organisations.filter(pk__in=books()).order_by("path"))
    ids = [one.pk for one in kept]
    seals = {
        one.book_id: one
        for one in Seal.objects.filter(pk__in=_last_of(ids, Seal.objects.order_by("-last")))
    }
    verified = {
        one.book_id: one
        for one in Verification.objects.filter(
            pk__in=_last_of(ids, Verification.objects.order_by("-pk"))
        ).select_related("by")
    }
    waiting = dict(
        UnsealedEntry.objects.filter(book__in=ids).values_list("book").annotate(number=Count("pk"))
    )
    return [
        Book(
            organisation=one,
            seal=seals.get(one.pk),
            waiting=waiting.get(one.pk, 0),
            verified=verified.get(one.pk),
        )
        for one in kept
    ]


def place_of(entry: Entry) -> Place:
    sealed = getattr(entry, "sealed", None)
    if sealed is None:
        return Place(number=None, hash="")
    return Place(number=sealed.number, hash=bytes(sealed.hash).hex())


def _last_of(
    books: list[int], rows: "QuerySet[Seal] | QuerySet[Verification]"
) -> "QuerySet[Any, Any]":
    """The newest row of each book: one step along an index for each."""
    newest = rows.filter(book=OuterRef("pk")).values("pk")[:1]
    found = Organisation.objects.filter(pk__in=books).annotate(newest=Subquery(newest))
    return found.order_by().values("newest")
