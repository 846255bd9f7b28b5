from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("standards.standard_published")
@dataclass(frozen=True, kw_only=True)
class StandardPublished(Event):
    """A standard of aid is final and holds from a day on; without a division: everywhere."""

    standard_id: int
    division_id: int | None
    valid_from: date


@event("standards.standard_withdrawn")
@dataclass(frozen=True, kw_only=True)
class StandardWithdrawn(Event):
    """A published standard holds no longer, from a day on."""

    standard_id: int
    withdrawn_on: date
