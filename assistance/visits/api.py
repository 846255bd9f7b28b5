from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.visits import permissions, queries, schemas, services
from assistance.visits.models import Clue, Visit
from assistance.visits.rules import FoundFamily
from ground.accounts.models import Organisation, User
from ground.kernel.errors import RuleBroken
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("", response=list[schemas.VisitOut], auth=needs(permissions.SEE_VISITS))
@paginate(Pages, ordering=("-id",))
def visits(
    request: HttpRequest,
    kind: str = "",
    link_point_id: int | None = None,
    group_id: int | None = None,
    visited_from: date | None = None,
    visited_to: date | None = None,
) -> QuerySet[Visit]:
    """The visits that you see, last recorded first."""
    rows = Visit.objects.visible_to(acting(request), permissions.SEE_VISITS.code)
    wanted = {
        "kind": kind or None,
        "link_point_id": link_point_id,
        "group_id": group_id,
        "visited_on__gte": visited_from,
        "visited_on__lte": visited_to,
    }
    narrowed = {name: value for name, value in wanted.items() if value is not None}
    return queries.visits_in_lists(rows.filter(**narrowed))


@router.post("", response={201: schemas.VisitPageOut}, auth=needs(permissions.RECORD_VISIT))
def record_visit(request: HttpRequest, body: schemas.VisitIn) -> Any:
    """Record a visit with the families it came upon. Sending the same key again changes nothing."""
    user = acting(request)
    said = body.dict(exclude={"agency_id", "link_point_id", "families"})
    visit = services.record_visit(
        by=user,
        agency=_seen(user, "agency_id", body.agency_id),
        link_point=_seen(user, "link_point_id", body.link_point_id),
        families=[FoundFamily(**family.dict()) for family in body.families],
        **said,
    )
    return Status(201, _full(user, visit.pk, permissions.RECORD_VISIT.code))


@router.get("/{pk}", response=schemas.VisitPageOut, auth=needs(permissions.SEE_VISITS))
def visit(request: HttpRequest, pk: int) -> Any:
    """One visit; the families it came upon are masked."""
    return _full(acting(request), pk, permissions.SEE_VISITS.code)


def _full(user: User, pk: int, code: str) -> Visit:
    """The visit as far as the permission reaches: a key may be for recording alone."""
    clues = Prefetch("clues", Clue.objects.visible_to(user, code), to_attr="seen_clues")
    visible = Visit.objects.visible_to(user, code)
    return get_object_or_404(queries.visits_in_lists(visible).prefetch_related(clues), pk=pk)


def _seen(user: User, field: str, pk: int) -> Any:
    visible = Organisation.objects.visible_to(user, permissions.RECORD_VISIT.code)
    found = visible.filter(pk=pk, is_active=True).first()
    if found is None:
        raise RuleBroken(
            "organisation_unknown",
            f"没有编号为{pk}的单位，或不在您可登记走访的范围内",
            fields={field: "没有这个单位"},
        )
    return found
