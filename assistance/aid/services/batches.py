"""A locked batch from finance to approvers to pay-out: different people, and the money set aside."""

from datetime import date, datetime

from django.db import transaction

from assistance.aid import queries, rules
from assistance.aid.events import BatchApproved, BatchOrdered, BatchRejected
from assistance.aid.models import Batch, BatchNotice, BatchProblem, Payee, Payment, Vote
from assistance.aid.services.locking import check_files
from assistance.aid.services.walking import mark, move
from assistance.funds import services as funds
from assistance.funds.rules import Move
from ground.accounts.models import User
from ground.audit.services import record
from ground.events import services as events
from ground.events.services import Cause, caused_by, publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another
from ground.places.queries import workdays_after

State = Batch.State


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
def approve_batch(*, by: User, batch: Batch, opinion: str = "") -> Batch:
    """Give the approval that a batch waits for; with the last one it is approved.

    One person gives one, and never the maker or the checker.
    """
    batch = queries.locked_batch(batch.pk)
    _check_state(batch, State.CHECKED, "审批")
    rules.check_approver(made_by=batch.made_by_id, checked_by=batch.checked_by_id, approver=by.pk)
    rules.check_first_vote(by.pk in set(batch.votes.values_list("by", flat=True)))
    approval = queries.next_approval(batch)
    if approval is None:
        raise RuleBroken("approval_missing", "批次没有登记应有的审批环节：请退回后重新编制、锁定")
    check_files(batch)
    opinion = rules.opinion_of(opinion)
    Vote.objects.create(batch=batch, approval=approval, by=by, opinion=opinion, at=clock.now())
    record(by, "aid.batch_voted", batch, label=approval.label, opinion=opinion)
    if queries.next_approval(batch) is None:
        amount = queries.amount_of(batch)
        batch.state, batch.approved_by, batch.approved_on = State.APPROVED, by, clock.today()
        batch.save(update_fields=["state", "approved_by", "approved_on"])
        batch.payments.update(state=Payment.State.APPROVED)
        record(by, "aid.batch_approved", batch, amount=amount)
        publish(BatchApproved(batch_id=batch.pk, amount=amount))
    return batch


@transaction.atomic
def reject_batch(*, by: User, batch: Batch, reason: str) -> Batch:
    """Send a batch back before it is paid: its payments wait again, its money is free again."""
    batch = queries.locked_batch(batch.pk)
    reason = rules.check_text(reason, field="reason", label="退回原因", longest=rules.REMARK_LENGTH)
    if batch.state not in {State.BUILDING, State.LOCKED, State.CHECKED, State.APPROVED}:
        raise RuleBroken(
            "batch_state", f"批次当前为“{batch.get_state_display()}”，已不能退回：发放前才能退回"
        )
    return _taken_apart(by, batch, reason, said="aid.batch_rejected")


@transaction.atomic
def discard_batch(*, by: User, batch: Batch, reason: str) -> Batch:
    """Give up a batch that is being built: its payments wait again. By its maker."""
    batch = queries.locked_building(by, batch, "撤销")
    reason = rules.check_text(reason, field="reason", label="撤销原因", longest=rules.REMARK_LENGTH)
    return _taken_apart(by, batch, reason, said="aid.batch_discarded")


def _taken_apart(by: User, batch: Batch, reason: str, *, said: str) -> Batch:
    rows = queries.locked_rows_of_batch(batch)
    amount = queries.amount_of(batch)
    [rejected] = publish(BatchRejected(batch_id=batch.pk, amount=amount))
    if queries.is_reserved(batch):
        with caused_by(Cause(event_id=rejected.pk, actor_id=by.pk)):
            funds.post_one(
                by=by,
                source=batch.source,
                move=Move.RELEASED,
                amount=amount,
                key=queries.entry_key_of_batch(batch, "released"),
                on=clock.today(),
                summary=f"退回批次“{batch.name}”，{len(rows)}笔",
            )
    batch.state, batch.remark = State.REJECTED, reason
    batch.save(update_fields=["state", "remark"])
    keys = [one.pk for one in rows]
    queries.payments_by_key(keys).update(state=Payment.State.PLANNED, batch=None)
    Payee.objects.filter(payment__in=queries.payments_by_key(keys)).delete()
    BatchProblem.objects.filter(batch=batch).delete()
    record(by, said, batch, reason=reason, amount=amount, payments=keys)
    return batch


