"""What funds do about their own events: entries are sealed, and little left is told."""

from assistance.funds import queries, services
from assistance.funds.events import EntriesPosted, MoreToSeal
from ground.events import handles
from ground.events.events import DayBegan


@handles(EntriesPosted)
def seal_what_was_posted(event: EntriesPosted) -> None:
    services.seal_book(event.book_id)


@handles(MoreToSeal)
def seal_the_rest(event: MoreToSeal) -> None:
    services.seal_book(event.book_id)


@handles(EntriesPosted)
def watch_what_is_left(event: EntriesPosted) -> None:
    services.watch_balance(event.source_id)


@handles(DayBegan)
def seal_what_waits(event: DayBegan) -> None:
    """What was written before there were seals, or while nothing was carried."""
    for book in queries.books_that_wait():
        services.seal_book(book)
