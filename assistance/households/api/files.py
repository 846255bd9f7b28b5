"""Files of families in hardship: everything their pages do."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query
from ninja.pagination import paginate

from assistance.households import queries, services
from assistance.households.api.parts import router
from assistance.households.models import HardshipFile, Member
from assistance.households.permissions import (
    APPROVE_FILE,
    KEEP_FILES,
    REVEAL_PERSONAL,
    SEE_FILES,
)
from assistance.households.rules import NewMember
from assistance.households.schemas import (
    CompleteIn,
    FileDetailOut,
    FileFilter,
    FileIn,
    FileOut,
    InvestigationIn,
    NoticeOut,
    OpinionIn,
    ReasonIn,
    RevealIn,
    RevealOut,
    SearchIn,
)
from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
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
    return _shown(request, services.open_file(by=acting(request), unit=unit, **values))


@router.post("/files/search", auth=needs(SEE_FILES), response=list[FileOut])
def search_files(request: HttpRequest, asked: SearchIn) -> Any:
    """A POST, so that neither a name nor a number ever stands in an address."""
    return queries.found(acting(request), holder_name=asked.holder_name, id_no=asked.id_no)


@router.get("/files/{int:file_id}", auth=needs(SEE_FILES), response=FileDetailOut)
def show_file(request: HttpRequest, file_id: int) -> Any:
    return _shown(request, _file(request, file_id, SEE_FILES))


@router.post("/files/{int:file_id}/complete", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def complete_file(request: HttpRequest, file_id: int, asked: CompleteIn) -> Any:
    values = asked.dict()
    members = [NewMember(**one) for one in values.pop("members")]
    file = _file(request, file_id, KEEP_FILES)
    done = services.complete_file(by=acting(request), file=file, members=members, **values)
    return _shown(request, done)


@router.post("/files/{int:file_id}/submit", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def submit_file(request: HttpRequest, file_id: int) -> Any:
    file = _file(request, file_id, KEEP_FILES)
    return _shown(request, services.submit_file(by=acting(request), file=file))


@router.post("/files/{int:file_id}/review", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def review_file(request: HttpRequest, file_id: int, asked: OpinionIn) -> Any:
    file = _file(request, file_id, KEEP_FILES)
    return _shown(request, services.review_file(by=acting(request), file=file, **asked.dict()))


@router.post(
    "/files/{int:file_id}/investigate", auth=needs(KEEP_FILES), response={201: FileDetailOut}
)
def investigate_file(request: HttpRequest, file_id: int, asked: InvestigationIn) -> Any:
    file = _file(request, file_id, KEEP_FILES)
    done = services.investigate_file(by=acting(request), file=file, **asked.dict())
    return _shown(request, done)


@router.post("/files/{int:file_id}/check", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def check_file(request: HttpRequest, file_id: int, asked: OpinionIn) -> Any:
    file = _file(request, file_id, KEEP_FILES)
    return _shown(request, services.check_file(by=acting(request), file=file, **asked.dict()))


@router.post("/files/{int:file_id}/notice", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def post_notice(request: HttpRequest, file_id: int) -> Any:
    file = _file(request, file_id, KEEP_FILES)
    return _shown(request, services.post_notice(by=acting(request), file=file))


@router.get("/files/{int:file_id}/notice", auth=needs(SEE_FILES), response=NoticeOut)
def show_notice(request: HttpRequest, file_id: int) -> Any:
    notice = queries.notice_of(_file(request, file_id, SEE_FILES))
    if notice is None:
        raise Http404
    return notice


@router.post(
    "/files/{int:file_id}/approve", auth=needs(APPROVE_FILE), response={201: FileDetailOut}
)
def approve_file(request: HttpRequest, file_id: int, asked: OpinionIn) -> Any:
    file = _file(request, file_id, APPROVE_FILE)
    return _shown(request, services.approve_file(by=acting(request), file=file, **asked.dict()))


@router.post("/files/{int:file_id}/return", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def return_file(request: HttpRequest, file_id: int, asked: ReasonIn) -> Any:
    """Before the file has reached its approver; then it is `approval/return`."""
    file = _file(request, file_id, KEEP_FILES)
    return _shown(request, services.return_file(by=acting(request), file=file, **asked.dict()))


@router.post("/files/{int:file_id}/reject", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def reject_file(request: HttpRequest, file_id: int, asked: ReasonIn) -> Any:
    """Before the file has reached its approver; then it is `approval/reject`."""
    file = _file(request, file_id, KEEP_FILES)
    return _shown(request, services.reject_file(by=acting(request), file=file, **asked.dict()))


@router.post("/files/{int:file_id}/cancel", auth=needs(KEEP_FILES), response={201: FileDetailOut})
def cancel_file(request: HttpRequest, file_id: int, asked: ReasonIn) -> Any:
    """A draft; an approved file is cancelled by `approval/cancel`."""
    file = _file(request, file_id, KEEP_FILES)
    return _shown(request, services.cancel_file(by=acting(request), file=file, **asked.dict()))


@router.post(
    "/files/{int:file_id}/approval/return",
    auth=needs(APPROVE_FILE),
    response={201: FileDetailOut},
)
def return_to_keeper(request: HttpRequest, file_id: int, asked: ReasonIn) -> Any:
    file = _file(request, file_id, APPROVE_FILE)
    return _shown(request, services.return_file(by=acting(request), file=file, **asked.dict()))


@router.post(
    "/files/{int:file_id}/approval/reject",
    auth=needs(APPROVE_FILE),
    response={201: FileDetailOut},
)
def refuse_approval(request: HttpRequest, file_id: int, asked: ReasonIn) -> Any:
    file = _file(request, file_id, APPROVE_FILE)
    return _shown(request, services.reject_file(by=acting(request), file=file, **asked.dict()))


@router.post(
    "/files/{int:file_id}/approval/cancel",
    auth=needs(APPROVE_FILE),
    response={201: FileDetailOut},
)
def cancel_approved(request: HttpRequest, file_id: int, asked: ReasonIn) -> Any:
    file = _file(request, file_id, APPROVE_FILE)
    return _shown(request, services.cancel_file(by=acting(request), file=file, **asked.dict()))


@router.post("/files/{int:file_id}/exit", auth=needs(APPROVE_FILE), response={201: FileDetailOut})
def exit_file(request: HttpRequest, file_id: int, asked: ReasonIn) -> Any:
    file = _file(request, file_id, APPROVE_FILE)
    return _shown(request, services.exit_file(by=acting(request), file=file, **asked.dict()))


@router.post("/files/{int:file_id}/reveal", auth=needs(REVEAL_PERSONAL), response={201: RevealOut})
def reveal(request: HttpRequest, file_id: int, asked: RevealIn) -> Any:
    file = _file(request, file_id, REVEAL_PERSONAL)
    member = None
    if asked.member_id is not None:
        member = get_object_or_404(Member, file=file, pk=asked.member_id)
    value = services.reveal(
        by=acting(request), file=file, field=asked.field, reason=asked.reason, member=member
    )
    return {"value": value}


def _file(request: HttpRequest, file_id: int, permission: Permission) -> HardshipFile:
    files = HardshipFile.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(files.select_related("unit__division"), pk=file_id)


def _shown(request: HttpRequest, file: HardshipFile) -> HardshipFile:
    """A file as it is now, with what this person may do next."""
    shown = queries.with_holder(HardshipFile.objects.filter(pk=file.pk)).get()
    shown.actions = queries.actions_for(acting(request), shown)  # type: ignore[attr-defined]
    return shown
