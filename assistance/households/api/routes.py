"""Routes and meetings: what their pages do."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Schema
from ninja.pagination import paginate

from assistance.households import services
from assistance.households.api.parts import router
from assistance.households.models import FileMeeting, Gate, HardshipFile, Route
from assistance.households.permissions import KEEP_FILES, KEEP_ROUTES, SEE_FILES
from assistance.households.services.meetings import Decided
from ground.accounts.models import Organisation
from ground.places.models import Division
from ground.web.api import Pages, acting, needs


class GateIn(Schema):
    kind: str
    label: str
    actor: str
    workdays: int | None = None


class GateOut(GateIn):
    id: int
    position: int


class MoveIn(Schema):
    to: int


class RouteHeadIn(Schema):
    name: str
    valid_from: date
    source: str


class RouteIn(RouteHeadIn):
    division_id: int | None = None
    copied_from_id: int | None = None


class RouteOut(Schema):
    id: int
    name: str
    division_id: int | None
    valid_from: date
    source: str
    state: str


class RouteDetailOut(RouteOut):
    gates: list[GateOut]

    @staticmethod
    def resolve_gates(route: Route) -> list[Gate]:
        return list(route.gates.order_by("position"))


class DecidedIn(Schema):
    file_id: int
    decision: str
    opinion: str = ""


class MeetingIn(Schema):
    organisation_id: int
    held_on: date
    people: str
    decided: list[DecidedIn]


class MeetingOut(Schema):
    id: int
    organisation_id: int
    held_on: date
    people: str


@router.get("/routes", auth=needs(SEE_FILES), response=list[RouteOut])
@paginate(Pages, ordering=("-id",))
def list_routes(request: HttpRequest) -> Any:
    return Route.objects.visible_to(acting(request), SEE_FILES.code)


@router.post("/routes", auth=needs(KEEP_ROUTES), response={201: RouteDetailOut})
def draft_route(request: HttpRequest, asked: RouteIn) -> Any:
    user, values = acting(request), asked.dict()
    division, copied = values.pop("division_id"), values.pop("copied_from_id")
    visible = Route.objects.visible_to(user, KEEP_ROUTES.code)
    return services.draft_route(
        by=user,
        division=get_object_or_404(Division, pk=division) if division else None,
        copied_from=get_object_or_404(visible, pk=copied) if copied else None,
        **values,
    )


@router.get("/routes/{int:route_id}", auth=needs(SEE_FILES), response=RouteDetailOut)
def show_route(request: HttpRequest, route_id: int) -> Any:
    visible = Route.objects.visible_to(acting(request), SEE_FILES.code)
    return get_object_or_404(visible, pk=route_id)


@router.put("/routes/{int:route_id}", auth=needs(KEEP_ROUTES), response=RouteDetailOut)
def change_route(request: HttpRequest, route_id: int, asked: RouteHeadIn) -> Any:
    route = _kept(request, route_id)
    return services.change_route(by=acting(request), route=route, **asked.dict())


@router.post(
    "/routes/{int:route_id}/gates", auth=needs(KEEP_ROUTES), response={201: RouteDetailOut}
)
def add_gate(request: HttpRequest, route_id: int, asked: GateIn) -> Any:
    route = _kept(request, route_id)
    services.add_gate(by=acting(request), route=route, **asked.dict())
    return route


@router.post(
    "/routes/{int:route_id}/publish", auth=needs(KEEP_ROUTES), response={201: RouteDetailOut}
)
def publish_route(request: HttpRequest, route_id: int) -> Any:
    return services.publish_route(by=acting(request), route=_kept(request, route_id))


@router.delete("/routes/{int:route_id}", auth=needs(KEEP_ROUTES), response={204: None})
def drop_route(request: HttpRequest, route_id: int) -> None:
    services.drop_route(by=acting(request), route=_kept(request, route_id))


@router.put("/routes/gates/{int:gate_id}", auth=needs(KEEP_ROUTES), response=GateOut)
def change_gate(request: HttpRequest, gate_id: int, asked: GateIn) -> Any:
    gate = _kept_gate(request, gate_id)
    return services.change_gate(by=acting(request), gate=gate, **asked.dict())


@router.post(
    "/routes/gates/{int:gate_id}/move", auth=needs(KEEP_ROUTES), response={201: RouteDetailOut}
)
def move_gate(request: HttpRequest, gate_id: int, asked: MoveIn) -> Any:
    return services.move_gate(
        by=acting(request), gate=_kept_gate(request, gate_id), to=asked.to
    ).route


@router.delete("/routes/gates/{int:gate_id}", auth=needs(KEEP_ROUTES), response={204: None})
def drop_gate(request: HttpRequest, gate_id: int) -> None:
    services.drop_gate(by=acting(request), gate=_kept_gate(request, gate_id))


@router.get("/meetings", auth=needs(SEE_FILES), response=list[MeetingOut])
@paginate(Pages, ordering=("-id",))
def list_meetings(request: HttpRequest) -> Any:
    return FileMeeting.objects.visible_to(acting(request), SEE_FILES.code)


@router.post("/meetings", auth=needs(KEEP_FILES), response={201: MeetingOut})
def hold_meeting(request: HttpRequest, asked: MeetingIn) -> Any:
    user = acting(request)
    organisations = Organisation.objects.visible_to(user, KEEP_FILES.code)
    files = HardshipFile.objects.visible_to(user, KEEP_FILES.code).select_related("unit", "gate")
    found = files.in_bulk([one.file_id for one in asked.decided])
    decided = [
        Decided(
            file=found.get(one.file_id) or get_object_or_404(files, pk=one.file_id),
            decision=one.decision,
            opinion=one.opinion,
        )
        for one in asked.decided
    ]
    return services.hold_meeting(
        by=user,
        organisation=get_object_or_404(organisations, pk=asked.organisation_id),
        held_on=asked.held_on,
        people=asked.people,
        decided=decided,
    )


def _kept(request: HttpRequest, route_id: int) -> Route:
    own = Route.objects.kept_by(acting(request))
    return get_object_or_404(own.select_related("division"), pk=route_id)


def _kept_gate(request: HttpRequest, gate_id: int) -> Gate:
    own = Route.objects.kept_by(acting(request)).values("pk")
    return get_object_or_404(Gate.objects.select_related("route").filter(route__in=own), pk=gate_id)
