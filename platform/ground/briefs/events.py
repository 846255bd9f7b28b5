from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("briefs.contribution_received")
@dataclass(frozen=True, kw_only=True)
class ContributionReceived(Event):
    """A unit has sent in an article."""

    contribution_id: int
    organisation_id: int
    received_on: date


@event("briefs.issue_submitted")
@dataclass(frozen=True, kw_only=True)
class IssueSubmitted(Event):
    """The desk has finished an issue: it waits for the leader's signature."""

    issue_id: int


@event("briefs.issue_signed")
@dataclass(frozen=True, kw_only=True)
class IssueSigned(Event):
    """An issue has been signed: number, date, text and figures are fixed. It is to be typeset."""

    issue_id: int
    issued_on: date


@event("briefs.issue_typeset")
@dataclass(frozen=True, kw_only=True)
class IssueTypeset(Event):
    """The PDF of an issue is there."""

    issue_id: int
    pages: int
