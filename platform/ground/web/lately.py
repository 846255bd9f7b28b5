"""Figures over very many rows: counted every ten minutes at most, and saying as of when.

Up to ten thousand rows a figure is always that of this moment; nobody who keeps a county's files ever
sees an older one. Beyond, counting would take longer than the whole page, and a province's figures
move by less in ten minutes than anybody reads from them.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.cache import cache
from django.db.models import QuerySet

from ground.kernel import clock
from ground.web.paging import MOST_COUNTED

KEPT_SECONDS = 600
T = TypeVar("T")


@dataclass(frozen=True)
class Lately(Generic[T]):
    """What was counted, and when, where that was not just now."""

    value: T
    at: datetime | None = None

    @property
    def note(self) -> str:
        return f"截至 {self.at.astimezone(clock.CHINA):%H:%M}" if self.at else ""


def counted_lately(
    rows: QuerySet[Any], *, name: str, scope: tuple[str, ...], count: Callable[[], T]
) -> Lately[T]:
    """`count()`, or what it gave in the last ten minutes where `rows` are very many.

    `name` and `scope` say what is counted, for whom: people of one scope share the figure.
    """
    if rows.order_by().values("pk")[: MOST_COUNTED + 1].count() <= MOST_COUNTED:
        return Lately(count())
    told = hashlib.sha256(repr((name, scope, clock.today())).encode()).hexdigest()
    kept: Lately[T] | None = cache.get(f"lately:{told}")
    if kept is None:
        kept = Lately(count(), clock.now())
        cache.set(f"lately:{told}", kept, KEPT_SECONDS)
    return kept
