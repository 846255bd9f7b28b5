from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("supervision.scheme_published")
@dataclass(frozen=True, kw_only=True)
class SchemePublished(Event):
    """An office has published its scheme of assessment: its agencies have their targets and sheets."""

    scheme_id: int
    office_id: int
    year: int


@event("supervision.commitment_signed")
@dataclass(frozen=True, kw_only=True)
class CommitmentSigned(Event):
    """Office and agency have both signed the agency's yearly targets."""

    commitment_id: int
    agency_id: int


@event("supervision.self_scoring_opened")
@dataclass(frozen=True, kw_only=True)
class SelfScoringOpened(Event):
    """The agencies of a scheme score themselves from today."""

    scheme_id: int
    until: date


@event("supervision.self_scoring_closed")
@dataclass(frozen=True, kw_only=True)
class SelfScoringClosed(Event):
    """The days of self-scoring are over; `missing` agencies have not scored themselves."""

    scheme_id: int
    missing: int


@event("supervision.scores_computed")
@dataclass(frozen=True, kw_only=True)
class ScoresComputed(Event):
    """The measured items of all agencies have been computed from their records."""

    scheme_id: int
    scores: int


@event("supervision.self_scored")
@dataclass(frozen=True, kw_only=True)
class SelfScored(Event):
    """An agency has handed in its own scores."""

    sheet_id: int
    agency_id: int


@event("supervision.results_announced")
@dataclass(frozen=True, kw_only=True)
class ResultsAnnounced(Event):
    """The provisional scores are told to the agencies, which may appeal until a day."""

    scheme_id: int
    appeal_until: date


@event("supervision.appeal_raised")
@dataclass(frozen=True, kw_only=True)
class AppealRaised(Event):
    """An agency objects to a score."""

    appeal_id: int
    agency_id: int


@event("supervision.appeal_decided")
@dataclass(frozen=True, kw_only=True)
class AppealDecided(Event):
    """An objection was heard; `changed` says whether the score is another now."""

    appeal_id: int
    agency_id: int
    changed: bool


@event("supervision.results_confirmed")
@dataclass(frozen=True, kw_only=True)
class ResultsConfirmed(Event):
    """The leading group has confirmed the result of a year: scores and places are final."""

    scheme_id: int
    office_id: int
    year: int


@event("supervision.award_granted")
@dataclass(frozen=True, kw_only=True)
class AwardGranted(Event):
    """A commendation or criticism has been made public."""

    award_id: int
    agency_id: int
    kind: str


@event("supervision.bulletin_drafted")
@dataclass(frozen=True, kw_only=True)
class BulletinDrafted(Event):
    """The draft of a supervision bulletin lies ready for the office."""

    bulletin_id: int
    scheme_id: int


@event("supervision.bulletin_released")
@dataclass(frozen=True, kw_only=True)
class BulletinReleased(Event):
    """A supervision bulletin has been released; its PDF follows."""

    bulletin_id: int
    released_on: date
