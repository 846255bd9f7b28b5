"""Which events other systems may hear of, who may, and what of them is told: by each app's `sharing.py`.

    share(
        VisitRecorded,
        VisitReturned,
        needs=SEE_VISITS,
        about=Visit,
        by="visit_id",
        area="agency",
    )

An event that nobody shares stays inside. Whoever reads must hold `needs`, and see the row that it is
about as on every page: `Visit.objects.visible_to(user, needs)`. Ids, dates, numbers and yes or no go
out; words and money, which may tell how a family is, only where `gives` names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from ground.accounts.permissions import Permission
from ground.events.declaring import Event, fields_of
from ground.events.registry import let_hear
from ground.subscriptions.handlers import enter


@dataclass(frozen=True)
class Shared:
    """One kind of event as it goes out.

    `by` names the field with the number of the row (or of all the rows) that it is about. Without
    `about` it is of the installation, for everybody who holds `needs`. `area` leads from the row to
    its organisation; empty where the row is one, or there is none.
    """

    event: type[Event]
    needs: Permission
    about: type[models.Model] | None
    by: str
    area: str
    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.event.event_name

    @property
    def subject(self) -> str:
        """`visits.visit`: the kind of row that it is about; empty for the installation's own."""
        return self.about._meta.label_lower if self.about else ""  # noqa: SLF001 -- Django's own way

    def rows_of(self, payload: dict[str, Any]) -> list[int]:
        """The numbers of the rows that an event is about: all must be seen."""
        about = payload.get(self.by)
        return about if isinstance(about, list) else [] if about is None else [about]

    def told(self, payload: dict[str, Any]) -> dict[str, Any]:
        """What of a recorded payload goes out."""
        return {field: payload[field] for field in self.fields if field in payload}


_shared: dict[str, Shared] = {}
_GUARDED = (str, Decimal)


def share(
    *events: type[Event],
    needs: Permission,
    about: type[models.Model] | None = None,
    by: str = "",
    area: str = "",
    gives: Sequence[str] = (),
) -> None:
    """Let other systems hear of these. `gives` names their fields of words and money that go out.

    Raises ValueError for a field that no event has, or that needs no leave.
    """
    guarded = {
        field for one in events for field, kind in fields_of(one).items() if kind in _GUARDED
    }
    if not guarded.issuperset(gives):
        raise ValueError(f"nothing to give: {sorted(set(gives) - guarded)}")
    for one in events:
        fields = fields_of(one)
        if about is not None and by not in fields:
            raise ValueError(f"{one.event_name} has no field {by!r}")
        told = tuple(f for f, kind in fields.items() if kind not in _GUARDED or f in gives)
        _shared[one.event_name] = Shared(one, needs, about, by, area, told)
        let_hear(enter, one)


def shared() -> dict[str, Shared]:
    """Every kind of event that goes out by its name, in the order of names."""
    return dict(sorted(_shared.items()))


def shared_as(name: str) -> Shared | None:
    """How a kind of event goes out; None where it stays inside, or no version knows it any more."""
    return _shared.get(name)
