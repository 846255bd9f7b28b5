"""The register read, and complaints put on record. Handling is for the pages: it needs what is sealed."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.complaints import queries, rules, schemas, services
from assistance.complaints.models import Complaint
from assistance.complaints.permissions import SEE_COMPLAINTS, TAKE_COMPLAINT
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("", response=list[schemas.ComplaintOut], auth=needs(SEE_COMPLAINTS))
@paginate(Pages, ordering=("-id",))
def complaints(request: HttpRequest, state: str = "", kind: str = "") -> QuerySet[Complaint]:
    """The complaints of which you may know, last received first."""
    rows = Complaint.objects.visible_to(acting(request), SEE_COMPLAINTS.code)
    wanted = {"state": state, "kind": kind}
    return queries.in_lists(rows.filter(**{name: one for name, one in wanted.items() if one}))


@router.post("", response={201: schemas.ReceivedOut}, auth=needs(TAKE_COMPLAINT))
def receive_complaint(request: HttpRequest, body: schemas.ComplaintIn) -> Any:
    user = acting(request)
    said = body.dict(exclude={"unit_id"})
    unit = None
    if body.unit_id is not None:
        units = queries.units_to_name(user, TAKE_COMPLAINT)
        unit = get_object_or_404(units, pk=body.unit_id)
    made = services.receive_complaint(by=user, base=user.organisation, unit=unit, **said)
    told = {
        "id": made.pk,
        "mark": made.mark,
        "code": rules.shown_code(str(made.code)),
        "due_on": made.due_on,
    }
    return Status(201, told)


@router.get("/{pk}", response=schemas.ComplaintDetailOut, auth=needs(SEE_COMPLAINTS))
def complaint(request: HttpRequest, pk: int) -> Any:
    """One complaint with the turns of its handling."""
    rows = Complaint.objects.visible_to(acting(request), SEE_COMPLAINTS.code)
    return get_object_or_404(queries.in_lists(rows), pk=pk)