@transaction.atomic
def record_batch_notice(
    *, by: User, batch: Batch, place: str, starts_on: date, ends_on: date
) -> BatchNotice:
    """Write down that an approved batch was posted long enough and nobody objected.

    Where somebody did, the batch is sent back with the objection as the reason.
    """
    batch = queries.locked_batch(batch.pk)
    _check_state(batch, State.APPROVED, "登记公示结果")
    place = rules.check_text(place, field="place", label="公示地点", longest=rules.NAME_LENGTH)
    if BatchNotice.objects.filter(batch=batch).exists():
        raise RuleBroken("notice_twice", "公示结果已经登记")
    rules.check_notice(
        starts_on=starts_on,
        ends_on=ends_on,
        at_least=workdays_after(starts_on, batch.notice_days),
        approved_on=batch.approved_on,
        today=clock.today(),
    )
    notice = BatchNotice.objects.create(
        batch=batch, place=place, starts_on=starts_on, ends_on=ends_on, made_by=by
    )
    record(by, "aid.batch_posted", batch, place=place, starts_on=starts_on, ends_on=ends_on)
    return notice


@transaction.atomic
def pay_batch(*, by: User, batch: Batch) -> Batch:
    """Finance gives an approved batch out, from hand to hand or onto love cards.

    It is booked by its handler, all at once.
    """
    batch = _to_pay(batch, "发放", to_bank=False)
    if batch.way == Batch.Way.CARD:
        rules.check_cards(queries.without_card(batch))
    batch.state, batch.paid_by, batch.paid_on = State.PAYING, by, clock.today()
    batch.save(update_fields=["state", "paid_by", "paid_on"])
    batch.payments.update(state=Payment.State.PAYING)
    record(by, "aid.batch_paid_out", batch)
    publish(BatchOrdered(batch_id=batch.pk))
    return batch


@transaction.atomic
def book_again(*, by: User, batch: Batch) -> Batch:
    """Let the booking of a batch that was handed out run once more, where it was given up."""
    batch = queries.locked_batch(batch.pk)
    booking = queries.booking_of(batch)
    if booking is None or booking.stopped is None:
        raise RuleBroken("booking_goes_on", "入账没有停止，不需要重新执行：请稍候刷新页面")
    events.try_again(booking.stopped)
    record(by, "aid.batch_booked_again", batch)
    return batch


@transaction.atomic
def send_batch(*, by: User, batch: Batch, on: date | None = None) -> Batch:
    """An approved batch has gone to the bank, today or `on` a day before: its money is in transit."""
    batch = _to_pay(batch, "送银行", to_bank=True)
    rows = queries.locked_rows_of_batch(batch)
    on = on or clock.today()
    batch.state, batch.paid_by, batch.paid_on = State.SENT, by, on
    batch.save(update_fields=["state", "paid_by", "paid_on"])
    move(by=by, batch=batch, rows=rows, what="sent", how=Move.SENT, on=on, summary="送银行")
    mark(rows, Payment.State.PAYING)
    record(by, "aid.batch_sent", batch, number=len(rows))
    return batch


@transaction.atomic
def hold_approved(since: datetime) -> int:
    """Batches that wait to be given out are held: the system went back to an earlier time."""
    held = list(Batch.objects.select_for_update().filter(state=State.APPROVED).order_by("pk"))
    for batch in held:
        batch.held_since = since
        batch.save(update_fields=["held_since"])
        record(None, "aid.batch_held", batch)
    return len(held)


@transaction.atomic
def let_go(*, by: User, batch: Batch, reason: str) -> Batch:
    """A held batch was not given out: it may be now. By another than its maker, who says how that is known."""
    batch = queries.locked_batch(batch.pk)
    _check_state(batch, State.APPROVED, "放行")
    if batch.held_since is None:
        raise RuleBroken("batch_not_held", "这一批没有暂停，可以直接发放")
    check_another(by=by.pk, than=batch.made_by_id, message="制单人不能放行自己编制的批次，请换一人")
    reason = rules.check_text(reason, field="reason", label="核对情况", longest=rules.REMARK_LENGTH)
    batch.held_since = None
    batch.save(update_fields=["held_since"])
    record(by, "aid.batch_let_go", batch, reason=reason)
    return batch


def _to_pay(batch: Batch, label: str, *, to_bank: bool) -> Batch:
    batch = queries.locked_batch(batch.pk)
    _check_state(batch, State.APPROVED, label)
    rules.check_not_held(batch.held_since is not None)
    rules.check_way(is_bank=batch.way == Batch.Way.BANK, to_bank=to_bank)
    rules.check_posted(
        days=batch.notice_days, is_posted=BatchNotice.objects.filter(batch=batch).exists()
    )
    return batch


def _check_state(batch: Batch, wanted: str, label: str) -> None:
    rules.check_state(
        state=batch.state, wanted=wanted, is_now=batch.get_state_display(), label=label
    )
