"""Requests about personal data: listed, taken, answered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.pagination import paginate

from assistance.households.models import HardshipFile, Member
from assistance.ledgers.answers import handed_out
from assistance.rights import services
from assistance.rights.models import PersonRequest
from assistance.rights.permissions import DECIDE_REQUESTS, HANDLE_REQUESTS, SEE_REQUESTS
from assistance.rights.schemas import AnswerIn, CopyIn, RequestIn, RequestOut
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("/requests", auth=needs(SEE_REQUESTS), response=list[RequestOut])
@paginate(Pages, ordering=("-id",))
def list_requests(request: HttpRequest, state: str = "") -> Any:
    rows = PersonRequest.objects.visible_to(acting(request), SEE_REQUESTS.code)
    return rows.filter(state=state) if state else rows


@router.post("/requests", auth=needs(HANDLE_REQUESTS), response={201: RequestOut})
def receive_request(request: HttpRequest, asked: RequestIn) -> Any:
    values = asked.dict()
    files = HardshipFile.objects.kept_for(acting(request), HANDLE_REQUESTS.code)
    file: HardshipFile = get_object_or_404(
        files.select_related("unit__division"), pk=values.pop("file_id")
    )
    member_id = values.pop("member_id")
    member = None if member_id is None else get_object_or_404(Member, file=file, pk=member_id)
    return services.receive_request(by=acting(request), file=file, member=member, **values)


@router.get("/requests/{int:request_id}", auth=needs(SEE_REQUESTS), response=RequestOut)
def show_request(request: HttpRequest, request_id: int) -> Any:
    rows = PersonRequest.objects.visible_to(acting(request), SEE_REQUESTS.code)
    return get_object_or_404(rows, pk=request_id)


@router.post(
    "/requests/{int:request_id}/answer", auth=needs(HANDLE_REQUESTS), response={201: RequestOut}
)
def answer_request(request: HttpRequest, request_id: int, asked: AnswerIn) -> Any:
    return _answered(request, request_id, HANDLE_REQUESTS.code, asked)


@router.post(
    "/requests/{int:request_id}/decide", auth=needs(DECIDE_REQUESTS), response={201: RequestOut}
)
def decide_request(request: HttpRequest, request_id: int, asked: AnswerIn) -> Any:
    return _answered(request, request_id, DECIDE_REQUESTS.code, asked)


@router.post("/requests/{int:request_id}/copy", auth=needs(HANDLE_REQUESTS, shows_personal=True))
def give_copy(request: HttpRequest, request_id: int, asked: CopyIn) -> HttpResponse:
    """The family's own copy as a PDF, which answers its request."""
    rows = PersonRequest.objects.visible_to(acting(request), HANDLE_REQUESTS.code)
    found = get_object_or_404(rows.select_related("file"), pk=request_id)
    copy = services.give_copy(by=acting(request), request=found, to=asked.to)
    return handed_out(request, copy.content, "pdf", f"本人信息_{found.file.file_no}.pdf")


def _answered(request: HttpRequest, pk: int, permission: str, asked: AnswerIn) -> Any:
    rows = PersonRequest.objects.visible_to(acting(request), permission)
    found = get_object_or_404(rows, pk=pk)
    return services.answer_request(by=acting(request), request=found, **asked.dict())
