from dataclasses import dataclass

from ground.events import Event, event


@event("ledgers.handed_over")
@dataclass(frozen=True, kw_only=True)
class HandedOver(Event):
    """Files have been handed over for entry in the national system: new, changed, ended."""

    hand_over_id: int
    organisation_id: int
    files: int
