from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from assistance.pairing.schemas import OrganisationOut
from assistance.visits.models import Clue, Visit, VisitNeed
from ground.kernel.identifiers import masked_id, masked_mobile, masked_name


class VisitOut(Schema):
    id: int
    key: UUID
    version: int
    kind: str
    kind_label: str
    state: str
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


class NeedOut(Schema):
    index: int
    category: str
    category_label: str
    description: str

    @staticmethod
    def resolve_category_label(need: VisitNeed) -> Any:
        return need.get_category_display()


class PromiseOut(Schema):
    index: int
    content: str
    due_on: date | None
    task_id: int | None


class GoodsOut(Schema):
    name: str
    quantity: str
    unit: str
    value: str

    @staticmethod
    def resolve_quantity(goods: Any) -> Any:
        return f"{goods.quantity.normalize():f}"

    @staticmethod
    def resolve_value(goods: Any) -> Any:
        return f"{goods.value:.2f}"


class VisitPageOut(VisitOut):
    interlocutors: str
    place: str
    situation: str
    steps: list[str]
    signer: str
    is_signed: bool
    needs: list[NeedOut]
    promises: list[PromiseOut]
    goods: list[GoodsOut]
    photo_count: int
    clues: list[ClueOut]
    url: str

    @staticmethod
    def resolve_is_signed(visit: Visit) -> Any:
        return visit.signature_id is not None

    @staticmethod
    def resolve_needs(visit: Visit) -> Any:
        return list(visit.needs.all())

    @staticmethod
    def resolve_promises(visit: Visit) -> Any:
        return list(visit.promises.all())

    @staticmethod
    def resolve_goods(visit: Visit) -> Any:
        return list(visit.goods.all())

    @staticmethod
    def resolve_clues(visit: Visit) -> Any:
        return getattr(visit, "seen_clues", [])

    @staticmethod
    def resolve_url(visit: Visit) -> Any:
        return reverse("visits:visit", args=[visit.pk])


class FamilyIn(Schema):
    worker_name: str
    hardship: str
    id_no: str = ""
    mobile: str = ""
    family_size: int = 1


class NeedIn(Schema):
    category: str
    description: str


class PromiseIn(Schema):
    content: str
    due_on: date


class GoodsIn(Schema):
    name: str
    quantity: str
    unit: str
    value: str


class VisitIn(Schema):
    """`key` is made by the caller: sent again, it answers with the visit already recorded.

    With `base`, the version on which this wording was begun (0: none yet), a wording that differs
    becomes a new version of the visit, or is answered with 409 where somebody else was faster. With
    `besides`, the alike visits that a person has seen and says are others, one more is answered
    with 409 too. Where there is no `link_point_id`, the name, short name or former name of the link point
    will do. `photos` and `signature` are keys of files sent before (`PUT /files/{key}`).
    """

    key: UUID
    base: int | None = Field(None, ge=0, le=32_000)
    besides: list[int] | None = Field(None, max_length=100)
    kind: str
    agency_id: int
    link_point_id: int | None = None
    link_point_name: str = Field("", max_length=120)
    visited_on: date
    visitors: str
    situation: str
    interlocutors: str = ""
    place: str = ""
    position: str = ""
    steps: list[str] = Field(default_factory=list, max_length=20)
    needs: list[NeedIn] = Field(default_factory=list, max_length=60)
    promises: list[PromiseIn] = Field(default_factory=list, max_length=60)
    condolence_cash: str = "0"
    goods: list[GoodsIn] = Field(default_factory=list, max_length=60)
    signer: str = ""
    signature: UUID | None = None
    declared: bool = False
    photos: list[UUID] = Field(default_factory=list, max_length=60)
    origin: str = Field("", pattern=r"^([a-z]+\.[a-z]+:\d{1,18})?$")
    families: list[FamilyIn] = Field(default_factory=list, max_length=60)


class DifferingOut(Schema):
    """One field that two wordings fill differently, as values and as a person reads them."""

    name: str
    label: str
    yours: str | list[str]
    theirs: str | list[str]
    yours_shown: str
    theirs_shown: str


class OtherVisitOut(Schema):
    """A visit that stands against the one that was sent."""

    id: int
    version: int
    url: str
    recorded_by: str
    recorded_at: str
    words: dict[str, str | list[str]]
    differing: list[DifferingOut]
    lines: list[str]  # what it has beside its texts, in words


class ConflictOut(Schema):
    """409: a person has to say. `version_conflict`: which words; `visit_alike`: one visit or two."""

    code: str
    message: str
    fields: dict[str, str] = {}
    others: list[OtherVisitOut]


class ReasonIn(Schema):
    reason: str
