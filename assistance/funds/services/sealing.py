"""Seal what has been written: entries become links of their book's chain, many at once."""

from django.db import connection, transaction

from assistance.funds import queries
from assistance.funds.checker import link
from assistance.funds.events import BookSealed, MoreToSeal
from assistance.funds.models import Seal
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel.arrays import number_array, text_array

AT_ONCE = 20_000
MOST_SEALS = 5


@transaction.atomic
def seal_book(book_id: int, *, at_once: int = AT_ONCE) -> list[Seal]:
    """Seal the entries of an account book that wait for it; the seals made, none where nothing waited.

    Writers never wait for a seal: an entry that is committed meanwhile is sealed by the next one.
    Two who seal one book come after each other. Where very many wait, a few seals are one transaction
    and an event goes on with the rest: what was sealed stays, whatever happens then.
    """
    queries.lock_book(book_id)
    made: list[Seal] = []
    number, before = queries.end_of_chain(book_id)
    after = 0  # what is sealed is passed over from here, not looked for among the removed ones
    while len(made) < MOST_SEALS and (
        waiting := queries.unsealed_facts(book_id, after=after, most=at_once)
    ):
        entries, hashes = [], []
        for entry_id, facts in waiting:
            before = link(before, facts)
            entries.append(entry_id)
            hashes.append(f"\\x{before.hex()}")
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO funds_sealedentry (book_id, entry_id, hash, number)"
                " SELECT %s, one.entry, one.hash, %s + one.place FROM unnest(%s::bigint[], %s::bytea[])"
                " WITH ORDINALITY AS one (entry, hash, place)",
                [book_id, number, number_array(entries), text_array(hashes)],
            )
            cursor.execute(
                "DELETE FROM funds_unsealedentry WHERE entry_id = ANY(%s::bigint[])",
                [number_array(entries)],
            )
        seal = Seal.objects.create(
            book_id=book_id, first=number + 1, last=number + len(entries), hash=before
        )
        record(None, "funds.book_sealed", seal.book, last=seal.last, hash=before.hex())
        publish(BookSealed(book_id=book_id, last=seal.last, hash=before.hex()))
        made.append(seal)
        number, after = seal.last, entries[-1]
    if len(made) == MOST_SEALS and queries.still_waits(book_id, after=after):
        publish(MoreToSeal(book_id=book_id, last=number))
    return made
