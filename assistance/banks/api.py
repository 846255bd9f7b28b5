from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Router, Status, UploadedFile
from ninja.pagination import paginate

from assistance.aid.models import Batch
from assistance.banks import queries, schemas, services
from assistance.banks.models import BankAnswer, BankFile, BankTemplate, FileLine
from assistance.banks.permissions import FOLLOW_UP, SEE_BANKS, SEND_FILES, TAKE_ANSWERS
from ground.accounts.permissions import Permission
from ground.kernel import clock
from ground.sheets.limits import MOST_BYTES
from ground.sheets.refusals import refusal
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("/templates", response=list[schemas.TemplateOut], auth=needs(SEE_BANKS))
@paginate(Pages, ordering=("id",))
def templates(request: HttpRequest) -> Any:
    """The templates in force that you see."""
    visible = BankTemplate.objects.visible_to(acting(request), SEE_BANKS.code)
    return visible.in_force(clock.today())


@router.get("/files", response=list[schemas.FileOut], auth=needs(SEE_BANKS))
@paginate(Pages, ordering=("-id",))
def files(request: HttpRequest, state: str = "") -> Any:
    """The files of banks that you see, last made first."""
    rows = BankFile.objects.visible_to(acting(request), SEE_BANKS.code)
    return queries.with_open_lines(rows.filter(state=state) if state else rows)


@router.post("/files", response={201: schemas.FileOut}, auth=needs(SEND_FILES))
def make_file(request: HttpRequest, body: schemas.MakeIn) -> Any:
    """Write the file of an approved batch. Its bytes are taken out on its page, for a reason."""
    user = acting(request)
    batch = get_object_or_404(Batch.objects.visible_to(user, SEND_FILES.code), pk=body.batch_id)
    template = get_object_or_404(
        BankTemplate.objects.visible_to(user, SEND_FILES.code), pk=body.template_id
    )
    made = services.make_file(by=user, batch=batch, template=template)
    return Status(201, _file(request, made.pk, SEND_FILES))


@router.get("/files/{int:pk}", response=schemas.FileOut, auth=needs(SEE_BANKS))
def file(request: HttpRequest, pk: int) -> Any:
    return _file(request, pk, SEE_BANKS)


@router.get("/files/{int:pk}/lines", response=list[schemas.LineOut], auth=needs(SEE_BANKS))
@paginate(Pages, ordering=("number",))
def lines(request: HttpRequest, pk: int) -> Any:
    """The payments of a file, with how each stands."""
    rows = FileLine.objects.filter(file=_file(request, pk, SEE_BANKS))
    return rows.select_related("payment__payee")


@router.post("/files/{int:pk}/send", response={201: schemas.FileOut}, auth=needs(SEND_FILES))
def send_file(request: HttpRequest, pk: int, body: schemas.SendIn) -> Any:
    """The bank has the file."""
    one = _file(request, pk, SEND_FILES)
    services.send_file(by=acting(request), file=one, **body.dict())
    return Status(201, _file(request, pk, SEND_FILES))


@router.post("/files/{int:pk}/withdraw", response={201: schemas.FileOut}, auth=needs(SEND_FILES))
def withdraw_file(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Give up a file that has not gone to the bank."""
    one = _file(request, pk, SEND_FILES)
    services.withdraw_file(by=acting(request), file=one, reason=body.reason)
    return Status(201, _file(request, pk, SEND_FILES))


@router.post("/files/{int:pk}/inquire", response={201: schemas.FileOut}, auth=needs(SEND_FILES))
def inquire(request: HttpRequest, pk: int, body: schemas.InquiryIn) -> Any:
    """The bank was asked about what it left unanswered."""
    one = _file(request, pk, SEND_FILES)
    services.record_inquiry(by=acting(request), file=one, words=body.words)
    return Status(201, _file(request, pk, SEND_FILES))


@router.post("/files/{int:pk}/answer", response={201: schemas.SentInOut}, auth=needs(TAKE_ANSWERS))
def send_answer(request: HttpRequest, pk: int, file: File[UploadedFile]) -> Any:
    """Send in what the bank answered. It is rehearsed; accepted it is through the imports."""
    one = _file(request, pk, TAKE_ANSWERS)
    if (file.size or 0) > MOST_BYTES:  # before it is read into memory
        raise refusal("sheet_too_large")
    intake, is_new = services.send_answer(
        by=acting(request), file=one, name=file.name or "", content=file.read()
    )
    return Status(201, {"intake_id": intake.pk, "is_new": is_new})


@router.get("/answers", response=list[schemas.AnswerOut], auth=needs(SEE_BANKS))
@paginate(Pages, ordering=("-id",))
def answers(request: HttpRequest) -> Any:
    """The answers of banks that were taken in, also those undone."""
    return BankAnswer.objects.visible_to(acting(request), SEE_BANKS.code)


@router.get("/bounced", response=list[schemas.BouncedOut], auth=needs(SEE_BANKS))
@paginate(Pages, ordering=("-id",))
def bounced(request: HttpRequest) -> Any:
    """Bounced payments that nobody has given out again or given up."""
    visible = BankFile.objects.visible_to(acting(request), SEE_BANKS.code)
    return queries.with_bounced(queries.bounced(queries.payments_in(visible)))


@router.get("/compared", response=list[schemas.ComparedOut], auth=needs(SEE_BANKS))
def compared(request: HttpRequest) -> Any:
    """Each file against the bank and the vouchers; differences by name."""
    return queries.with_comparison(
        BankFile.objects.visible_to(acting(request), SEE_BANKS.code).order_by("-pk")
    )


@router.post(
    "/batches/{int:pk}/follow-up", response={201: schemas.BatchMadeOut}, auth=needs(FOLLOW_UP)
)
def follow_up(request: HttpRequest, pk: int, body: schemas.FollowUpIn) -> Any:
    """Give bounced payments of a batch out again, in a batch that follows it."""
    user = acting(request)
    batch = get_object_or_404(Batch.objects.visible_to(user, FOLLOW_UP.code), pk=pk)
    made = services.follow_up(
        by=user, batch=batch, name=body.name, payments=body.payment_ids, channel=body.channel
    )
    return Status(201, made)


def _file(request: HttpRequest, pk: int, permission: Permission) -> BankFile:
    rows = BankFile.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(queries.with_open_lines(rows), pk=pk)
