from collections.abc import Callable
from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Status
from ninja.pagination import paginate

from assistance.aid import queries, services
from assistance.aid.api.parts import router
from assistance.aid.models import (
    AidType,
    Batch,
    BatchQuerySet,
    Payment,
    PaymentQuerySet,
    RegisterLine,
    RegisterQuerySet,
)
from assistance.aid.permissions import (
    APPROVE_BATCH,
    ARCHIVE_BATCH,
    CHECK_BATCH,
    MAKE_BATCH,
    PAY_BATCH,
    REJECT_BATCH,
    SEE_AID,
    SEE_REGISTER,
)
from assistance.aid.schemas import (
    ArchiveIn,
    BatchIn,
    BatchOut,
    LineOut,
    PaymentOut,
    PlanIn,
    ReasonIn,
    TotalsOut,
)
from assistance.funds.models import FundSource
from assistance.households.models import HardshipFile
from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
from ground.kernel.errors import RuleBroken
from ground.web.api import Pages, acting, needs


@router.get("/payments", auth=needs(SEE_AID), response=list[PaymentOut])
@paginate(Pages, ordering=("-id",))
def list_payments(
    request: HttpRequest, state: Payment.State | None = None, aid_type: AidType | None = None
) -> PaymentQuerySet:
    rows = Payment.objects.visible_to(acting(request), SEE_AID.code)
    if state:
        rows = rows.filter(state=state)
    return rows.filter(aid_type=aid_type) if aid_type else rows


@router.post("/payments", auth=needs(MAKE_BATCH), response={201: PaymentOut})
def plan_payment(request: HttpRequest, body: PlanIn) -> Status[Payment]:
    user = acting(request)
    files = HardshipFile.objects.visible_to(user, MAKE_BATCH.code).select_related("unit")
    file: HardshipFile = get_object_or_404(files, pk=body.file_id)
    planned = services.plan_by_hand(
        by=user,
        key=body.key,
        aid_type=body.aid_type,
        file=file,
        amount=body.amount,
        given_on=body.given_on,
        reason=body.reason,
    )
    return Status(201, planned)


@router.get("/payments/planned", auth=needs(MAKE_BATCH), response=TotalsOut)
def preview_planned(
    request: HttpRequest,
    aid_type: AidType | None = None,
    link_point_id: int | None = None,
    given_from: date | None = None,
    given_to: date | None = None,
) -> queries.Totals:
    """How many planned payments a filter picks, and how much: before a batch is made of them."""
    user = acting(request)
    link_point: Organisation | None = None
    if link_point_id is not None:
        link_point = get_object_or_404(
            Organisation.objects.visible_to(user, MAKE_BATCH.code), pk=link_point_id
        )
    wanted = queries.PaymentFilter(
        aid_type=aid_type or "", link_point=link_point, given_from=given_from, given_to=given_to
    )
    return queries.totals_of(queries.planned_matching(user, MAKE_BATCH.code, wanted))


@router.get("/payments/{int:pk}", auth=needs(SEE_AID), response=PaymentOut)
def show_payment(request: HttpRequest, pk: int) -> Payment:
    return _payment(request, pk, SEE_AID)


@router.post("/payments/{int:pk}/void", auth=needs(MAKE_BATCH), response={201: PaymentOut})
def void_payment(request: HttpRequest, pk: int, body: ReasonIn) -> Status[Payment]:
    payment = _payment(request, pk, MAKE_BATCH)
    return Status(
        201, services.void_payment(by=acting(request), payment=payment, reason=body.reason)
    )


@router.get("/batches", auth=needs(SEE_AID), response=list[BatchOut])
@paginate(Pages, ordering=("-id",))
def list_batches(request: HttpRequest, state: Batch.State | None = None) -> BatchQuerySet:
    rows = queries.with_totals(Batch.objects.visible_to(acting(request), SEE_AID.code))
    return rows.filter(state=state) if state else rows


