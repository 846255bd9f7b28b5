"""The chain of an account book: what of it is sealed, what waits, and every entry as its seal reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from assistance.funds.checker import beginning
from assistance.funds.models import SealedEntry, UnsealedEntry

# What a seal holds of an entry: all of it, its postings, and what names its source. Put together by the
# database: eighteen columns read one by one take three times as long.
_FACTS = """
    SELECT e.id, json_build_object(
               'id', e.id, 'key', e.key, 'on', e."on", 'summary', e.summary, 'item', e.item,
               'unit', e.unit_id, 'corrects', e.corrects_id, 'by', e.made_by_id, 'because', e.event_id,
               'transaction', e.made_in,
               'recorded_at',
               to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
               'book', s.organisation_id,
               'source', json_build_array(s.id, s.kind, s.year, s.name, s.document_no),
               'postings', coalesce(
                   (SELECT json_agg(json_build_array(p.account_id, a.kind, p.amount::text)
                                    ORDER BY p.account_id)
                      FROM funds_posting p JOIN funds_account a ON a.id = p.account_id
                     WHERE p.entry_id = e.id), '[]'))
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
        return list(cursor.fetchall())


def still_waits(book_id: int, *, after: int) -> bool:
    """Whether entries past an id wait for a seal."""
    return UnsealedEntry.objects.filter(book=book_id, entry__gt=after).exists()


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
            said = dict(cursor.fetchall())
        yield [
            SealedFacts(number, entry, bytes(shown), said.get(entry))
            for number, entry, shown in places
        ]
        after = places[-1][0]
