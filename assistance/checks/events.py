from dataclasses import dataclass
from datetime import date

from ground.events import Event, event


@event("checks.batch_sent")
@dataclass(frozen=True, kw_only=True)
class CheckBatchSent(Event):
    """A list of families has gone out to be checked; again, where `number` is more than 1."""

    batch_id: int
    number: int
    sent_on: date
    due_on: date


@event("checks.batch_overdue")
@dataclass(frozen=True, kw_only=True)
class CheckBatchOverdue(Event):
    """The answer to a list has not come by its day."""

    batch_id: int
    due_on: date


@event("checks.answers_imported")
@dataclass(frozen=True, kw_only=True)
class CheckAnswersImported(Event):
    """A workbook with answers was taken in."""

    intake_id: int
    answers: int


@event("checks.answered")
@dataclass(frozen=True, kw_only=True)
class CheckAnswered(Event):
    """The check of a family has an outcome: `state` is clear, hit or cleared (explained)."""

    request_id: int
    file_id: int
    state: str
