"""Who listens to what. Filled when each app's `handlers.py` is imported at start-up."""

import enum
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ground.events.declaring import Event

E = TypeVar("E", bound=Event)
Settle = Callable[[], None]


class Outside(enum.Enum):
    """How a handler that leaves the database may be treated when its outcome is not known."""

    REPEATABLE = "repeatable"  # a PDF: acting twice does no harm, so act again
    ONCE = "once"  # a letter, a transfer: never again without asking a person


@dataclass(frozen=True)
class Handler:
    """One reaction to one event.

    A plain handler returns nothing and runs in the transaction of its receipt. An outside handler
    runs without a transaction and returns what is to be committed with the receipt.
    """

    name: str
    event_name: str
    call: Callable[[Any], Settle | None]
    queue: str
    outside: Outside | None


_by_event: dict[str, list[Handler]] = defaultdict(list)
_by_name: dict[str, Handler] = {}


def handles(
    event_class: type[E], *, queue: str = "handlers", outside: Outside | None = None
) -> Callable[[Callable[[E], Settle | None]], Callable[[E], Settle | None]]:
    """Register the decorated function for an event. Its name is `<app>.<function>`."""

    def register(function: Callable[[E], Settle | None]) -> Callable[[E], Settle | None]:
        app = function.__module__.removesuffix(".handlers")
        name = f"{app}.{function.__name__}"
        if name in _by_name:
            raise ValueError(f"handler {name!r} is registered twice")
        handler = Handler(name, event_class.event_name, function, queue, outside)
        _by_event[handler.event_name].append(handler)
        _by_name[name] = handler
        return function

    return register


def handlers_of(event_name: str) -> list[Handler]:
    return list(_by_event.get(event_name, []))


def handler_named(name: str) -> Handler | None:
    """None where this version of the program does not know the handler (yet, or any more)."""
    return _by_name.get(name)


def all_handlers() -> list[Handler]:
    return sorted(_by_name.values(), key=lambda handler: handler.name)
