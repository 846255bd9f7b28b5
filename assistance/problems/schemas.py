from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from assistance.pairing.schemas import OrganisationOut
from assistance.problems import rules
from assistance.problems.models import Answer, EnterpriseProblem
from ground.kernel.identifiers import masked_mobile


class AnswerOut(Schema):
    turn: int
    text: str
    answered_on: date
    asked_on: date | None
    link_expires_on: date | None
    opinion: str
    opinion_label: str
    words: str
    told_on: date | None
    told_by: str
    by_phone: bool

    @staticmethod
    def resolve_opinion_label(answer: Answer) -> Any:
        return answer.get_opinion_display()

    @staticmethod
    def resolve_by_phone(answer: Answer) -> bool:
        return answer.recorded_by_id is not None


class ProblemOut(Schema):
    """A problem; its contact's telephone is masked."""

    id: int
    key: UUID
    mark: str
    link_point: OrganisationOut
    office: OrganisationOut
    way: str
    category: str
    category_label: str
    urgency: str
    description: str
    contact_name: str
    contact_mobile: str
    raised_on: date
    state: str
    state_label: str
    light: int
    due_on: date | None
    task_id: int | None
    agency: OrganisationOut | None
    co_agencies: list[OrganisationOut]
    refusal_reason: str
    return_reason: str
    for_leader_on: date | None
    ended_on: date | None

    @staticmethod
    def resolve_category_label(problem: EnterpriseProblem) -> Any:
        return problem.get_category_display()

    @staticmethod
    def resolve_state_label(problem: EnterpriseProblem) -> Any:
        return problem.get_state_display()

    @staticmethod
    def resolve_contact_mobile(problem: EnterpriseProblem) -> str:
        return masked_mobile(problem.contact_mobile) if problem.contact_mobile else ""

    @staticmethod
    def resolve_agency(problem: EnterpriseProblem) -> Any:
        return problem.task.agency if problem.task else None

    @staticmethod
    def resolve_co_agencies(problem: EnterpriseProblem) -> Any:
        return [one.agency for one in problem.task.shares.all()] if problem.task else []


class ProblemPageOut(ProblemOut):
    answers: list[AnswerOut]

    @staticmethod
    def resolve_answers(problem: EnterpriseProblem) -> Any:
        return list(problem.answers.all())


class ProblemIn(Schema):
    """`key` is made by the caller: sent again, it answers with the problem already collected."""

    key: UUID
    link_point_id: int
    category: str
    description: str = Field(max_length=rules.LONGEST_DESCRIPTION)
    urgency: str = EnterpriseProblem.Urgency.NORMAL.value
    contact_name: str = ""
    contact_mobile: str = ""
    raised_on: date | None = None


class RegisterIn(Schema):
    category: str
    urgency: str


class ReasonIn(Schema):
    reason: str


class DispatchIn(Schema):
    agency_id: int
    co_agency_ids: list[int] = Field(default_factory=list, max_length=20)
    due_on: date | None = None


class LinkOut(Schema):
    """The link by which the enterprise answers, to be sent to it."""

    url: str
    expires_on: date


class OpinionIn(Schema):
    opinion: str
    told_by: str
    told_on: date
    words: str = ""


class CloseIn(Schema):
    remark: str = ""
