"""Receipts of payments: signed on the screen, on a list, shown by a slip; withdrawn."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from assistance.aid import queries
from assistance.aid.events import ReceiptWithdrawn
from assistance.aid.models import (
    Batch,
    Payment,
    Receipt,
    ReceiptPaper,
    ReceiptPicture,
    ReceiptWithdrawal,
)
from assistance.aid.queries import Row
from assistance.aid.rules import REMARK_LENGTH
from assistance.aid.rules import receipts as rules
from assistance.aid.services.receipt_rows import (
    Kind,
    Said,
    complete_batch,
    names_of,
    write_receipts,
)
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@transaction.atomic
def sign_payment(
    *,
    by: User,
    key: UUID,
    payment: Payment,
    said: Said,
    signature: StoredFile,
    photo: StoredFile | None = None,
) -> Receipt:
    """Somebody has signed for a payment on the screen. The same key again changes nothing."""
    batch = next(iter(queries.locked_batches_of([payment.pk])), None)
    known = queries.receipt_of_key(key)
    if known is not None:
        return _own(known, by, payment)
    if batch is None:
        raise RuleBroken("batch_state", "款项还没有发放，不能登记回执")
    _check_pictures([signature, *([photo] if photo else [])])
    [row] = _rows_to_sign(batch, [payment.pk])
    write_receipts(
        by,
        batch,
        [row],
        kind=Kind.SCREEN,
        said=_checked(batch, said, [row]),
        keys=[key],
        signature=signature,
        photo=photo,
    )
    return Receipt.objects.get(key=key)


@transaction.atomic
def record_paper(
    *,
    by: User,
    batch: Batch,
    kind: str,
    files: Sequence[StoredFile],
    payments: Collection[int] | None = None,
    said: Said | None = None,
) -> ReceiptPaper:
    """A paper shows that payments of a batch arrived: those named, or all that owe a receipt.

    A signed list or note of goods says who handed out; a bank's slip speaks for itself.
    """
    batch = queries.locked_batch(batch.pk)
    if kind not in ReceiptPaper.Kind.values:
        raise RuleBroken("receipt_kind", "请从列表中选择回执种类", fields={"kind": "请选择"})
    rules.check_takes_receipts(state=batch.state, label=batch.get_state_display())
    if not files:
        raise RuleBroken("file_missing", "请上传回执的照片或文件", fields={"pages": "请选择文件"})
    rules.check_readable({one.media_type for one in files})
    if payments is None:
        owing = queries.owing_receipt(Payment.objects.filter(batch=batch))
        payments = list(owing.order_by("pk").values_list("pk", flat=True))
    rows = _rows_to_sign(batch, payments)
    rules.check_kind(
        is_bank=batch.way == Batch.Way.BANK,
        kind=kind,
        channels=queries.channels_of_rows([one.pk for one in rows]),
    )
    said = said or Said(signed_on=clock.today())
    if kind == ReceiptPaper.Kind.SLIP:
        rules.check_day(said.signed_on, clock.today())
        said = Said(signed_on=said.signed_on)
    else:
        said = _checked(batch, said, rows)
    paper = ReceiptPaper.objects.create(batch=batch, kind=kind, made_by=by, made_at=clock.now())
    ReceiptPicture.objects.bulk_create(
        ReceiptPicture(paper=paper, index=index, file=one) for index, one in enumerate(files)
    )
    write_receipts(by, batch, rows, kind=Kind(kind), said=said, paper=paper)
    return paper


@transaction.atomic
def withdraw_receipt(*, by: User, receipt: Receipt, reason: str) -> ReceiptWithdrawal:
    """A receipt is wrong: it does not count, and stays on record. A complete batch waits again."""
    [batch] = queries.locked_batches_of([receipt.payment_id])
    reason = rules.check_plain_text(reason, field="reason", label="作废原因", longest=REMARK_LENGTH)
    rules.check_takes_receipts(state=batch.state, label=batch.get_state_display())
    if ReceiptWithdrawal.objects.filter(receipt=receipt).exists():
        raise RuleBroken("receipt_withdrawn", "这份回执已经作废")
    if batch.state == Batch.State.COMPLETE:
        batch.state = Batch.State.SETTLED
        batch.save(update_fields=["state"])
    gone = ReceiptWithdrawal.objects.create(
        receipt=receipt, reason=reason, made_by=by, made_at=clock.now()
    )
    record(by, "aid.receipt_withdrawn", receipt.payment, reason=reason, receipt=receipt.pk)
    publish(
        ReceiptWithdrawn(receipt_id=receipt.pk, payment_id=receipt.payment_id, batch_id=batch.pk)
    )
    complete_batch(batch)
    return gone


def _own(known: Receipt, by: User, payment: Payment) -> Receipt:
    if (known.recorded_by_id, known.payment_id) != (by.pk, payment.pk):
        raise RuleBroken("key_taken", "这份回执的编号已被使用，请刷新后重新签收")
    return known


def _rows_to_sign(batch: Batch, payments: Collection[int]) -> list[Row]:
    rules.check_takes_receipts(state=batch.state, label=batch.get_state_display())
    wanted = set(payments)
    rows = [one for one in queries.locked_rows(wanted) if one.batch_id == batch.pk]
    elsewhere = sorted({one.label for one in rows if one.state != Payment.State.PAID})
    signed = queries.signed_among(wanted)
    rules.check_to_sign(
        wanted=len(wanted), found=len(rows), elsewhere=elsewhere, signed=len(signed)
    )
    return rows


def _checked(batch: Batch, said: Said, rows: Sequence[Row]) -> Said:
    """What is said, as it is kept."""
    rules.check_day(said.signed_on, clock.today())
    if batch.way == Batch.Way.BANK:
        raise RuleBroken("receipt_kind", "银行发放的款项以银行回单为回执")
    proxy = rules.proxy_of(said.proxy) if said.proxy else None
    signer, named = said.signer, names_of(rows)
    if proxy is None and any(one.pk not in named for one in rows):
        signer = rules.check_plain_text(
            signer, field="signer", label="签收人", longest=rules.PERSON_LENGTH
        )
    needed = queries.hands_needed(batch, said.signed_on)
    signers = {proxy.name} if proxy else {signer, *named.values()}
    hands = rules.hands_of(said.hands, needed=needed, signers=signers)
    return replace(said, hands=hands, proxy=proxy, signer=signer)


def _check_pictures(files: Sequence[StoredFile]) -> None:
    if not all(one.is_image for one in files):
        raise RuleBroken("not_a_photo", "签名和照片只能是图片", fields={"photos": "只能是图片"})
