"""The filters of a list: they read the address, narrow the rows, and draw themselves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import QueryDict

Choices = Iterable[tuple[Any, str]]


class Filter(Protocol):
    """What a list asks of a filter. `names` are the names it owns in the address."""

    @property
    def names(self) -> set[str]: ...

    def is_used(self, asked: QueryDict) -> bool: ...

    def apply(self, rows: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]: ...

    def shown(self, asked: QueryDict) -> dict[str, object]: ...


@dataclass(frozen=True)
class Choice:
    """One of some values. `choices` may be a callable, so that it is read at each request.

    `field` is the look-up it compares with (the key, where not given); `narrow(rows, value)` stands
    in for the comparison. A value that is none of the choices is ignored.
    """

    key: str
    label: str
    choices: Choices | Callable[[], Choices]
    field: str = ""
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    any_label: str = "全部"

    @property
    def names(self) -> set[str]:
        return {self.key}

    def _known(self) -> list[tuple[str, str]]:
        given = self.choices() if callable(self.choices) else self.choices
        return [(str(value), str(label)) for value, label in given if value not in ("", None)]

    def is_used(self, asked: QueryDict) -> bool:
        return bool(asked.get(self.key))

    def apply(self, rows: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]:
        value = asked.get(self.key, "")
        if not value or value not in dict(self._known()):
            return rows
        if self.narrow is not None:
            return self.narrow(rows, value)
        return rows.filter(**{self.field or self.key: value})

    def shown(self, asked: QueryDict) -> dict[str, object]:
        return {
            "kind": "choice",
            "key": self.key,
            "label": self.label,
            "any_label": self.any_label,
            "value": asked.get(self.key, ""),
            "choices": self._known(),
        }


@dataclass(frozen=True)
class Span:
    """From one day to another, both included, of a date or (`is_instant`) of a datetime."""

    key: str
    label: str
    field: str
    is_instant: bool = False

    @property
    def names(self) -> set[str]:
        return {f"{self.key}_from", f"{self.key}_to"}

    def is_used(self, asked: QueryDict) -> bool:
        return any(asked.get(name) for name in self.names)

    def apply(self, rows: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]:
        look_up = f"{self.field}__date" if self.is_instant else self.field
        for name, comparison in ((f"{self.key}_from", "gte"), (f"{self.key}_to", "lte")):
            day = _day(asked.get(name, ""))
            if day is not None:
                rows = rows.filter(**{f"{look_up}__{comparison}": day})
        return rows

    def shown(self, asked: QueryDict) -> dict[str, object]:
        first, last = f"{self.key}_from", f"{self.key}_to"
        return {
            "kind": "span",
            "key": self.key,
            "label": self.label,
            "from_name": first,
            "to_name": last,
            "from_value": asked.get(first, ""),
            "to_value": asked.get(last, ""),
        }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
