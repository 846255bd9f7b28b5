"""What travels through the API. Figures are strings: no float ever stands for money."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from ground.briefs.models import Issue, Photo
from ground.briefs.queries import ShownFigure

Blocks = list[dict[str, Any]]


class SeriesIn(Schema):
    organisation_id: int
    kind: str = "brief"
    title: str
    issuer: str
    marking: str = ""
    report_to: str = ""
    send_to: str = ""
    distribute_to: str = ""
    print_run: int | None = Field(None, ge=1, le=1_000_000)
    has_contents: bool = True
    data_page: str = ""
    paper_year: int | None = Field(None, ge=1949, le=2199)
    paper_number: int = Field(0, ge=0, le=9999)


class SeriesOut(Schema):
    id: int
    organisation_id: int
    kind: str
    title: str
    issuer: str
    marking: str


class NumberedPhoto(Schema):
    """A file sent before, by the number that the text gives its photo."""

    number: int = Field(ge=1, le=999)
    file: UUID


class ContributionIn(Schema):
    organisation_id: int
    title: str
    subtitle: str = ""
    byline: str = ""
    contributor: str = ""
    blocks: Blocks
    photos: list[NumberedPhoto] = []
    mends_id: int | None = None  # the returned one that this is, mended
    again: bool = False  # sent although the unit has sent nearly the same before


class PhotoOut(Schema):
    """A photo of a text; `[[照片1：图注]]` on a line of its own shows number 1."""

    id: int
    number: int
    name: str
    width: int | None
    height: int | None

    @staticmethod
    def resolve_name(photo: Photo) -> str:
        return photo.file.name if photo.file else ""

    @staticmethod
    def resolve_width(photo: Photo) -> int | None:
        return photo.file.width if photo.file else None

    @staticmethod
    def resolve_height(photo: Photo) -> int | None:
        return photo.file.height if photo.file else None


class PhotosIn(Schema):
    """Keys of files sent before (`PUT /files/{key}`)."""

    files: list[UUID]


class WordOut(Schema):
    title: str
    subtitle: str
    byline: str
    contributor: str
    blocks: Blocks
    photos: list[NumberedPhoto]
    left_out: list[str]


class OverlapOut(Schema):
    """An earlier text with which a contribution agrees; `percent` of the contribution stands there."""

    percent: int
    title: str
    where: str
    on: date | None
    url: str


class RateOut(Schema):
    """What a unit has sent; `rate` is the adopted in a hundred, null where nothing was sent."""

    id: int
    name: str
    sent: int
    adopted: int
    returned: int
    waiting: int
    rate: int | None


class ContributionOut(Schema):
    id: int
    organisation_id: int
    title: str
    subtitle: str
    byline: str
    contributor: str
    received_on: date
    state: str
    return_reason: str
    mends_id: int | None


class ContributionFull(ContributionOut):
    blocks: Blocks
    photos: list[PhotoOut]


class InstructionIn(Schema):
    words: str
    organisation_id: int
    due_on: date


class AnswerIn(Schema):
    answer: str


class InstructionOut(Schema):
    id: int
    issue_id: int
    words: str
    given_on: date
    organisation_id: int
    due_on: date
    state: str
    answer: str
    answered_on: date | None
    sent_back_why: str
    closed_on: date | None


class ReasonIn(Schema):
    reason: str


class IssueIn(Schema):
    series_id: int
    year: int
    starts_on: date
    ends_on: date


class IssueOut(Schema):
    id: int
    series_id: int
    title: str
    year: int
    number: int | None
    starts_on: date
    ends_on: date
    state: str
    issued_on: date | None
    withdrawn_on: date | None
    withdrawn_why: str
    supersedes_id: int | None
    edited_by: str
    signed_by: str | None

    @staticmethod
    def resolve_title(issue: Issue) -> str:
        return issue.series.title

    @staticmethod
    def resolve_edited_by(issue: Issue) -> str:
        return issue.edited_by.full_name

    @staticmethod
    def resolve_signed_by(issue: Issue) -> str | None:
        return issue.signed_by.full_name if issue.signed_by else None


class ArticleOut(Schema):
    id: int
    issue_id: int
    contribution_id: int | None
    position: int
    section: str
    title: str
    subtitle: str
    byline: str
    contributor: str
    editor_note: str
    blocks: Blocks
    photos: list[PhotoOut]
    version: int


class ArticleIn(Schema):
    section: str
    title: str
    subtitle: str = ""
    byline: str = ""
    contributor: str = ""
    editor_note: str = ""
    blocks: Blocks
    # The version that was changed; without it the change is of the present one.
    seen: int | None = Field(None, ge=1)


class AdoptIn(Schema):
    contribution_id: int
    section: str


class MoveIn(Schema):
    position: int


class FiguresIn(Schema):
    left_out: list[str]
    zeros: list[str] = []  # printed even where they are zero; other zeros are not


class RecordOut(Schema):
    label: str
    url: str
    value: str | None

    @staticmethod
    def resolve_value(record: Any) -> str | None:
        return None if record.value is None else str(record.value)


class FigureOut(Schema):
    code: str
    label: str
    unit: str
    value: str
    frozen: bool
    printed: bool
    as_of_event: int

    @staticmethod
    def resolve_value(figure: ShownFigure) -> str:
        return str(figure.value)


class FigureFull(FigureOut):
    query: str
    records: list[RecordOut]


class CheckOut(Schema):
    label: str
    tone: str
    found: list[str]
