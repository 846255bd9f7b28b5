"""The columns of a list: declared once, shown on the page and written to the sheet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from ground.kernel import clock
from ground.sheets.writing import Kind

Show = Literal["text", "link", "money", "number", "date", "datetime", "badge"]
_SHEET: dict[Show, Kind] = {
    "money": "money",
    "number": "number",
    "date": "date",
    "datetime": "datetime",
}


@dataclass(frozen=True)
class Column:
    """One column.

    `key` names it in the address, and is the attribute to read where no `value` is given (dots
    lead on: `enterprise.name`; a choice field gives its label). `sort` names the field, or fields,
    to order by; without it the column is not sortable. `url` makes the cell a link, `tone` colours
    a badge. A personal value must be masked here: it goes to the page and to the sheet alike. Amounts
    add up on paper, unless they are `prices`.
    """

    key: str
    label: str
    kind: Show = "text"
    sort: str | Sequence[str] = ""
    value: Callable[[Any], object] | None = None
    url: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    width: int = 0
    page_only: bool = False
    export_only: bool = False
    prices: bool = False

    @property
    def sort_fields(self) -> list[str]:
        return [self.sort] if isinstance(self.sort, str) else list(self.sort)

    @property
    def is_number(self) -> bool:
        return self.kind in {"money", "number"}

    @property
    def sheet_kind(self) -> Kind:
        return _SHEET.get(self.kind, "text")

    def read(self, row: Any) -> object:
        if self.value is not None:
            return self.value(row)
        found = row
        *way, last = self.key.split(".")
        for name in way:
            found = getattr(found, name, None)
            if found is None:
                return None
        label = getattr(found, f"get_{last}_display", None)
        return label() if label else getattr(found, last)

    def cell(self, row: Any) -> Mapping[str, object]:
        """What the template needs for one cell, with nothing left to compute."""
        return {
            "label": self.label,
            "kind": self.kind,
            "is_number": self.is_number,
            "value": self.read(row),
            "url": self.url(row) if self.url else "",
            "tone": self.tone(row) if self.tone else "neutral",
        }

    def exported(self, row: Any) -> object:
        value = self.read(row)
        if self.kind == "date" and isinstance(value, datetime):
            return value.astimezone(clock.CHINA).date()
        return value


@dataclass(frozen=True)
class Action:
    """A button of a page's head."""

    label: str
    url: str
    icon: str = ""
    tone: str = "secondary"


@dataclass(frozen=True)
class Empty:
    """What a list says when it has nothing: what that means, and what to do next."""

    title: str = "还没有记录"
    text: str = ""
    icon: str = "inbox"
    url: str = ""
    label: str = ""
