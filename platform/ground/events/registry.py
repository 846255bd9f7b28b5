"""Who listens to what. Filled when each app's `handlers.py` is imported at start-up."""

import dataclasses
import enum
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ground.events.declaring import Event

E = TypeVar("E", bound=Event)
Settle = Callable[[], None]


class Outside(enum.Enum):
    """How a handler that leaves the database may be treated when its outcome is not known."""

    REPEATABLE = "repeatable"  # a PDF: acting twice does no harm, so act again
    ONCE = "once"  # a letter, a transfer: never again without asking a person


@dataclass(frozen=True, slots=True)
class Told(Generic[E]):
    """One of many events that a handler is told at once: `id` is what it publishes `because` of."""

    event: E
    id: int


@dataclass(frozen=True)
class Handler:
    """One reaction to an event, or to each of several (`handles_many`).

    A plain handler returns nothing and runs in the transaction of its receipt. With `many` it is told
    all events of its batch in one call. An outside handler runs without a transaction and returns what
    is to be committed with the receipt. `in_order_of` is the field that names the aggregate: of events
    with one value there, each is handled when all earlier ones are.
    """

    name: str
    call: Callable[[Any], Settle | None]
    queue: str
    outside: Outside | None
    many: bool = False
    in_order_of: str = ""


_by_event: dict[str, list[Handler]] = defaultdict(list)
_by_name: dict[str, Handler] = {}


def handles(
    event_class: type[E],
    *,
    queue: str = "handlers",
    outside: Outside | None = None,
    in_order_of: str = "",
) -> Callable[[Callable[[E], Settle | None]], Callable[[E], Settle | None]]:
    """Register the decorated function for an event. Its name is `<app>.<function>`.

    With `in_order_of="account_id"` the events of one account are handled one after the other, as they
    were recorded; a failed one holds up the later ones of its account until it succeeds or a person
    passes over it, and nobody else. Whoever publishes does so under a lock of the account: only then is
    the order of the numbers that of the commits.
    """

    def register(function: Callable[[E], Settle | None]) -> Callable[[E], Settle | None]:
        if outside and in_order_of:
            raise ValueError("what acts outside keeps no order: its outcome may stay unknown")
        _register(Handler(_name_of(function), function, queue, outside, in_order_of=in_order_of))
        let_hear(function, event_class)
        return function

    return register


def handles_many(
    *event_classes: type[E], queue: str = "handlers", in_order_of: str = ""
) -> Callable[[Callable[[Sequence[Told[E]]], None]], Callable[[Sequence[Told[E]]], None]]:
    """As `handles`, told as many events at once as its batch has, one or a hundred: set-based work.

    If it fails, each event is told again alone, so that only the faulty one counts a failure. It runs
    on the day of the latest of them, and publishes `because` of theirs. Of several kinds of events it
    is told in one call, in the order in which they were recorded.
    """

    def register(
        function: Callable[[Sequence[Told[E]]], None],
    ) -> Callable[[Sequence[Told[E]]], None]:
        _register(
            Handler(_name_of(function), function, queue, None, many=True, in_order_of=in_order_of)
        )
        for event_class in event_classes:
            let_hear(function, event_class)
        return function

    return register


def let_hear(function: Callable[..., Any], event_class: type[Event]) -> None:
    """Let a registered handler hear of one more kind of event: for one who does not know them all."""
    handler = _by_name[_name_of(function)]
    if handler in _by_event[event_class.event_name]:
        raise ValueError(f"{handler.name} hears of {event_class.event_name} twice")
    fields = {field.name for field in dataclasses.fields(event_class)}
    if handler.in_order_of and handler.in_order_of not in fields:
        raise ValueError(f"{event_class.event_name} has no field {handler.in_order_of}")
    _by_event[event_class.event_name].append(handler)


def _name_of(function: Callable[..., Any]) -> str:
    return f"{function.__module__.removesuffix('.handlers')}.{function.__name__}"


def _register(handler: Handler) -> None:
    if handler.name in _by_name:
        raise ValueError(f"handler {handler.name!r} is registered twice")
    _by_name[handler.name] = handler


def handlers_of(event_name: str) -> list[Handler]:
    return list(_by_event.get(event_name, []))


def heard_by(handler: Handler) -> list[str]:
    """The names of the events that a handler hears of."""
    return sorted(name for name, handlers in _by_event.items() if handler in handlers)


def handler_named(name: str) -> Handler | None:
    """None where this version of the program does not know the handler (yet, or any more)."""
    return _by_name.get(name)


def all_handlers() -> list[Handler]:
    return sorted(_by_name.values(), key=lambda handler: handler.name)
