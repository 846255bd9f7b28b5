"""Shapes of the API. Amounts travel as strings; families by the number of their file only."""

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Field, Schema

from campaigns.models import Publication
from campaigns.queries.publishing import shown_lines


class OrganisationOut(Schema):
    id: int
    name: str


class TermOut(Schema):
    code: str
    label: str


class QuestionOut(TermOut):
    answer: str
    is_needed: bool
    choices: list[TermOut]


class KindOut(Schema):
    code: str
    label: str
    slogan: str
    aid_type: str
    season: str
    enrols: str
    classes: list[TermOut]
    stages: list[TermOut]
    questions: list[QuestionOut]
    materials: list[TermOut]
    checklist: list[TermOut]


class MoneyOut(Schema):
    source_id: int
    amount: Decimal


class CampaignOut(Schema):
    """A campaign as a list shows it. It needs `queries.with_progress`."""

    id: int
    kind: str
    name: str
    year: int
    theme: str
    organiser: OrganisationOut
    money: list[MoneyOut]
    starts_on: date
    ends_on: date
    apply_from: date
    apply_to: date
    settle_by: date
    state: str
    budget: Decimal
    held: Decimal
    paid: Decimal
    number: int
    reached: int

    @staticmethod
    def resolve_kind(campaign: Any) -> str:
        return str(campaign.kind.code)

    @staticmethod
    def resolve_money(campaign: Any) -> list[Any]:
        return list(campaign.money.all())


class UnitOut(Schema):
    unit_id: int
    unit: str
    quota_number: int
    quota_amount: Decimal
    number: int
    approved: int
    reached: int
    households: int
    people: int
    complete: int
    held: Decimal
    paid: Decimal
    light: str


class ProgressOut(Schema):
    budget: Decimal = Field(description="For a reach of some units only: what their quotas give")
    left: Decimal
    is_whole: bool = Field(description="Whether every unit of the campaign is told")
    is_listing: bool = Field(alias="stretch.is_listing", description="Lights ask for names still")
    time_gone: Decimal = Field(alias="stretch.gone", description="How much of that time has gone")
    whole: UnitOut
    units: list[UnitOut]


class FindingOut(Schema):
    rule: str
    says: str


class EnrolmentOut(Schema):
    id: int
    file_id: int | None
    file_no: str
    member_id: int | None
    unit: OrganisationOut
    person_class: str
    stage: str
    reason: str
    came_from: str
    state: str
    asked: Decimal | None
    standard: Decimal | None
    amount: Decimal | None
    findings: list[FindingOut]
    materials: list[str]
    is_complete: bool
    payment_id: int | None

    @staticmethod
    def resolve_file_no(one: Any) -> str:
        return one.file.file_no if one.file else ""


class MoneyIn(Schema):
    source_id: int
    amount: str


class WindowsIn(Schema):
    starts_on: date
    ends_on: date
    apply_from: date
    apply_to: date
    settle_by: date


class StandardIn(Schema):
    person_class: str
    stage: str = ""
    amount: str


class CampaignIn(Schema):
    """Without `windows` and `standards` those that the kind proposes for the year hold."""

    kind: str
    name: str
    year: int
    theme: str = ""
    organiser_id: int
    money: list[MoneyIn]
    windows: WindowsIn | None = None
    standards: list[StandardIn] | None = None


class QuotaIn(Schema):
    unit_id: int
    number: int
    amount: str = "0"


class EnrolmentIn(Schema):
    """Somebody on file, and of which member; people without a file are enrolled on the pages."""

    person_class: str
    file_id: int
    member_id: int | None = None
    stage: str = ""
    answers: dict[str, str] = {}
    materials: list[str] = []
    asked: str = ""
    reason: str = "接口列入"


class NoticeIn(Schema):
    place: str
    starts_on: date
    ends_on: date


class ExecutionIn(Schema):
    given_on: date
    reason: str
    channel: str = "cash_signed"


class SummaryIn(Schema):
    summary: str


class JobOut(Schema):
    key: str
    state: str

    @staticmethod
    def resolve_key(job: Any) -> str:
        return str(job.key)


class YearFilter(Schema):
    """`alone`: of the organiser, not of those below it."""

    kind: str
    organiser_id: int | None = None
    alone: bool = False


class YearOut(Schema):
    """A year of campaigns of one kind; `average` is the money approved for a household."""

    year: int
    campaigns: list[int]
    budget: Decimal
    listed: int
    approved: int
    households: int
    people: int
    held: Decimal
    average: Decimal | None
    reached: int
    reached_share: Decimal | None
    paid: Decimal
    goods: Decimal
    cash: Decimal
    visited: int
    visits: int
    enterprises: int
    again: int | None
    fresh: int | None
    gone: int | None
    days: Decimal | None


class CampaignFilter(Schema):
    state: str = ""
    kind: str = ""
    year: int | None = None


class EnrolmentFilter(Schema):
    state: str = ""
    person_class: str = ""
    unit_id: int | None = None


class PublicationOut(Schema):
    """A publication of results; `code` stands in its public address, `lines` is how many it names now."""

    id: int
    state: str
    title: str
    code: str | None
    workdays: int
    with_names: bool
    published_on: date | None
    last_day: date | None
    ended_on: date | None
    withdrawn_why: str
    figures: dict[str, Any]
    lines: int

    @staticmethod
    def resolve_lines(publication: Publication) -> int:
        return int(shown_lines(publication).count())
