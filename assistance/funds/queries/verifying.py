"""Whether an account book is what was written and sealed: every entry, every hash, every balance."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from assistance.funds.checker import Checker
from assistance.funds.models import UnsealedEntry
from assistance.funds.queries.chain import end_of_chain, sealed_facts
from assistance.funds.queries.faults import faults
from assistance.funds.queries.vouchers import papers_told_otherwise
from assistance.funds.queries.witnesses import seals_told_otherwise


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a verification found: intact up to an entry, how many are sealed and how many wait.

    `hash` is that of the last sealed entry, in hexadecimal. `faults` are sentences for people, each
    naming its entry, account, seal or paper; none where all is well.
    """

    book_id: int
    intact_to: int
    sealed: int
    waiting: int
    hash: str
    faults: list[str]


def verify_book(
    book_id: int,
    progress: Callable[[int, int], object] = lambda *_: None,
    breathing: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Verified:
    """Read all of a book again. `progress` is told, now and then, how many entries of how many;
    what the database does alone for long is done while `breathing`.

    Others write and seal meanwhile: the chain is read up to where it ended when this began.
    """
    last, _ = end_of_chain(book_id)
    checker = Checker(book_id)
    for part in sealed_facts(book_id, last=last):
        for one in part:
            checker.take(one.number, one.hash, one.facts)
        progress(checker.number, last)
    checker.end()
    with breathing():
        others = [
            *seals_told_otherwise(book_id),
            *faults(book_id).told(),
            *papers_told_otherwise(book_id),
        ]
    return Verified(
        book_id=book_id,
        intact_to=checker.intact_to,
        sealed=checker.number,
        waiting=UnsealedEntry.objects.filter(book=book_id).count(),
        hash=checker.hash.hex() if checker.number else "",
        faults=[*checker.faults, *others],
    )
