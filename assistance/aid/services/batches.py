"""A batch from maker to finance to approver to pay-out: three people, and the money set aside."""

from collections.abc import Iterable

from django.db import transaction

from assistance.aid import queries, rules
from assistance.aid.events import BatchApproved, BatchLocked, BatchRejected, PaymentOrdered
from assistance.aid.models import Batch, Payment
from assistance.funds import services as funds
from assistance.funds.models import FundSource
from assistance.funds.rules import Move
from assistance.households.models import HardshipFile
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import Cause, caused_by, publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State = Batch.State


@transaction.atomic
def make_batch(*, by: User, name: str, source: FundSource, payments: Iterable[Payment]) -> Batch:
    """Put planned payments into a batch that is to be paid from one fund source."""
    wanted = {payment.pk for payment in payments}
    locked = queries.locked_payments(Payment.objects.filter(pk__in=wanted))
    name = rules.text_of(name, field="name", label="批次名称", longest=rules.NAME_LENGTH)
    rules.check_payments(
        wanted=len(wanted), free=(one.state == Payment.State.PLANNED for one in locked)
    )
    batch = Batch.objects.create(name=name, source=source, made_by=by, made_on=clock.today())
    batch.refresh_from_db()
    Payment.objects.filter(pk__in=wanted).update(state=Payment.State.BATCHED, batch=batch)
    amount = sum(one.amount for one in locked)
    record(by, "aid.batch_made", batch, source=source.pk, payments=sorted(wanted), amount=amount)
    publish(BatchLocked(batch_id=batch.pk, amount=queries.amount_of(batch)))
    return batch


@transaction.atomic
def check_batch(*, by: User, batch: Batch) -> Batch:
    """Finance has checked a batch. Not the one who made it."""
    batch = queries.locked_batch(batch.pk)
    _check_state(batch, State.LOCKED, "审核")
    rules.check_checker(made_by=batch.made_by_id, checker=by.pk)
    batch.state, batch.checked_by, batch.checked_on = State.CHECKED, by, clock.today()
    batch.save(update_fields=["state", "checked_by", "checked_on"])
    record(by, "aid.batch_checked", batch)
    return batch


@transaction.atomic
def approve_batch(*, by: User, batch: Batch) -> Batch:
    """A third person approves a batch; its whole amount is set aside in the same moment."""
    batch = queries.locked_batch(batch.pk)
    _check_state(batch, State.CHECKED, "审批")
    rules.check_approver(made_by=batch.made_by_id, checked_by=batch.checked_by_id, approver=by.pk)
    payments = queries.locked_payments(batch.payments.all())
    _check_files(batch)
    amount = queries.amount_of(batch)
    [approved] = publish(BatchApproved(batch_id=batch.pk, amount=amount))
    with caused_by(Cause(event_id=approved.pk, actor_id=by.pk)):
        funds.post_one(
            by=by,
            source=batch.source,
            move=Move.RESERVED,
            amount=amount,
            key=queries.entry_key_of_batch(batch, "reserved"),
            on=clock.today(),
            summary=f"批准批次“{batch.name}”，{len(payments)}笔",
        )
    batch.state, batch.approved_by, batch.approved_on = State.APPROVED, by, clock.today()
    batch.save(update_fields=["state", "approved_by", "approved_on"])
    batch.payments.update(state=Payment.State.APPROVED)
    record(by, "aid.batch_approved", batch, amount=amount)
    return batch


@transaction.atomic
def reject_batch(*, by: User, batch: Batch, reason: str) -> Batch:
    """Send a batch back before it is paid: its payments wait again, its money is free again."""
    batch = queries.locked_batch(batch.pk)
    reason = rules.text_of(reason, field="reason", label="退回原因", longest=rules.REMARK_LENGTH)
    if batch.state not in {State.LOCKED, State.CHECKED, State.APPROVED}:
        raise RuleBroken(
            "batch_state", f"批次当前为“{batch.get_state_display()}”，已不能退回：发放前才能退回"
        )
    payments = queries.locked_payments(batch.payments.all())
    amount = queries.amount_of(batch)
    [rejected] = publish(BatchRejected(batch_id=batch.pk, amount=amount))
    if batch.state == State.APPROVED:
        with caused_by(Cause(event_id=rejected.pk, actor_id=by.pk)):
            funds.post_one(
                by=by,
                source=batch.source,
                move=Move.RELEASED,
                amount=amount,
                key=queries.entry_key_of_batch(batch, "released"),
                on=clock.today(),
                summary=f"退回批次“{batch.name}”，{len(payments)}笔",
            )
    batch.state, batch.remark = State.REJECTED, reason
    batch.save(update_fields=["state", "remark"])
    batch.payments.update(state=Payment.State.PLANNED, batch=None)
    record(
        by,
        "aid.batch_rejected",
        batch,
        reason=reason,
        amount=amount,
        payments=[one.pk for one in payments],
    )
    return batch


@transaction.atomic
def pay_batch(*, by: User, batch: Batch) -> Batch:
    """Finance hands an approved batch out: each payment is ordered, and booked by its handler."""
    batch = queries.locked_batch(batch.pk)
    _check_state(batch, State.APPROVED, "发放")
    payments = queries.locked_payments(batch.payments.all())
    batch.state, batch.paid_by = State.PAYING, by
    batch.save(update_fields=["state", "paid_by"])
    batch.payments.update(state=Payment.State.PAYING)
    record(by, "aid.batch_paid_out", batch, payments=len(payments))
    publish(
        *(PaymentOrdered(payment_id=one.pk, batch_id=batch.pk) for one in payments),
        because=[one.event_id for one in payments],
    )
    return batch


def _check_state(batch: Batch, wanted: str, label: str) -> None:
    rules.check_state(
        state=batch.state, wanted=wanted, is_now=batch.get_state_display(), label=label
    )


def _check_files(batch: Batch) -> None:
    gone = list(
        batch.payments.filter(file__isnull=False)
        .exclude(file__state=HardshipFile.State.ACTIVE)
        .order_by("pk")
        .values_list("file__file_no", flat=True)[:5]
    )
    if gone:
        raise RuleBroken(
            "file_not_active",
            f"档案 {'、'.join(gone)} 已不在档，不能发放：请退回批次，作废相应款项后重新编批",
        )
