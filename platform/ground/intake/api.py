from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Router, Status, UploadedFile
from ninja.pagination import paginate

from ground.accounts.models import Organisation
from ground.intake import schemas, services
from ground.intake.kinds import kind_named, kinds_for
from ground.intake.models import Intake
from ground.intake.permissions import IMPORT
from ground.kernel.errors import RuleBroken
from ground.sheets.limits import MOST_BYTES
from ground.sheets.refusals import refusal
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("/kinds", response=list[schemas.KindOut], auth=needs(IMPORT))
def kinds(request: HttpRequest) -> Any:
    """What you may bring in, with its columns."""
    return kinds_for(acting(request))


@router.get("", response=list[schemas.IntakeOut], auth=needs(IMPORT))
@paginate(Pages, ordering=("-id",))
def intakes(request: HttpRequest, kind: str = "") -> QuerySet[Intake]:
    """The workbooks that you see, last sent first."""
    rows = Intake.objects.visible_to(acting(request), IMPORT.code).select_related("job")
    return rows.filter(kind=kind) if kind else rows


@router.post("", response={201: schemas.IntakePageOut}, auth=needs(IMPORT))
def send(
    request: HttpRequest,
    kind: Form[str],
    organisation_id: Form[int],
    file: File[UploadedFile],
) -> Any:
    """Send a workbook. The same file again answers with what it made the first time."""
    user, shape = acting(request), kind_named(kind)
    if shape is None or not user.may(shape.permission.code):
        raise RuleBroken("kind_unknown", "没有这种导入", fields={"kind": "没有这种导入"})
    visible = Organisation.objects.visible_to(user, shape.permission.code)
    organisation = visible.filter(pk=organisation_id, is_active=True).first()
    if organisation is None:
        raise RuleBroken(
            "organisation_unknown",
            f"没有编号为{organisation_id}的单位，或不在您的管理范围内",
            fields={"organisation_id": "没有这个单位"},
        )
    if (file.size or 0) > MOST_BYTES:  # before it is read into memory
        raise refusal("sheet_too_large")
    sent, _ = services.send_workbook(
        by=user,
        kind=kind,
        organisation=organisation,
        name=file.name or "",
        content=file.read(),
    )
    return Status(201, _own(request, sent.pk))


@router.get("/{pk}", response=schemas.IntakePageOut, auth=needs(IMPORT))
def intake(request: HttpRequest, pk: int) -> Any:
    """One workbook: its columns, what its rehearsal found, by cell."""
    return _own(request, pk)


@router.post("/{pk}/rehearse", response=schemas.IntakePageOut, auth=needs(IMPORT))
def rehearse(request: HttpRequest, pk: int, body: schemas.RehearseIn) -> Any:
    """Rehearse with these columns; without any, with those that were guessed or remembered."""
    one = _own(request, pk)
    given = body.dict() | {"mapping": body.mapping or one.mapping}
    services.ask_rehearsal(by=acting(request), intake=one, **given)
    return _own(request, pk)


@router.post("/{pk}/commit", response=schemas.IntakePageOut, auth=needs(IMPORT))
def commit(request: HttpRequest, pk: int, body: schemas.CommitIn) -> Any:
    """Accept what was rehearsed: everything, or only the rows that nothing speaks against."""
    services.ask_commit(by=acting(request), intake=_own(request, pk), **body.dict())
    return _own(request, pk)


@router.post("/{pk}/undo", response=schemas.IntakePageOut, auth=needs(IMPORT))
def undo(request: HttpRequest, pk: int, body: schemas.UndoIn) -> Any:
    """Take a whole import back, while nothing depends on it."""
    services.ask_undo(by=acting(request), intake=_own(request, pk), reason=body.reason)
    return _own(request, pk)


def _own(request: HttpRequest, pk: int) -> Intake:
    visible = Intake.objects.visible_to(acting(request), IMPORT.code)
    return get_object_or_404(visible.select_related("job", "organisation"), pk=pk)
