"""Files of families in hardship: everything their pages do."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query
from ninja.pagination import paginate

from assistance.households import queries, services
from assistance.households.api.parts import file_of, router, shown
from assistance.households.models import HardshipFile, Member
from assistance.households.permissions import (
    APPROVE_FILE,
    KEEP_FILES,
    REVEAL_PERSONAL,
    SEE_FILES,
)
from assistance.households.schemas import (
    ApprovalIn,
    FileDetailOut,
    FileFilter,
    FileIn,
    FileOut,
    OpinionIn,
    ReasonIn,
    RevealIn,
    RevealOut,
    SearchIn,
)
from ground.accounts.models import Organisation
from ground.kernel.errors import RuleBroken
from ground.web.api import Pages, acting, needs


@router.get("/files", auth=needs(SEE_FILES), response=list[FileOut])
@paginate(Pages, ordering=("-id",))
def list_files(request: HttpRequest, asked: Query[FileFilter]) -> Any:
    wanted = {
        "state": asked.state,
        "category": asked.category,
        "unit_id": asked.unit_id,
        "opened_on__year": asked.year,
        "file_no__icontains": asked.file_no.replace("\x00", ""),
    }
    files = HardshipFile.objects.visible_to(acting(request), SEE_FILES.code)
    return queries.with_holder(files.filter(**{k: v for k, v in wanted.items() if v}))


@router.post("/files", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def open_file(request: HttpRequest, asked: FileIn) -> Any:
    units = Organisation.objects.visible_to(acting(request), KEEP_FILES.code)
    values = asked.dict()
    unit: Organisation = get_object_or_404(units, pk=values.pop("unit_id"))
    return shown(request, services.open_file(by=acting(request), unit=unit, **values))


@router.post("/files/search", auth=needs(SEE_FILES), response=list[FileOut])
def search_files(request: HttpRequest, asked: SearchIn) -> Any:
    """A POST, so that neither a name nor a number ever stands in an address."""
    found = queries.found(acting(request), asked.asked)
    return queries.with_holder(HardshipFile.objects.filter(pk__in=[f.pk for f, _ in found.files]))


@router.get("/files/{int:file_id}", auth=needs(SEE_FILES), response=FileDetailOut)
def show_file(request: HttpRequest, file_id: int) -> Any:
    return shown(request, file_of(request, file_id, SEE_FILES))


@router.post("/files/{int:file_id}/submit", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def submit_file(request: HttpRequest, file_id: int) -> Any:
    file = file_of(request, file_id, KEEP_FILES)
    return shown(request, services.submit_file(by=acting(request), file=file))


@router.post("/files/{int:file_id}/review", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def review_file(request: HttpRequest, file_id: int, asked: OpinionIn) -> Any:
    file = file_of(request, file_id, KEEP_FILES)
    return shown(request, services.review_file(by=acting(request), file=file, **asked.dict()))


@router.post(
    "/files/{int:file_id}/approve", auth=needs(APPROVE_FILE), response={201: FileDetailOut}
)
def approve_file(request: HttpRequest, file_id: int, asked: ApprovalIn) -> Any:
    file = file_of(request, file_id, APPROVE_FILE)
    return shown(request, services.approve_file(by=acting(request), file=file, **asked.dict()))


@router.post("/files/{int:file_id}/return", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def return_file(request: HttpRequest, file_id: int, asked: ReasonIn) -> Any:
    """Before the file has reached its approver; then it is `approval/return`."""
    file = file_of(request, file_id, KEEP_FILES)
    return shown(request, services.return_file(by=acting(request), file=file, **asked.dict()))


@router.post("/files/{int:file_id}/reject", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def reject_file(request: HttpRequest, file_id: int, asked: ReasonIn) -> Any:
    """Before the file has reached its approver; then it is `approval/reject`."""
    file = file_of(request, file_id, KEEP_FILES)
    return shown(request, services.reject_file(by=acting(request), file=file, **asked.dict()))


@router.post("/files/{int:file_id}/cancel", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def cancel_file(request: HttpRequest, file_id: int, asked: ReasonIn) -> Any:
    """A draft or an old file; how a family on file leaves is proposed in the reviews."""
    file = file_of(request, file_id, KEEP_FILES)
    if file.state == HardshipFile.State.ACTIVE:
        raise RuleBroken("cancel_is_proposed", "在档的档案请在“动态管理”中提出注销，由另一人审批")
    return shown(request, services.cancel_file(by=acting(request), file=file, **asked.dict()))


@router.post(
    "/files/{int:file_id}/approval/return",
    auth=needs(APPROVE_FILE),
    response={201: FileDetailOut},
)
def return_to_keeper(request: HttpRequest, file_id: int, asked: ReasonIn) -> Any:
    file = file_of(request, file_id, APPROVE_FILE)
    return shown(request, services.return_file(by=acting(request), file=file, **asked.dict()))


@router.post(
    "/files/{int:file_id}/approval/reject",
    auth=needs(APPROVE_FILE),
    response={201: FileDetailOut},
)
def refuse_approval(request: HttpRequest, file_id: int, asked: ReasonIn) -> Any:
    file = file_of(request, file_id, APPROVE_FILE)
    return shown(request, services.reject_file(by=acting(request), file=file, **asked.dict()))


@router.post(
    "/files/{int:file_id}/reveal",
    auth=needs(REVEAL_PERSONAL, shows_personal=True),
    response={201: RevealOut},
)
def reveal(request: HttpRequest, file_id: int, asked: RevealIn) -> Any:
    file = file_of(request, file_id, REVEAL_PERSONAL)
    member = None
    if asked.member_id is not None:
        member = get_object_or_404(Member, file=file, pk=asked.member_id)
    value = services.reveal(
        by=acting(request), file=file, field=asked.field, reason=asked.reason, member=member
    )
    return {"value": value}
