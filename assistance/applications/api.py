from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.applications import permissions, queries, schemas, services
from assistance.applications.models import Application
from assistance.applications.services import Asked, Outsider
from assistance.households.models import HardshipFile
from ground.accounts.models import Organisation
from ground.files.services import keep_all
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.web.api import Pages, acting, needs

router = Router()
SEE, KEEP, REVIEW, DECIDE = (
    permissions.SEE_APPLICATIONS,
    permissions.KEEP_APPLICATIONS,
    permissions.REVIEW_APPLICATIONS,
    permissions.DECIDE_APPLICATIONS,
)
Out = schemas.ApplicationOut


@router.get("/applications", response=list[Out], auth=needs(SEE))
@paginate(Pages, ordering=("-id",))
def list_applications(
    request: HttpRequest, state: str = "", aid_type: str = "", file_id: int | None = None
) -> Any:
    """Applications for aid in your scope, newest first."""
    rows = Application.objects.visible_to(acting(request), SEE.code)
    rows = rows.filter(state=state) if state in Application.State.values else rows
    rows = rows.filter(aid_type=aid_type) if aid_type else rows
    return rows if file_id is None else rows.filter(file=file_id)


@router.post("/applications", response={201: Out}, auth=needs(KEEP))
def open_application(request: HttpRequest, body: schemas.OpenIn) -> Any:
    """Begin an application on an active file."""
    said = body.dict()
    files = HardshipFile.objects.visible_to(acting(request), KEEP.code).select_related("unit")
    file = get_object_or_404(files, pk=said.pop("file_id"))
    return Status(
        201, services.open_application(by=acting(request), file=file, asked=Asked(**said))
    )


@router.post("/applications/outside", response={201: Out}, auth=needs(KEEP))
def open_outside(request: HttpRequest, body: schemas.OutsideIn) -> Any:
    """Begin an application of a family without a file."""
    said = body.dict()
    units = Organisation.objects.visible_to(acting(request), KEEP.code).filter(is_active=True)
    unit = get_object_or_404(units, pk=said.pop("unit_id"))
    person = Outsider(**{name: said.pop(name) for name in ("name", "id_no", "mobile")})
    made = services.open_outside(by=acting(request), unit=unit, person=person, asked=Asked(**said))
    return Status(201, made)


@router.get("/applications/{int:pk}", response=schemas.ApplicationPageOut, auth=needs(SEE))
def show_application(request: HttpRequest, pk: int) -> Any:
    """One application with what the standards said, and what a draft still needs."""
    one = _seen(request, pk, SEE.code)
    one.missing = (  # type: ignore[attr-defined]
        queries.missing_of(one, on=clock.today()) if one.state == "draft" else []
    )
    return one


@router.put("/applications/{int:pk}", response=Out, auth=needs(KEEP))
def change_application(request: HttpRequest, pk: int, body: schemas.AskedIn) -> Any:
    """Write a draft anew."""
    one = _seen(request, pk, KEEP.code)
    return services.change_application(
        by=acting(request), application=one, asked=Asked(**body.dict())
    )


@router.post("/applications/{int:pk}/papers", response={201: Out}, auth=needs(KEEP))
def add_paper(request: HttpRequest, pk: int, body: schemas.PaperIn) -> Any:
    """Add a paper, by the key of a file that was sent before, or as seen."""
    one = _seen(request, pk, KEEP.code)
    stored = None
    if body.stored:
        try:
            [stored] = keep_all(by=acting(request), keys=[UUID(body.stored)])
        except ValueError as error:
            raise RuleBroken("file_unknown", "没有这个附件，请先上传") from error
    services.add_paper(by=acting(request), application=one, kind=body.kind, stored=stored)
    return Status(201, one)


@router.post("/applications/{int:pk}/recommend", response={201: Out}, auth=needs(KEEP))
def recommend_application(request: HttpRequest, pk: int) -> Any:
    """Hand a complete draft to the centre."""
    one = _seen(request, pk, KEEP.code)
    return Status(201, services.recommend_application(by=acting(request), application=one))


@router.post("/applications/{int:pk}/withdraw", response={201: Out}, auth=needs(KEEP))
def withdraw_application(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Take an application back before it is decided."""
    one = _seen(request, pk, KEEP.code)
    held = services.withdraw_application(by=acting(request), application=one, reason=body.reason)
    return Status(201, held)


@router.post("/applications/{int:pk}/review", response={201: Out}, auth=needs(REVIEW))
def review_application(request: HttpRequest, pk: int, body: schemas.ReviewIn) -> Any:
    """The centre has looked through it: another person than made it."""
    one = _seen(request, pk, REVIEW.code)
    held = services.review_application(by=acting(request), application=one, opinion=body.opinion)
    return Status(201, held)


@router.post("/applications/{int:pk}/return", response={201: Out}, auth=needs(REVIEW))
def return_application(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Send an application back to be completed."""
    one = _seen(request, pk, REVIEW.code)
    held = services.return_application(by=acting(request), application=one, reason=body.reason)
    return Status(201, held)


@router.post("/applications/{int:pk}/approve", response={201: Out}, auth=needs(DECIDE))
def approve_application(request: HttpRequest, pk: int, body: schemas.DecideIn) -> Any:
    """Grant an amount; its payment is planned at once."""
    one = _seen(request, pk, DECIDE.code)
    held = services.approve_application(by=acting(request), application=one, **body.dict())
    return Status(201, held)


@router.post("/applications/{int:pk}/reject", response={201: Out}, auth=needs(DECIDE))
def reject_application(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Grant nothing, with a reason."""
    one = _seen(request, pk, DECIDE.code)
    held = services.reject_application(by=acting(request), application=one, reason=body.reason)
    return Status(201, held)


def _seen(request: HttpRequest, pk: int, permission: str) -> Application:
    visible = Application.objects.visible_to(acting(request), permission)
    return get_object_or_404(queries.in_lists(visible), pk=pk)
