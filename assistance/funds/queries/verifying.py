"""Whether an account book is what was written and sealed: every entry, every hash, every balance."""

from collections.abc import Callable
from dataclasses import dataclass

from assistance.funds.checker import Checker
from assistance.funds.models import Seal, UnsealedEntry
from assistance.funds.queries.chain import sealed_facts
from assistance.funds.queries.faults import faults
from ground.events.models import RecordedEvent


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a verification found: intact up to an entry, how many are sealed and how many wait.

    `faults` are sentences for people, each naming its entry or account; none where all is well.
    """

    book_id: int
    intact_to: int
    sealed: int
    waiting: int
    hash: str
    faults: list[str]


def verify_book(book_id: int, progress: Callable[[int], object] = lambda _: None) -> Verified:
    """Read all of a book again. `progress` is told, now and then, how many entries have been read.

    The chain is compared with its seals and with what the events told of them, so that a chain
    which was written anew does not pass.
    """
    told = _told(book_id)
    checker = Checker(book_id, told)
    for part in sealed_facts(book_id):
        for one in part:
            checker.take(one.number, one.hash, one.facts)
        progress(checker.number)
    checker.end()
    seals = {one.last: bytes(one.hash).hex() for one in Seal.objects.filter(book=book_id)}
    found = list(checker.faults)
    found += [
        f"第 {last} 笔：封签记录与当时发布的事件不同"
        for last in sorted(told.keys() | seals.keys())
        if told.get(last) != seals.get(last)
    ]
    found += faults(book_id).told()
    return Verified(
        book_id=book_id,
        intact_to=checker.intact_to,
        sealed=checker.number,
        waiting=UnsealedEntry.objects.filter(book=book_id).count(),
        hash=checker.hash.hex() if checker.number else "",
        faults=found,
    )


def _told(book_id: int) -> dict[int, str]:
    """What the events of this book's seals said: hash by number."""
    payloads = RecordedEvent.objects.filter(
        name="funds.book_sealed", payload__book_id=book_id
    ).values_list("payload", flat=True)
    return {one["last"]: one["hash"] for one in payloads}
