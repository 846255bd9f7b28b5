from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.pairing.forms import named
from assistance.pairing.rules import LINK_POINTS
from assistance.visits import comparing, offline, permissions, queries, schemas, services
from assistance.visits.models import Clue, Visit
from assistance.visits.rules import (
    AlikeVisits,
    FoundFamily,
    GivenGoods,
    OtherWording,
    Promised,
    ToldNeed,
    cash_of,
)
from assistance.visits.services.lines import Lines
from assistance.visits.services.versions import Wording
from ground.accounts.models import Organisation, User
from ground.files import services as files
from ground.kernel.errors import RuleBroken
from ground.web.api import Pages, acting, needs

router = Router()

SENT = {201: schemas.VisitPageOut, 409: schemas.ConflictOut}


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


@router.post("", response=SENT, auth=needs(permissions.RECORD_VISIT))
def record_visit(request: HttpRequest, body: schemas.VisitIn) -> Any:
    """Record a visit with all that it brought. Sending the same key again changes nothing.

    409 where a person has to say: another wording of the visit was faster, or the agency was there
    that day already. See `base` and `besides`.
    """
    user = acting(request)
    lines = _lines(user, body)
    signature = files.keep_all(by=user, keys=[body.signature] if body.signature else [])
    try:
        visit = services.record_visit(
            by=user,
            key=body.key,
            agency=_seen(user, "agency_id", body.agency_id),
            link_point=_link_point(user, body),
            visited_on=body.visited_on,
            needs=lines.needs,
            promises=lines.promises,
            condolence_cash=lines.cash,
            goods=lines.goods,
            photos=lines.photos,
            families=lines.families,
            signer=body.signer,
            signature=signature[0] if signature else None,
            declared=body.declared,
            position=body.position,
            origin=body.origin,
            base=body.base,
            besides=body.besides,
            **_words(body),
        )
    except (AlikeVisits, OtherWording) as question:
        return Status(409, comparing.question(user, question, Wording(**_words(body))))
    return Status(201, _full(user, visit.pk, permissions.RECORD_VISIT.code))


@router.get("/offline", response=dict[str, Any], auth=needs(permissions.RECORD_VISIT))
def offline_snapshot(request: HttpRequest, stamp: str = "") -> Any:
    """What a phone keeps to record visits without a network; families are masked.

    `stamp` names what it has: where nothing has changed, only the stamp comes back.
    """
    return offline.snapshot(acting(request), known=stamp)


@router.get("/{pk}", response=schemas.VisitPageOut, auth=needs(permissions.SEE_VISITS))
def visit(request: HttpRequest, pk: int) -> Any:
    """One visit; the families it came upon are masked."""
    return _full(acting(request), pk, permissions.SEE_VISITS.code)


@router.post("/{pk}/merge", response=SENT, auth=needs(permissions.RECORD_VISIT))
def merge_visit(request: HttpRequest, pk: int, body: schemas.VisitIn) -> Any:
    """Say that what was typed under `key` is this visit: the words picked, photos and lines joined.

    `base` is the version of this visit that the person compared with. Money counts once.
    """
    user = acting(request)
    mine = Visit.objects.by_agencies_of(user, permissions.RECORD_VISIT.code)
    visit = get_object_or_404(mine, pk=pk)
    try:
        services.merge_visit(
            by=user,
            visit=visit,
            key=body.key,
            base=body.base or 0,
            wording=Wording(**_words(body)),
            lines=_lines(user, body),
        )
    except OtherWording as question:
        return Status(409, comparing.question(user, question, Wording(**_words(body))))
    return Status(201, _full(user, visit.pk, permissions.RECORD_VISIT.code))


@router.post("/{pk}/return", response=schemas.VisitPageOut, auth=needs(permissions.RETURN_VISIT))
def return_visit(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Send a visit back to its recorder, saying what is to be mended."""
    user = acting(request)
    mine = Visit.objects.by_agencies_of(user, permissions.RETURN_VISIT.code)
    visit = get_object_or_404(mine, pk=pk)
    services.return_visit(by=user, visit=visit, reason=body.reason)
    return _full(user, visit.pk, permissions.RETURN_VISIT.code)


def _full(user: User, pk: int, code: str) -> Visit:
    """The visit as far as the permission reaches: a key may be for recording alone."""
    clues = Prefetch("clues", Clue.objects.visible_to(user, code), to_attr="seen_clues")
    lines = ("needs", "promises", "goods")
    visible = Visit.objects.visible_to(user, code)
    rows = queries.visits_in_lists(visible).prefetch_related(clues, *lines)
    return get_object_or_404(rows, pk=pk)


def _words(body: schemas.VisitIn) -> dict[str, Any]:
    return {
        "kind": body.kind,
        "visitors": body.visitors,
        "situation": body.situation,
        "interlocutors": body.interlocutors,
        "place": body.place,
        "steps": body.steps,
    }


def _lines(user: User, body: schemas.VisitIn) -> Lines:
    return Lines(
        needs=[ToldNeed(**one.dict()) for one in body.needs],
        promises=[Promised(**one.dict()) for one in body.promises],
        goods=[GivenGoods(**one.dict()) for one in body.goods],
        photos=files.keep_all(by=user, keys=body.photos),
        families=[FoundFamily(**one.dict()) for one in body.families],
        cash=cash_of(body.condolence_cash or "0"),
    )


def _link_point(user: User, body: schemas.VisitIn) -> Any:
    if body.link_point_id is not None:
        return _seen(user, "link_point_id", body.link_point_id)
    if not body.link_point_name.strip():
        raise RuleBroken(
            "link_point_missing",
            "请选择或填写走访的企业、社区",
            fields={"link_point_id": "请选择或填写"},
        )
    seen = Organisation.objects.visible_to(user, permissions.RECORD_VISIT.code)
    among = seen.filter(is_active=True, kind__in=LINK_POINTS)
    try:
        return named(body.link_point_name.strip(), among)
    except ValidationError as unknown:
        raise RuleBroken(
            "organisation_unknown",
            unknown.messages[0],
            fields={"link_point_name": unknown.messages[0]},
        ) from unknown


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
