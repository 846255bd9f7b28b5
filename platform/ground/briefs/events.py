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


@event("briefs.issue_withdrawn")
@dataclass(frozen=True, kw_only=True)
class IssueWithdrawn(Event):
    """A signed issue has been taken back: its number stays used, its text is no longer shown."""

    issue_id: int


@event("briefs.instruction_given")
@dataclass(frozen=True, kw_only=True)
class InstructionGiven(Event):
    """A leader has written on a brief what an organisation is to do (批示), and until when."""

    instruction_id: int
    issue_id: int
    organisation_id: int
    due_on: date


@event("briefs.instruction_answered")
@dataclass(frozen=True, kw_only=True)
class InstructionAnswered(Event):
    """The organisation has told what it did upon an instruction."""

    instruction_id: int


@event("briefs.instruction_closed")
@dataclass(frozen=True, kw_only=True)
class InstructionClosed(Event):
    """The leader's side is content with what was done upon an instruction."""

    instruction_id: int
