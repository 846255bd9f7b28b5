"""What an event is: a frozen dataclass with a stable name and plain values."""

import dataclasses
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeVar, get_type_hints
from uuid import UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened, in the past tense. Ids and plain values; never personal data."""

    event_name: ClassVar[str]


E = TypeVar("E", bound=type[Event])

_declared: dict[str, type[Event]] = {}
_WRITE: dict[Any, Callable[[Any], Any]] = {
    int: int,
    int | None: lambda number: number,  # an id that there may not be
    tuple[int, ...]: list,  # ids of what happened to many alike: bounded by whoever publishes
    str: str,
    bool: bool,
    Decimal: str,
    UUID: str,
    date: date.isoformat,
    datetime: datetime.isoformat,
}
_READ: dict[Any, Callable[[Any], Any]] = _WRITE | {
    Decimal: Decimal,
    UUID: UUID,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    tuple[int, ...]: tuple,
}
# Words for what an event must never carry. The names of fields are the only guard that can be checked
# before anything happens, so they are checked at start-up.
PERSONAL = ("name", "id_no", "id_number", "mobile", "phone", "address", "card", "birth", "health")


def event(name: str) -> Callable[[E], E]:
    """Declare an event class under a name that will outlive any rename of the class.

    Raises TypeError where a field is not a plain value or is named as personal data is.
    """

    def declare(cls: E) -> E:
        if name in _declared:
            raise ValueError(f"event {name!r} is declared twice")
        for field, kind in fields_of(cls).items():
            if kind not in _WRITE:
                raise TypeError(f"{name}.{field} is {kind!r}; an event carries plain values only")
            if any(word in field for word in PERSONAL):
                raise TypeError(
                    f"{name}.{field} sounds like personal data; an event carries ids only"
                )
        cls.event_name = name
        _declared[name] = cls
        return cls

    return declare


def declared() -> dict[str, type[Event]]:
    """Every declared event by its name, in the order of names."""
    return dict(sorted(_declared.items()))


def encode(happened: Event) -> dict[str, Any]:
    kinds = fields_of(type(happened))
    return {field: _WRITE[kind](getattr(happened, field)) for field, kind in kinds.items()}


def decode(name: str, payload: dict[str, Any]) -> Event:
    """Read a recorded payload. A field that an older version did not write takes its default."""
    cls = _declared[name]
    return cls(**{f: _READ[kind](payload[f]) for f, kind in fields_of(cls).items() if f in payload})


_fields: dict[type[Event], dict[str, type]] = {}  # asked of every event that is published


def fields_of(cls: type[Event]) -> dict[str, type]:
    if cls not in _fields:
        hints = get_type_hints(cls)
        _fields[cls] = {field.name: hints[field.name] for field in dataclasses.fields(cls)}
    return _fields[cls]
