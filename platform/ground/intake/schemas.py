from datetime import datetime
from typing import Any

from ninja import Schema

from ground.intake import looks
from ground.intake.models import Intake
from ground.sheets.marking import cell_name


class FieldOut(Schema):
    key: str
    label: str
    kind: str
    required: bool
    choices: dict[str, str]
    hint: str


class KindOut(Schema):
    code: str
    label: str
    says: str
    fields: list[FieldOut]


class IntakeOut(Schema):
    id: int
    kind: str
    organisation_id: int
    file_name: str
    row_count: int
    state: str
    sent_at: datetime
    committed_at: datetime | None

    @staticmethod
    def resolve_state(intake: Intake) -> str:
        return intake.state if intake.is_busy else intake.stage


class ProblemOut(Schema):
    row: int
    cell: str
    heading: str
    message: str
    is_warning: bool


class IntakePageOut(IntakeOut):
    headings: list[str]
    mapping: dict[str, int]
    counts: dict[str, int]
    totals: list[dict[str, str]]
    problems: list[ProblemOut]
    job: str | None
    message: str

    @staticmethod
    def resolve_headings(intake: Intake) -> Any:
        return intake.layout["labels"]

    @staticmethod
    def resolve_problems(intake: Intake) -> Any:
        kind = intake.shape
        marks = looks.marks_of(intake, kind) if kind and intake.findings else []
        return [
            {
                "row": one.row,
                "cell": cell_name(one.row, one.column),
                "heading": one.heading,
                "message": one.sentence,
                "is_warning": one.is_warning,
            }
            for one in marks
        ]

    @staticmethod
    def resolve_job(intake: Intake) -> str | None:
        return str(intake.job_id) if intake.job_id else None

    @staticmethod
    def resolve_message(intake: Intake) -> str:
        """Why the last step was not taken, where it was not."""
        return intake.job.message if intake.job and not intake.is_busy else ""


class RehearseIn(Schema):
    mapping: dict[str, int] = {}
    skip_totals: bool = True
    in_ten_thousands: bool = False


class CommitIn(Schema):
    only_good: bool = False
    reason: str = ""


class UndoIn(Schema):
    reason: str = ""
