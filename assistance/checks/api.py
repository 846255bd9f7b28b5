from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.checks import queries, schemas, services
from assistance.checks.models import CheckBatch, CheckPerson, CheckRequest
from assistance.checks.permissions import KEEP_CHECKS, SEE_CHECKS
from assistance.households.models import HardshipFile
from ground.accounts.models import below
from ground.accounts.permissions import Permission
from ground.kernel.errors import RuleBroken
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("", response=list[schemas.BatchOut], auth=needs(SEE_CHECKS))
@paginate(Pages, ordering=("-id",))
def batches(request: HttpRequest, state: str = "") -> Any:
    """The lists of families that you see, last made first."""
    rows = CheckBatch.objects.visible_to(acting(request), SEE_CHECKS.code)
    return queries.in_lists(rows.filter(state=state) if state else rows)


@router.post("", response={201: schemas.BatchOut}, auth=needs(KEEP_CHECKS))
def make_batch(request: HttpRequest, body: schemas.BatchIn) -> Any:
    """Put files that wait for their check on one list; all or none. It is sent from its page."""
    user = acting(request)
    files = list(
        HardshipFile.objects.visible_to(user, KEEP_CHECKS.code).filter(pk__in=body.file_ids)
    )
    if len(files) < len(set(body.file_ids)):
        raise RuleBroken(
            "file_unknown",
            "有的档案不存在，或不在您的办理范围内",
            fields={"file_ids": "请重新选择"},
        )
    made = services.make_batch(
        by=user, organisation=user.organisation, selected=files, recipient=body.recipient
    )
    return Status(201, _batch(request, made.pk, KEEP_CHECKS))


@router.get("/{int:pk}", response=schemas.BatchOut, auth=needs(SEE_CHECKS))
def batch(request: HttpRequest, pk: int) -> Any:
    return _batch(request, pk, SEE_CHECKS)


@router.get("/{int:pk}/requests", response=list[schemas.RequestOut], auth=needs(SEE_CHECKS))
def requests(request: HttpRequest, pk: int) -> Any:
    """The families of a list, with what came back about each person."""
    found = CheckRequest.objects.filter(batch=_batch(request, pk, SEE_CHECKS))
    return queries.with_people(found)


@router.post("/{int:pk}/settle", response={201: schemas.SettledOut}, auth=needs(KEEP_CHECKS))
def settle(request: HttpRequest, pk: int) -> Any:
    """Act upon all that came back: clear families go on, findings are to be explained."""
    one = _batch(request, pk, KEEP_CHECKS)
    moved, refused = services.settle_batch(by=acting(request), batch=one)
    return Status(201, {"moved": moved, "refused": refused})


@router.post("/people/{int:pk}/answer", response={201: schemas.RequestOut}, auth=needs(KEEP_CHECKS))
def answer(request: HttpRequest, pk: int, body: schemas.AnswerIn) -> Any:
    """Enter what came back about one person."""
    user = acting(request)
    seen = below("request__file__unit__path", user.scope(KEEP_CHECKS.code))
    person = get_object_or_404(CheckPerson.objects.filter(seen).select_related("request"), pk=pk)
    services.record_answer(by=user, person=person, **body.dict())
    return Status(201, _request(request, person.request_id))


@router.post(
    "/requests/{int:pk}/explain", response={201: schemas.RequestOut}, auth=needs(KEEP_CHECKS)
)
def explain(request: HttpRequest, pk: int, body: schemas.OpinionIn) -> Any:
    """What was found has been explained: the file goes on."""
    one = _request(request, pk)
    services.explain_hit(by=acting(request), request=one, opinion=body.opinion)
    return Status(201, _request(request, pk))


@router.post(
    "/requests/{int:pk}/withdraw", response={201: schemas.RequestOut}, auth=needs(KEEP_CHECKS)
)
def withdraw(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Take a family off a list that was not sent yet."""
    services.withdraw_request(by=acting(request), request=_request(request, pk), reason=body.reason)
    return Status(201, _request(request, pk))


def _batch(request: HttpRequest, pk: int, permission: Permission) -> CheckBatch:
    rows = CheckBatch.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(queries.in_lists(rows), pk=pk)


def _request(request: HttpRequest, pk: int) -> CheckRequest:
    rows = CheckRequest.objects.visible_to(acting(request), KEEP_CHECKS.code)
    return get_object_or_404(queries.with_people(rows), pk=pk)
