from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from assistance.pairing.schemas import OrganisationOut
from assistance.visits.models import Clue, Visit
from ground.kernel.identifiers import masked_id, masked_mobile, masked_name


class VisitOut(Schema):
    id: int
    key: UUID
    kind: str
    kind_label: str
    group_id: int | None
    agency: OrganisationOut
    link_point: OrganisationOut
    visited_on: date
    visitors: str
    condolence_cash: str
    family_count: int

    @staticmethod
    def resolve_kind_label(visit: Visit) -> Any:
        return visit.get_kind_display()

    @staticmethod
    def resolve_condolence_cash(visit: Visit) -> Any:
        return f"{visit.condolence_cash:.2f}"


class ClueOut(Schema):
    """A family as everybody in scope may see it: masked."""

    id: int
    worker_name: str
    id_no: str
    mobile: str
    family_size: int
    hardship: str

    @staticmethod
    def resolve_worker_name(clue: Clue) -> Any:
        return masked_name(clue.worker_name)

    @staticmethod
    def resolve_id_no(clue: Clue) -> Any:
        return masked_id(clue.id_no)

    @staticmethod
    def resolve_mobile(clue: Clue) -> Any:
        return masked_mobile(clue.mobile)


class VisitPageOut(VisitOut):
    interlocutors: str
    situation: str
    needs: str
    promises: str
    clues: list[ClueOut]

    @staticmethod
    def resolve_clues(visit: Visit) -> Any:
        return getattr(visit, "seen_clues", [])


class FamilyIn(Schema):
    worker_name: str
    hardship: str
    id_no: str = ""
    mobile: str = ""
    family_size: int = 1


class VisitIn(Schema):
    """`key` is made by the caller: sent again, it answers with the visit already recorded."""

    key: UUID
    kind: str
    agency_id: int
    link_point_id: int
    visited_on: date
    visitors: str
    situation: str
    interlocutors: str = ""
    needs: str = ""
    promises: str = ""
    condolence_cash: str = "0"
    origin: str = Field("", pattern=r"^([a-z]+\.[a-z]+:\d{1,18})?$")
    families: list[FamilyIn] = Field(default_factory=list, max_length=60)
