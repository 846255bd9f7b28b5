"""The chain of an account book: what of it is sealed, what waits, and every entry as its seal reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection

from assistance.funds.checker import beginning
from assistance.funds.models import SealedEntry, UnsealedEntry

# What a seal holds of an entry: all of it, its postings, and what names its source.
_FACTS = """
    SELECT e.id, e.key, e."on", e.summary, e.item, e.unit_id, e.corrects_id, e.made_by_id, e.event_id,
           e.made_in, e.recorded_at, s.organisation_id, s.id, s.kind, s.year, s.name, s.document_no,
           (SELECT json_agg(json_build_array(p.account_id, a.kind, p.amount::text) ORDER BY p.account_id)
              FROM funds_posting p JOIN funds_account a ON a.id = p.account_id WHERE p.entry_id = e.id)
      FROM funds_entry e JOIN funds_fundsource s ON s.id = e.source_id
"""


@dataclass(frozen=True, slots=True)
class SealedFacts:
    """A sealed entry: its place, the hash beside it, and what it says now (None: it is gone)."""

    number: int
    entry_id: int
    hash: bytes
    facts: dict[str, Any] | None


def lock_book(book_id: int) -> None:
    """Let only the caller's transaction seal this book. Whoever writes entries does not wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('funds.book'), %s)", [book_id])


def books_that_wait() -> list[int]:
    """The books (ids of organisations) with entries that no seal holds yet."""
    waiting = UnsealedEntry.objects.order_by("book").values_list("book", flat=True)
    return list(waiting.distinct())


def end_of_chain(book_id: int) -> tuple[int, bytes]:
    """The number and hash of the last sealed entry; nought and the book's beginning before the first."""
    last = SealedEntry.objects.filter(book=book_id).order_by("-number").first()
    return (last.number, bytes(last.hash)) if last else (0, beginning(book_id))


def unsealed_facts(book_id: int, *, after: int, most: int) -> list[tuple[int, dict[str, Any]]]:
    """Entries past an id that wait for a seal, in the order written: id and facts."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FACTS  # noqa: S608 -- no text of others
            + """ WHERE e.id IN (SELECT entry_id FROM funds_unsealedentry
                   WHERE book_id = %s AND entry_id > %s ORDER BY entry_id LIMIT %s) ORDER BY e.id""",
            [book_id, after, most],
        )
        return [(row[0], _facts(row)) for row in cursor.fetchall()]


def sealed_facts(book_id: int, *, last: int, at_once: int = 5_000) -> Iterator[list[SealedFacts]]:
    """The sealed entries of a book in order, up to a number, so many at a time."""
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT number, entry_id, hash FROM funds_sealedentry"
                " WHERE book_id = %s AND number > %s AND number <= %s ORDER BY number LIMIT %s",
                [book_id, after, last, at_once],
            )
            places = cursor.fetchall()
            if not places:
                return
            cursor.execute(_FACTS + " WHERE e.id = ANY(%s)", [[entry for _, entry, _ in places]])
            said = {row[0]: _facts(row) for row in cursor.fetchall()}
        yield [
            SealedFacts(number, entry, bytes(shown), said.get(entry))
            for number, entry, shown in places
        ]
        after = places[-1][0]


def _facts(row: tuple[Any, ...]) -> dict[str, Any]:
    entry, key, on, summary, item, unit, corrects, by, because, made_in, recorded_at = row[:11]
    book, source, kind, year, name, document_no, postings = row[11:]
    return {
        "id": entry,
        "key": key,
        "on": on.isoformat(),
        "summary": summary,
        "item": item,
        "unit": unit,
        "corrects": corrects,
        "by": by,
        "because": because,
        "transaction": made_in,
        "recorded_at": recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "book": book,
        "source": [source, kind, year, name, document_no],
        "postings": postings or [],
    }
