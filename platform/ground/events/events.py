from dataclasses import dataclass
from datetime import date

from ground.events.declaring import Event, event


@event("clock.day_began")
@dataclass(frozen=True, kw_only=True)
class DayBegan(Event):
    """A new day has begun in China: deadlines, notices and reviews look whether they are due."""

    on: date
