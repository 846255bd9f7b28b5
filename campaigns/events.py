from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("campaigns.campaign_published")
@dataclass(frozen=True, kw_only=True)
class CampaignPublished(Event):
    """A campaign has been published to the units and runs."""

    campaign_id: int
    kind: str
    starts_on: date


@event("campaigns.target_added")
@dataclass(frozen=True, kw_only=True)
class TargetAdded(Event):
    """A family or a link point has come onto a campaign's roster."""

    campaign_id: int
    target_id: int


@event("campaigns.target_reached")
@dataclass(frozen=True, kw_only=True)
class TargetReached(Event):
    """The money of a campaign has reached one of its targets."""

    campaign_id: int
    target_id: int


@event("campaigns.campaign_closed")
@dataclass(frozen=True, kw_only=True)
class CampaignClosed(Event):
    """A campaign has ended; what it did can be reported."""

    campaign_id: int
