"""Returned payments given out again or given up; paid ones recovered. The rows themselves stay."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from assistance.aid import cards, queries, rules
from assistance.aid.events import PaymentPlanned, PaymentRecovered, PaymentReleased
from assistance.aid.models import Batch, Beneficiary, Payment, Recovery, RegisterLine
from assistance.aid.permissions import PAY_BATCH
from assistance.aid.queries import Row
from assistance.aid.services.building import make_batch
from assistance.aid.services.payments import Helped, beneficiary
from assistance.aid.services.register import write_lines
from assistance.aid.services.walking import mark, move
from assistance.funds import services as funds
from assistance.funds.rules import Move
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import NotAllowed

State = Payment.State


@transaction.atomic
def reissue(
    *,
    by: User,
    batch: Batch,
    name: str,
    payments: Collection[int] | None = None,
    channel: str = "",
) -> Batch:
    """Give returned payments of a batch out again, in a follow-up batch that is locked at once.

    Their money never becomes free in between: it is released and set aside again in this one
    transaction. Accounts are read anew from the families' files, so they are corrected there first.
    `channel` where they are to be given out in another way, such as cash.
    """
    batch, rows = _returned(batch, payments)
    _release(by, batch, rows, "重新发放：")
    mark(rows, State.REISSUED, on=clock.today())
    keys = _insert_again(rows)
    told = publish(
        *(
            PaymentPlanned(
                payment_id=key,
                link_point_id=one.link_point_id,
                origin=one.origin,
                amount=one.amount,
            )
            for key, one in zip(keys, rows, strict=True)
        ),
        because=[one.event_id for one in rows],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE aid_payment SET event_id = one.event"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS one (id, event) WHERE aid_payment.id = one.id",
            [keys, [one.pk for one in told]],
        )
    record(by, "aid.payments_reissued", batch, number=len(rows))
    return make_batch(
        by=by,
        name=name,
        source=batch.source,
        payments=queries.payments_by_key(keys),
        channel=channel,
        follows=batch,
    )


@transaction.atomic
def release(*, by: User, batch: Batch, reason: str, payments: Collection[int] | None = None) -> int:
    """Give returned payments up: their money is free again. What they were for stays on record."""
    reason = rules.check_text(reason, field="reason", label="放弃原因", longest=rules.REMARK_LENGTH)
    batch, rows = _returned(batch, payments)
    _release(by, batch, rows, "放弃发放：")
    mark(rows, State.RELEASED, on=clock.today(), remark=reason)
    record(by, "aid.payments_released", batch, number=len(rows), reason=reason)
    publish(
        *(PaymentReleased(payment_id=one.pk, origin=one.origin) for one in rows),
        because=[one.event_id for one in rows],
    )
    return len(rows)


@transaction.atomic
def recover(
    *,
    by: User,
    payment: Payment,
    amount: Decimal | int | str,
    reason: str,
    on: date | None = None,
    again: bool = False,
    in_cash: bool = False,
) -> Recovery:
    """Money of a paid payment has come back, all of it or a part. The paid row stays as it is.

    By who pays out of the fund that it goes back into, on the day of the payment or after it. The same
    amount of the same day, for the same reason, only where it was said that it came `again`. What was
    put onto a love card is taken off it, unless the family gave it back `in_cash`.
    """
    batch = next(iter(queries.locked_batches_of([payment.pk])), None)
    rows = queries.locked_rows([payment.pk])
    reason = rules.check_text(reason, field="reason", label="追回原因", longest=rules.REMARK_LENGTH)
    read = rules.amount_of_payment(amount)
    before = Recovery.objects.filter(payment=payment)
    gone = queries.recovered_of(payment)
    [row] = rows
    rules.check_recovery(
        is_paid=batch is not None and row.state == State.PAID,
        label=row.label,
        amount=read,
        left=row.amount - gone,
    )
    assert batch is not None  # noqa: S101 -- a paid payment has a batch
    if not by.reaches(batch.source.organisation, PAY_BATCH.code):
        raise NotAllowed(
            "outside_area", f"追回由“{batch.source.organisation}”的财务登记：钱退回这个单位的资金"
        )
    number, on = before.count() + 1, on or clock.today()
    settled_on = Payment.objects.values_list("settled_on", flat=True).get(pk=row.pk)
    rules.check_recovered_on(on, paid_on=settled_on or row.given_on, today=clock.today())
    if not again:
        same = before.filter(amount=read, on=on, reason=reason).first()
        rules.check_recovered_once(same, on=on, amount=read)
    if batch.way == Batch.Way.CARD and not in_cash:
        cards.take_off(by=by, payment_id=row.pk, number=number, amount=read, on=on)
    funds.post_one(
        by=by,
        source=batch.source,
        move=Move.RECOVERED,
        on=on,
        key=queries.entry_key(row.pk, "recovered", number),
        amount=read,
        summary=f"追回：{row.reason}"[: rules.REASON_LENGTH],
        item=row.aid_type,
        unit_id=row.link_point_id,
    )
    recovery = Recovery.objects.create(
        payment=payment, number=number, amount=read, reason=reason, on=on, made_by=by
    )
    record(by, "aid.payment_recovered", payment, amount=read, reason=reason)
    [told] = publish(
        PaymentRecovered(payment_id=row.pk, batch_id=batch.pk, amount=read),
        because=[row.event_id],
    )
    write_lines(
        kind=RegisterLine.Kind.RECOVERED,
        keys=[queries.entry_key(row.pk, "recovered", number)],
        on=[on],
        link_points=[row.link_point_id],
        files=[row.file_id],
        amounts=[-read],
        events=[told.pk],
    )
    return recovery


def _returned(batch: Batch, payments: Collection[int] | None) -> tuple[Batch, list[Row]]:
    batch = queries.locked_batch(batch.pk)
    rows = [
        one
        for one in queries.locked_rows_of_batch(batch)
        if (one.state == State.RETURNED if payments is None else one.pk in set(payments))
    ]
    rules.check_returned(
        wanted=len(rows) if payments is None else len(set(payments)),
        returned=sum(one.state == State.RETURNED for one in rows),
    )
    return batch, rows


def _release(by: User, batch: Batch, rows: Sequence[Row], summary: str) -> None:
    move(
        by=by,
        batch=batch,
        rows=rows,
        what="released",
        how=Move.RELEASED,
        on=clock.today(),
        summary=summary,
    )


def _insert_again(rows: Sequence[Row]) -> list[int]:
    """A planned payment like each of these, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aid_payment (key, aid_type, file_id, link_point_id, visit_id, origin, reason,"
            " amount, channel, state, given_on, payee_member_id, payee_reason, relative_of, reissue_of_id,"
            " planned_at)"
            " SELECT 'aid.payment:' || o.id || ':reissue', o.aid_type, o.file_id, o.link_point_id,"
            " o.visit_id, o.origin, o.reason, o.amount, o.channel, 'planned', o.given_on,"
            " o.payee_member_id, o.payee_reason, o.relative_of, o.id, %s"
            " FROM aid_payment o WHERE o.id = ANY(%s) ORDER BY o.id RETURNING id, reissue_of_id",
            [clock.now(), [one.pk for one in rows]],
        )
        made = {old: new for new, old in cursor.fetchall()}
    Beneficiary.objects.bulk_create(
        beneficiary(made[one.payment_id], Helped(one.name, one.id_no, one.is_place))
        for one in Beneficiary.objects.filter(payment__in=list(made))
    )
    return [made[one.pk] for one in rows]
