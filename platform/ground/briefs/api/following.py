"""What follows a brief: withdrawn and issued anew, instructed upon."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Status
from ninja.pagination import paginate

from ground.briefs import queries, schemas, services
from ground.briefs.api.parts import issue_of, organisation_of, readable, router
from ground.briefs.models import Instruction, Issue
from ground.briefs.permissions import (
    ANSWER_INSTRUCTION,
    EDIT_ISSUE,
    INSTRUCT,
    READ_INSTRUCTIONS,
    SIGN_ISSUE,
)
from ground.web.api import Pages, acting, needs


@router.post("/issues/{int:pk}/withdraw", response={201: schemas.IssueOut}, auth=needs(SIGN_ISSUE))
def withdraw_issue(request: HttpRequest, pk: int, given: schemas.ReasonIn) -> Status[Issue]:
    issue = issue_of(request, pk, SIGN_ISSUE)
    return Status(
        201, services.withdraw_issue(by=acting(request), issue=issue, reason=given.reason)
    )


@router.post("/issues/{int:pk}/reissue", response={201: schemas.IssueOut}, auth=needs(EDIT_ISSUE))
def reissue(request: HttpRequest, pk: int) -> Status[Issue]:
    """Begin an issue of another number with copies of the articles of one that was withdrawn."""
    return Status(
        201, services.reissue(by=acting(request), issue=issue_of(request, pk, EDIT_ISSUE))
    )


# --- instructions -------------------------------------------------------------------------------


@router.post(
    "/issues/{int:pk}/instructions",
    response={201: schemas.InstructionOut},
    auth=needs(INSTRUCT),
)
def give_instruction(
    request: HttpRequest, pk: int, given: schemas.InstructionIn
) -> Status[Instruction]:
    made = services.give_instruction(
        by=acting(request),
        issue=readable(request, pk),
        words=given.words,
        organisation=organisation_of(request, given.organisation_id, INSTRUCT),
        due_on=given.due_on,
    )
    return Status(201, made)


@router.get("/instructions", response=list[schemas.InstructionOut], auth=needs(READ_INSTRUCTIONS))
@paginate(Pages, ordering=("-pk",))
def list_instructions(request: HttpRequest, state: str = "") -> QuerySet[Instruction]:
    rows = Instruction.objects.visible_to(acting(request), READ_INSTRUCTIONS.code)
    return rows.filter(state=state) if state else rows


@router.post(
    "/instructions/{int:pk}/answer",
    response={201: schemas.InstructionOut},
    auth=needs(ANSWER_INSTRUCTION),
)
def answer_instruction(
    request: HttpRequest, pk: int, given: schemas.AnswerIn
) -> Status[Instruction]:
    one = get_object_or_404(queries.to_answer(acting(request)), pk=pk)
    return Status(
        201,
        services.answer_instruction(by=acting(request), instruction=one, answer=given.answer),
    )


@router.post(
    "/instructions/{int:pk}/close", response={201: schemas.InstructionOut}, auth=needs(INSTRUCT)
)
def close_instruction(request: HttpRequest, pk: int) -> Status[Instruction]:
    one = get_object_or_404(queries.to_judge(acting(request)), pk=pk)
    return Status(201, services.close_instruction(by=acting(request), instruction=one))


@router.post(
    "/instructions/{int:pk}/send-back",
    response={201: schemas.InstructionOut},
    auth=needs(INSTRUCT),
)
def send_back_answer(request: HttpRequest, pk: int, given: schemas.ReasonIn) -> Status[Instruction]:
    one = get_object_or_404(queries.to_judge(acting(request)), pk=pk)
    return Status(
        201, services.send_back_answer(by=acting(request), instruction=one, reason=given.reason)
    )
