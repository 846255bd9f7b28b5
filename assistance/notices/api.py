"""Notices and objections: everything their pages do but uploads."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.pagination import paginate

from assistance.households.models import HardshipFile
from assistance.notices import services
from assistance.notices.models import Notice, NoticeLine, Objection
from assistance.notices.permissions import (
    DECIDE_OBJECTION,
    KEEP_DESK,
    KEEP_NOTICES,
    KEEP_OBJECTIONS,
    SEE_NOTICES,
)
from assistance.notices.schemas import (
    DecisionIn,
    DeskIn,
    DeskOut,
    InvestigationIn,
    NoticeDetailOut,
    NoticeOut,
    ObjectionIn,
    ObjectionOut,
    PostIn,
    ReasonIn,
    ResultIn,
)
from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("", auth=needs(SEE_NOTICES), response=list[NoticeOut])
@paginate(Pages, ordering=("-id",))
def list_notices(request: HttpRequest, state: str = "") -> Any:
    notices = Notice.objects.visible_to(acting(request), SEE_NOTICES.code)
    return notices.filter(state=state) if state else notices


@router.post("", auth=needs(KEEP_NOTICES), response={201: NoticeDetailOut})
def post_notice(request: HttpRequest, asked: PostIn) -> Any:
    user, values = acting(request), asked.dict()
    organisations = Organisation.objects.visible_to(user, KEEP_NOTICES.code)
    organisation = get_object_or_404(organisations, pk=values.pop("organisation_id"))
    wanted = set(values.pop("file_ids"))
    files = HardshipFile.objects.visible_to(user, KEEP_NOTICES.code).filter(pk__in=wanted)
    found = (
        [get_object_or_404(files, pk=pk) for pk in wanted] if len(files) < len(wanted) else files
    )
    return services.post_notice(by=user, organisation=organisation, files=list(found), **values)


@router.put("/desk", auth=needs(KEEP_DESK), response=DeskOut)
def set_desk(request: HttpRequest, asked: DeskIn) -> Any:
    user, values = acting(request), asked.dict()
    organisations = Organisation.objects.visible_to(user, KEEP_DESK.code)
    organisation = get_object_or_404(organisations, pk=values.pop("organisation_id"))
    return services.set_desk(by=user, organisation=organisation, **values)


@router.get("/objections", auth=needs(SEE_NOTICES), response=list[ObjectionOut])
@paginate(Pages, ordering=("-id",))
def list_objections(request: HttpRequest, state: str = "") -> Any:
    found = Objection.objects.visible_to(acting(request), SEE_NOTICES.code)
    return found.filter(state=state) if state else found


@router.get("/{int:notice_id}", auth=needs(SEE_NOTICES), response=NoticeDetailOut)
def show_notice(request: HttpRequest, notice_id: int) -> Any:
    return _notice(request, notice_id, SEE_NOTICES)


@router.post("/{int:notice_id}/withdraw", auth=needs(KEEP_NOTICES), response={201: NoticeDetailOut})
def withdraw_notice(request: HttpRequest, notice_id: int, asked: ReasonIn) -> Any:
    notice = _notice(request, notice_id, KEEP_NOTICES)
    return services.withdraw_notice(by=acting(request), notice=notice, reason=asked.reason)


@router.post("/{int:notice_id}/result", auth=needs(KEEP_NOTICES), response={201: NoticeDetailOut})
def register_result(request: HttpRequest, notice_id: int, asked: ResultIn) -> Any:
    notice = _notice(request, notice_id, KEEP_NOTICES)
    return services.register_result(by=acting(request), notice=notice, **asked.dict())


@router.post(
    "/lines/{int:line_id}/objections", auth=needs(KEEP_OBJECTIONS), response={201: ObjectionOut}
)
def raise_objection(request: HttpRequest, line_id: int, asked: ObjectionIn) -> Any:
    visible = Notice.objects.visible_to(acting(request), KEEP_OBJECTIONS.code)
    lines = NoticeLine.objects.filter(notice__in=visible)
    line = get_object_or_404(lines.select_related("notice__organisation", "file"), pk=line_id)
    return services.raise_objection(by=acting(request), line=line, **asked.dict())


@router.post(
    "/objections/{int:objection_id}/investigate",
    auth=needs(KEEP_OBJECTIONS),
    response={201: ObjectionOut},
)
def investigate_objection(request: HttpRequest, objection_id: int, asked: InvestigationIn) -> Any:
    objection = _objection(request, objection_id, KEEP_OBJECTIONS)
    return services.investigate_objection(by=acting(request), objection=objection, **asked.dict())


@router.post(
    "/objections/{int:objection_id}/decide",
    auth=needs(DECIDE_OBJECTION),
    response={201: ObjectionOut},
)
def decide_objection(request: HttpRequest, objection_id: int, asked: DecisionIn) -> Any:
    objection = _objection(request, objection_id, DECIDE_OBJECTION)
    return services.decide_objection(by=acting(request), objection=objection, **asked.dict())


def _notice(request: HttpRequest, notice_id: int, permission: Permission) -> Notice:
    visible = Notice.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(visible.select_related("organisation"), pk=notice_id)


def _objection(request: HttpRequest, objection_id: int, permission: Permission) -> Objection:
    visible = Objection.objects.visible_to(acting(request), permission.code)
    rows = visible.select_related("line__notice__organisation", "line__file")
    return get_object_or_404(rows, pk=objection_id)
