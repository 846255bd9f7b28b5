"""Shapes of the API. A family goes out as it is printed; who objected never does."""

from datetime import date

from ninja import Schema

from assistance.notices.models import Notice


class PostIn(Schema):
    organisation_id: int
    file_ids: list[int]
    title: str
    place: str
    remark: str = ""


class ReasonIn(Schema):
    reason: str


class ResultIn(Schema):
    result: str
    sealed_on: date


class DeskIn(Schema):
    organisation_id: int
    phone: str
    contact: str


class DeskOut(Schema):
    id: int
    organisation_id: int
    phone: str
    contact: str
    set_on: date


class LineOut(Schema):
    id: int
    file_id: int
    position: int
    name: str
    unit: str
    category: str
    state: str
    ended_on: date | None


class NoticeOut(Schema):
    id: int
    mark: str
    organisation_id: int
    title: str
    place: str
    remark: str
    phone: str
    contact: str
    posted_on: date
    first_day: date
    last_day: date
    printed_last_day: date
    workdays: int
    state: str
    ended_on: date | None
    result: str
    sealed_on: date | None


class NoticeDetailOut(NoticeOut):
    lines: list[LineOut]

    @staticmethod
    def resolve_lines(notice: Notice) -> list[object]:
        return list(notice.lines.all())


class ObjectionIn(Schema):
    raised_on: date
    content: str
    who: str = ""
    phone: str = ""
    is_anonymous: bool = False


class InvestigationIn(Schema):
    investigators: str
    investigated_on: date
    finding: str


class DecisionIn(Schema):
    decision: str
    ground: str
    outcome: str = ""


class ObjectionOut(Schema):
    """What happened to it; who said what is read on its page, with a reason."""

    id: int
    line_id: int
    raised_on: date
    is_late: bool
    is_anonymous: bool
    state: str
    decision: str
    investigated_on: date | None
    decided_on: date | None
