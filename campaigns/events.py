from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ground.events import Event, event

MOST_IN_EVENT = 1_000  # enrolments of which one event tells


@event("campaigns.campaign_published")
@dataclass(frozen=True, kw_only=True)
class CampaignPublished(Event):
    """A campaign has been published to the units and runs."""

    campaign_id: int
    kind: str
    starts_on: date


@event("campaigns.stage_reached")
@dataclass(frozen=True, kw_only=True)
class StageReached(Event):
    """A campaign has come to its next stage, by the calendar or by a person."""

    campaign_id: int
    state: str


@event("campaigns.enrolled")
@dataclass(frozen=True, kw_only=True)
class Enrolled(Event):
    """So many have come onto a campaign's roster, in one go and by one way."""

    campaign_id: int
    number: int
    came_from: str


@event("campaigns.roster_screened")
@dataclass(frozen=True, kw_only=True)
class RosterScreened(Event):
    """Everybody on a roster who is not decided yet has been held against the rules."""

    campaign_id: int
    eligible: int
    ineligible: int


@event("campaigns.roster_approved")
@dataclass(frozen=True, kw_only=True)
class RosterApproved(Event):
    """All who fulfil the rules have been approved, with so much money."""

    campaign_id: int
    number: int
    amount: Decimal


@event("campaigns.money_reached")
@dataclass(frozen=True, kw_only=True)
class MoneyReached(Event):
    """The money of a campaign has reached these, up to a thousand of them."""

    campaign_id: int
    enrolment_ids: tuple[int, ...]


@event("campaigns.units_behind")
@dataclass(frozen=True, kw_only=True)
class UnitsBehind(Event):
    """Units are far behind what the calendar asks of them. Told once a week."""

    campaign_id: int
    unit_ids: tuple[int, ...]


@event("campaigns.settlement_near")
@dataclass(frozen=True, kw_only=True)
class SettlementNear(Event):
    """The day by which all money must have arrived is near, and some has not. Told once."""

    campaign_id: int
    settle_by: date
    missing: int


@event("campaigns.campaign_closed")
@dataclass(frozen=True, kw_only=True)
class CampaignClosed(Event):
    """A campaign gives nothing more; what it did can be reported."""

    campaign_id: int


@event("campaigns.routes_laid")
@dataclass(frozen=True, kw_only=True)
class RoutesLaid(Event):
    """So many people of the roster have come onto routes of visiting groups."""

    campaign_id: int
    number: int


@event("campaigns.target_visited")
@dataclass(frozen=True, kw_only=True)
class TargetVisited(Event):
    """Somebody on the roster was visited; money and goods, in yuan, were handed over."""

    campaign_id: int
    enrolment_id: int
    visit_id: int | None
    on: date
    cash: Decimal
    goods_value: Decimal


@event("campaigns.target_missed")
@dataclass(frozen=True, kw_only=True)
class TargetMissed(Event):
    """Nobody was at home; the group comes again on another day."""

    campaign_id: int
    enrolment_id: int
    again_on: date


@event("campaigns.kind_published")
@dataclass(frozen=True, kw_only=True)
class KindPublished(Event):
    """A version of a kind of campaign is final; campaigns are planned by it from now on."""

    kind_id: int
    version_id: int
    number: int


@event("campaigns.kind_withdrawn")
@dataclass(frozen=True, kw_only=True)
class KindWithdrawn(Event):
    """No campaign is planned of a kind any more; those that there are go on."""

    kind_id: int


@event("campaigns.results_published")
@dataclass(frozen=True, kw_only=True)
class ResultsPublished(Event):
    """What a campaign did stands on a public page, until the end of its last day."""

    publication_id: int
    campaign_id: int
    lines: int
    last_day: date


@event("campaigns.publication_ended")
@dataclass(frozen=True, kw_only=True)
class PublicationEnded(Event):
    """A publication shows nothing any more: `ended` by the calendar, or `withdrawn`."""

    publication_id: int
    state: str
