from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("criteria.ruleset_published")
@dataclass(frozen=True, kw_only=True)
class RuleSetPublished(Event):
    """A set of criteria is final and holds from a day on; without a division: everywhere."""

    ruleset_id: int
    code: str
    division_id: int | None
    valid_from: date


@event("criteria.ruleset_withdrawn")
@dataclass(frozen=True, kw_only=True)
class RuleSetWithdrawn(Event):
    """A published set holds no longer, from a day on."""

    ruleset_id: int
    withdrawn_on: date
