from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("places.calendar_day_set")
@dataclass(frozen=True, kw_only=True)
class CalendarDaySet(Event):
    """The office works on a day, or does not, other than the public calendar says."""

    on: date
    is_workday: bool
