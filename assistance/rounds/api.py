from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.rounds import permissions, queries, schemas, services
from assistance.rounds.models import Due, LeaderRound, RoundStop, VisitDuty
from assistance.rounds.rules import NewStop
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("/dues", response=list[schemas.DueOut], auth=needs(permissions.SEE_ROUNDS))
@paginate(Pages, ordering=("key",))
def dues(
    request: HttpRequest,
    starts_on: date,
    ends_on: date,
    who: str = "",
    agency_id: int | None = None,
    link_point_id: int | None = None,
) -> Any:
    """Visits owed in the slots that touch the period, in your scope: who, where, how many were done."""
    rows = Due.objects.visible_to(acting(request), permissions.SEE_ROUNDS.code)
    rows = rows.touching(Period(starts_on=starts_on, ends_on=ends_on)).tallied()
    wanted = {
        "who": who if who in VisitDuty.Who.values else None,
        "agency_id": agency_id,
        "link_point_id": link_point_id,
    }
    narrowed = {name: value for name, value in wanted.items() if value is not None}
    return rows.filter(**narrowed).select_related("agency", "link_point")


@router.get("/tallies", response=list[schemas.TallyOut], auth=needs(permissions.SEE_ROUNDS))
def tallies(request: HttpRequest, starts_on: date, ends_on: date) -> Any:
    """What each agency in your scope owed in the whole slots of the period, did, and left undone."""
    paths = acting(request).scope(permissions.SEE_ROUNDS.code)
    period = Period(starts_on=starts_on, ends_on=ends_on)
    found = queries.duties_by_agency(paths, period, on=clock.today())
    return [
        {
            "agency_id": agency,
            "owed": one.owed,
            "done": one.done,
            "missing": one.missing,
            "late": one.late,
        }
        for agency, one in sorted(found.items())
    ]


@router.get("/tours", response=list[schemas.TourOut], auth=needs(permissions.SEE_ROUNDS))
@paginate(Pages, ordering=("-id",))
def tours(request: HttpRequest, state: str = "") -> Any:
    """Leaders' rounds that you see, newest first."""
    rows = LeaderRound.objects.visible_to(acting(request), permissions.SEE_ROUNDS.code)
    rows = rows.select_related("organiser")
    return rows.filter(state=state) if state else rows


@router.post("/tours", response={201: schemas.TourPageOut}, auth=needs(permissions.PLAN_ROUND))
def plan_round(request: HttpRequest, body: schemas.TourIn) -> Any:
    """Plan a leader's round with its stops in their order."""
    user = acting(request)
    wanted = {body.organiser_id, *(stop.link_point_id for stop in body.stops)}
    known = _organisations(user, wanted)
    values = body.dict(exclude={"organiser_id", "stops"})
    stops = [
        NewStop(link_point=known[stop.link_point_id], **stop.dict(exclude={"link_point_id"}))
        for stop in body.stops
    ]
    tour = services.plan_round(by=user, organiser=known[body.organiser_id], stops=stops, **values)
    return Status(201, tour)


@router.get("/tours/{pk}", response=schemas.TourPageOut, auth=needs(permissions.SEE_ROUNDS))
def tour(request: HttpRequest, pk: int) -> Any:
    """One round with its stops: visited, skipped with a reason, or waiting."""
    seen = LeaderRound.objects.visible_to(acting(request), permissions.SEE_ROUNDS.code)
    return get_object_or_404(seen.select_related("organiser"), pk=pk)


@router.post(
    "/tours/{pk}/finish", response={201: schemas.TourPageOut}, auth=needs(permissions.PLAN_ROUND)
)
def finish_round(request: HttpRequest, pk: int) -> Any:
    """End a round whose stops were all visited, or skipped with a reason."""
    own = LeaderRound.objects.organised_by(acting(request), permissions.PLAN_ROUND.code)
    finished = services.finish_round(by=acting(request), round=get_object_or_404(own, pk=pk))
    return Status(201, finished)


@router.post(
    "/tours/{pk}/stops/{stop_id}/skip",
    response={201: schemas.StopOut},
    auth=needs(permissions.PLAN_ROUND),
)
def skip_stop(request: HttpRequest, pk: int, stop_id: int, body: schemas.ReasonIn) -> Any:
    """Say why a stop was not visited."""
    own = LeaderRound.objects.organised_by(acting(request), permissions.PLAN_ROUND.code)
    stop = get_object_or_404(RoundStop, round=get_object_or_404(own, pk=pk), pk=stop_id)
    return Status(201, services.skip_stop(by=acting(request), stop=stop, reason=body.reason))


def _organisations(user: User, wanted: set[int]) -> dict[int, Any]:
    seen = Organisation.objects.visible_to(user, permissions.PLAN_ROUND.code)
    known = {one.pk: one for one in seen.filter(pk__in=wanted, is_active=True)}
    missing = sorted(wanted - set(known))
    if missing:
        raise RuleBroken(
            "organisation_unknown",
            f"没有编号为{'、'.join(map(str, missing))}的单位，或不在您可选的范围内",
        )
    return known
