"""What the workbench shows: an app says in its `workbench.py` what waits and which figures count.

    @waiting(order=20, permission=RECORD_VISITS)
    def tasks_due(user: User) -> list[Waiting]: ...

    @figures(order=20, permission=SEE_VISITS)
    def visits_of_the_year(user: User) -> list[Tile]: ...

    @charted(order=20, permission=SEE_VISITS)
    def visits_by_month(user: User) -> Chart | None: ...

Each is called only for people who hold the permission, and answers within that person's scope
(`visible_to(user)`), with a constant number of queries and at most some ten entries.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Generic, TypeVar

from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.kernel import money


class Urgency(IntEnum):
    """How much something presses: it orders the workbench and colours its badge."""

    LATER = 0
    SOON = 1
    OVERDUE = 2


@dataclass(frozen=True)
class Waiting:
    """Something that waits for this person. `since` is the day it began to wait, or was due."""

    title: str
    url: str
    detail: str = ""
    since: date | None = None
    urgency: Urgency = Urgency.LATER
    group: str = ""
    count: int = 0


@dataclass(frozen=True)
class Tile:
    """One figure: what it counts, how many, in what unit, and the list of what was counted."""

    label: str
    value: object
    unit: str = ""
    url: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture of figures: `bars` are (label, value); `kind` is `bar` or `line`.

    A picture compares. Where only one bar is other than zero it is told as a sentence, and where none
    is, nothing is shown.
    """

    title: str
    unit: str
    bars: Sequence[tuple[str, float]]
    kind: str = "bar"
    url: str = ""

    @property
    def standing(self) -> list[tuple[str, float]]:
        """The bars other than zero."""
        return [(label, value) for label, value in self.bars if value]

    @property
    def compares(self) -> bool:
        return len(self.standing) > 1

    @property
    def sentence(self) -> str:
        """`慰问金 19,300.50 元`: what the only bar says."""
        return "，".join(
            f"{label} {money.shown_short(Decimal(str(value)))} {self.unit}"
            for label, value in self.standing
        )


T = TypeVar("T")


@dataclass(frozen=True)
class _Source(Generic[T]):
    order: int
    permission: Permission
    ask: Callable[[User], T]


_waiting: list[_Source[list[Waiting]]] = []
_figures: list[_Source[list[Tile]]] = []
_charts: list[_Source[Chart | None]] = []

Declare = Callable[[Callable[[User], T]], Callable[[User], T]]


def waiting(order: int, permission: Permission) -> Declare[list[Waiting]]:
    return _declare(_waiting, order, permission)


def figures(order: int, permission: Permission) -> Declare[list[Tile]]:
    return _declare(_figures, order, permission)


def charted(order: int, permission: Permission) -> Declare[Chart | None]:
    return _declare(_charts, order, permission)


def waiting_for(user: User) -> list[Waiting]:
    """Everything that waits for a person: the most urgent first, then the longest waiting."""
    found = [one for part in _asked(_waiting, user) for one in part]
    return sorted(found, key=lambda one: (-one.urgency, one.since or date.max))


def figures_of(user: User) -> list[Tile]:
    return [one for part in _asked(_figures, user) for one in part]


def charts_of(user: User) -> list[Chart]:
    return [one for one in _asked(_charts, user) if one is not None and one.standing]


def _declare(sources: list[_Source[T]], order: int, permission: Permission) -> Declare[T]:
    def declare(ask: Callable[[User], T]) -> Callable[[User], T]:
        sources.append(_Source(order, permission, ask))
        return ask

    return declare


def _asked(sources: Iterable[_Source[T]], user: User) -> list[T]:
    ordered = sorted(sources, key=lambda one: one.order)
    return [one.ask(user) for one in ordered if user.may(one.permission.code)]