@router.post("/batches", auth=needs(MAKE_BATCH), response={201: BatchOut})
def make_batch(request: HttpRequest, body: BatchIn) -> Status[Batch]:
    user = acting(request)
    source: FundSource = get_object_or_404(
        FundSource.objects.visible_to(user, MAKE_BATCH.code), pk=body.source_id
    )
    wanted = set(body.payment_ids)
    payments = list(Payment.objects.visible_to(user, MAKE_BATCH.code).filter(pk__in=wanted))
    if len(payments) != len(wanted):
        raise RuleBroken(
            "payment_unknown",
            "所选款项中有的不存在，或不在您的管理范围内，请重新选择",
            fields={"payment_ids": "有款项不可用"},
        )
    made = services.make_batch(
        by=user, name=body.name, source=source, payments=payments, channel=body.channel
    )
    return Status(201, _shown(made))


@router.get("/batches/{int:pk}", auth=needs(SEE_AID), response=BatchOut)
def show_batch(request: HttpRequest, pk: int) -> Batch:
    return _shown(_batch(request, pk, SEE_AID))


@router.post("/batches/{int:pk}/check", auth=needs(CHECK_BATCH), response={201: BatchOut})
def check_batch(request: HttpRequest, pk: int) -> Status[Batch]:
    return _step(request, pk, CHECK_BATCH, services.check_batch)


@router.post("/batches/{int:pk}/approve", auth=needs(APPROVE_BATCH), response={201: BatchOut})
def approve_batch(request: HttpRequest, pk: int) -> Status[Batch]:
    return _step(request, pk, APPROVE_BATCH, services.approve_batch)


@router.post("/batches/{int:pk}/let-go", auth=needs(PAY_BATCH), response={201: BatchOut})
def let_go(request: HttpRequest, pk: int, body: ReasonIn) -> Status[Batch]:
    batch = _batch(request, pk, PAY_BATCH)
    services.let_go(by=acting(request), batch=batch, reason=body.reason)
    return Status(201, _shown(batch))


@router.post("/batches/{int:pk}/pay", auth=needs(PAY_BATCH), response={201: BatchOut})
def pay_batch(request: HttpRequest, pk: int) -> Status[Batch]:
    return _step(request, pk, PAY_BATCH, services.pay_batch)


@router.post("/batches/{int:pk}/reject", auth=needs(REJECT_BATCH), response={201: BatchOut})
def reject_batch(request: HttpRequest, pk: int, body: ReasonIn) -> Status[Batch]:
    batch = _batch(request, pk, REJECT_BATCH)
    services.reject_batch(by=acting(request), batch=batch, reason=body.reason)
    return Status(201, _shown(batch))


@router.post("/batches/{int:pk}/archive", auth=needs(ARCHIVE_BATCH), response={201: BatchOut})
def archive_batch(request: HttpRequest, pk: int, body: ArchiveIn) -> Status[Batch]:
    batch = _batch(request, pk, ARCHIVE_BATCH)
    services.archive_batch(by=acting(request), batch=batch, reason=body.reason)
    return Status(201, _shown(batch))


@router.get("/register", auth=needs(SEE_REGISTER), response=list[LineOut])
@paginate(Pages, ordering=("-id",))
def register(
    request: HttpRequest, file_id: int | None = None, kind: RegisterLine.Kind | None = None
) -> RegisterQuerySet:
    user = acting(request)
    rows = RegisterLine.objects.visible_to(user, SEE_REGISTER.code)
    if kind:
        rows = rows.filter(kind=kind)
    if file_id is None:
        return rows
    files = HardshipFile.objects.visible_to(user, SEE_REGISTER.code).select_related("clue")
    return queries.lines_of_file(rows, get_object_or_404(files, pk=file_id))


def _payment(request: HttpRequest, pk: int, permission: Permission) -> Payment:
    found: Payment = get_object_or_404(
        Payment.objects.visible_to(acting(request), permission.code), pk=pk
    )
    return found


def _batch(request: HttpRequest, pk: int, permission: Permission) -> Batch:
    found: Batch = get_object_or_404(
        Batch.objects.visible_to(acting(request), permission.code), pk=pk
    )
    return found


def _shown(batch: Batch) -> Batch:
    return queries.with_totals(Batch.objects.filter(pk=batch.pk)).get()


def _step(
    request: HttpRequest, pk: int, permission: Permission, service: Callable[..., Batch]
) -> Status[Batch]:
    batch = _batch(request, pk, permission)
    service(by=acting(request), batch=batch)
    return Status(201, _shown(batch))
