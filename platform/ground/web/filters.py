"""The filters of a list: they read the address, narrow the rows, and draw themselves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, cast

from django.db.models import Min, Q, QuerySet
from django.http import QueryDict

from ground.accounts.models import Organisation, below
from ground.kernel import clock

Choices = Iterable[tuple[Any, str]]
MOST_CHOICES = 500
LONGEST_KEY = 18


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
            day = day_of(asked.get(name, ""))
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


@dataclass(frozen=True)
class Within:
    """An organisation and everything below it, come upon step by step from the top of one's scope.

    `paths` is the scope (`user.scope(PERMISSION.code)`); `field` leads from a row to its organisation.
    It offers the way down to what is chosen and what stands directly below, so the choices are few
    in a county as in a province, and one query however many rows the list has.
    """

    key: str
    label: str
    paths: tuple[str, ...]
    field: str
    any_label: str = "全部"

    @property
    def names(self) -> set[str]:
        return {self.key}

    def is_used(self, asked: QueryDict) -> bool:
        return bool(asked.get(self.key))

    def apply(self, rows: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]:
        chosen = self._chosen(asked)
        return rows.filter(below(f"{self.field}__path", [chosen])) if chosen else rows

    def shown(self, asked: QueryDict) -> dict[str, object]:
        chosen = self._chosen(asked)
        offered = Organisation.objects.filter(self._around(chosen)).order_by("path")
        rows = list(offered.values_list("pk", "name", "depth")[: MOST_CHOICES + 1])
        top = rows[0][2] if rows else 0  # of several tops none stands below another
        indents = ["\u3000" * (depth - top) if chosen else "" for _, _, depth in rows]
        choices = [
            (str(pk), indent + name) for (pk, name, _), indent in zip(rows, indents, strict=True)
        ]
        if len(choices) > MOST_CHOICES:
            choices[MOST_CHOICES:] = [("", f"（只列出前 {MOST_CHOICES} 个）")]
        return {
            "kind": "choice",
            "key": self.key,
            "label": self.label,
            "any_label": self.any_label,
            "value": asked.get(self.key, "") if chosen else "",
            "choices": choices,
        }

    def _chosen(self, asked: QueryDict) -> str:
        """The path of what is asked for; nothing where it is not in one's scope."""
        value = asked.get(self.key, "")
        if not (value.isascii() and value.isdigit() and len(value) < LONGEST_KEY):
            return ""
        visible = Organisation.objects.filter(below("path", self.paths), pk=value)
        return visible.values_list("path", flat=True).first() or ""

    def _around(self, chosen: str) -> Q:
        """The way from the top of the scope to what is chosen, and its children; else the tops."""
        step = Organisation.steplen
        if not chosen and len(self.paths) != 1:
            return Q(path__in=self.paths)
        here = chosen or self.paths[0]
        begin = next(len(path) for path in self.paths if here.startswith(path))
        way = [here[:end] for end in range(begin, len(here) + 1, step)] if chosen else []
        return Q(path__in=way) | Q(path__startswith=here, depth=len(here) // step + 1)


def in_words(shown: dict[str, object]) -> str:
    """A filter as it was set: `状态：已登记`, `日期：2008-01-01至2008-06-30`; nothing where it was not."""
    if shown["kind"] == "span":
        first, last = shown["from_value"], shown["to_value"]
        return f"{shown['label']}：{first}至{last}" if first or last else ""
    labels = dict(cast("list[tuple[str, str]]", shown["choices"]))
    label = labels.get(str(shown["value"]), "").strip()
    return f"{shown['label']}：{label}" if shown["value"] and label else ""


def years_of(rows: QuerySet[Any], field: str) -> Callable[[], Choices]:
    """The years from the first that any row has until this one, newest first: the choices of a filter.

    One look into the index of `field`, so `rows` are all of them, not those of a scope; asking which
    years there are would read every row.
    """

    def years() -> Choices:
        first = rows.aggregate(first=Min(field))["first"]
        this = clock.today().year
        began = min(first.year, this) if first else this
        return [(year, f"{year}年") for year in range(this, began - 1, -1)]

    return years


def day_of(text: str) -> date | None:
    """A day as an address writes it; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
