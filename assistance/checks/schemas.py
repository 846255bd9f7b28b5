"""Shapes of the API. Names go out masked; what civil affairs wrote goes out by a reveal only."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from assistance.checks import queries
from ground.kernel.identifiers import masked_name


class BatchIn(Schema):
    file_ids: list[int] = Field(max_length=500)
    recipient: str = Field(max_length=200)


class AnswerIn(Schema):
    """`found`: what was found → how many, 0 without a figure; empty: nothing was found."""

    found: dict[str, int] = {}
    words: str = Field("", max_length=2000)
    answered_on: date


class OpinionIn(Schema):
    opinion: str


class ReasonIn(Schema):
    reason: str


class SettledOut(Schema):
    moved: int
    refused: list[str]


class BatchOut(Schema):
    id: int
    number: str
    recipient: str
    state: str
    families: int
    waiting: int
    hits: int
    made_on: date
    sent_on: date | None
    due_on: date | None


class PersonOut(Schema):
    id: int
    name: str
    relation: str
    answered_on: date | None
    withdrawn_on: date | None
    found: dict[str, int] | None

    @staticmethod
    def resolve_name(one: Any) -> str:
        return masked_name(one.name)

    @staticmethod
    def resolve_answered_on(one: Any) -> date | None:
        said = queries.latest(one)
        return said.answered_on if said else None

    @staticmethod
    def resolve_found(one: Any) -> dict[str, int] | None:
        said = queries.latest(one)
        return said.found if said else None


class RequestOut(Schema):
    id: int
    file_id: int
    file_no: str
    state: str
    answered_on: date | None
    withdrawn_why: str
    people: list[PersonOut]

    @staticmethod
    def resolve_file_no(one: Any) -> str:
        return str(one.file.file_no)

    @staticmethod
    def resolve_people(one: Any) -> list[Any]:
        return list(one.people.all())
