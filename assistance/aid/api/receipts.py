"""Receipts over the API: what a phone keeps to hand out, signatures, papers, withdrawals."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Status
from ninja.pagination import paginate

from assistance.aid import offline, queries, services
from assistance.aid.api.parts import router
from assistance.aid.models import Batch, Payment, Receipt, ReceiptQuerySet
from assistance.aid.permissions import RECORD_RECEIPT, SEE_AID
from assistance.aid.rules.receipts import Hands, Proxy
from assistance.aid.schemas import PaperIn, PaperOut, ReasonIn, ReceiptOut, SignatureIn, SignedOut
from ground.files import services as files
from ground.kernel.errors import RuleBroken
from ground.web.api import Pages, acting, needs


@router.get("/hand-out", auth=needs(RECORD_RECEIPT), response=dict[str, Any])
def hand_out(request: HttpRequest, stamp: str = "") -> Any:
    """What a phone keeps to hand out without a network: who has still to sign, batch by batch."""
    return offline.snapshot(acting(request), known=stamp)


@router.get("/receipts", auth=needs(SEE_AID), response=list[ReceiptOut])
@paginate(Pages, ordering=("-id",))
def list_receipts(request: HttpRequest, batch_id: int | None = None) -> ReceiptQuerySet:
    rows = Receipt.objects.visible_to(acting(request), SEE_AID.code).select_related("withdrawal")
    return rows.filter(payment__batch=batch_id) if batch_id else rows


@router.post("/receipts", auth=needs(RECORD_RECEIPT), response={201: SignedOut})
def sign(request: HttpRequest, body: SignatureIn) -> Any:
    """Somebody has signed for a payment. Sending the same key again changes nothing."""
    user = acting(request)
    payment = get_object_or_404(
        Payment.objects.visible_to(user, RECORD_RECEIPT.code), pk=body.payment_id
    )
    if body.signature is None:
        raise RuleBroken(
            "signature_missing", "请领取人在屏幕上签名", fields={"signature": "还没有签名"}
        )
    kept = files.keep_all(by=user, keys=[body.signature, *body.photos[:1]])
    made = services.sign_payment(
        by=user,
        key=body.key,
        payment=payment,
        said=services.Said(
            signed_on=body.signed_on,
            hands=Hands(body.handed_by, body.witness),
            proxy=_proxy(body) if body.is_proxy else None,
            signer=body.signer,
        ),
        signature=kept[0],
        photo=kept[1] if len(kept) > 1 else None,
    )
    url = f"{reverse('aid:hand_out')}?batch={payment.batch_id}"
    return Status(201, {"id": made.pk, "url": url})


@router.post("/receipts/{int:pk}/withdraw", auth=needs(RECORD_RECEIPT), response={201: ReceiptOut})
def withdraw(request: HttpRequest, pk: int, body: ReasonIn) -> Any:
    user = acting(request)
    receipt = get_object_or_404(Receipt.objects.visible_to(user, RECORD_RECEIPT.code), pk=pk)
    services.withdraw_receipt(by=user, receipt=receipt, reason=body.reason)
    return Status(201, Receipt.objects.select_related("withdrawal").get(pk=pk))


@router.post("/batches/{int:pk}/papers", auth=needs(RECORD_RECEIPT), response={201: PaperOut})
def add_paper(request: HttpRequest, pk: int, body: PaperIn) -> Any:
    """A photographed list, note of goods or slip, with the payments that it covers."""
    user = acting(request)
    batch: Batch = get_object_or_404(Batch.objects.visible_to(user, RECORD_RECEIPT.code), pk=pk)
    paper = services.record_paper(
        by=user,
        batch=batch,
        kind=body.kind,
        files=files.keep_all(by=user, keys=body.files),
        payments=body.payment_ids,
        said=services.Said(signed_on=body.signed_on, hands=Hands(body.handed_by, body.witness)),
    )
    rows = queries.rows_of_paper(paper)
    return Status(201, {"id": paper.pk, "kind": paper.kind, "rows": rows})


def _proxy(body: SignatureIn) -> Proxy:
    return Proxy(
        name=body.proxy_name,
        relation=body.proxy_relation,
        id_no=body.proxy_id_no,
        reason=body.proxy_reason,
    )
