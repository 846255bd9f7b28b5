"""What became of payments: paid, returned by the bank, unknown; and that taken back. Many at once.

Each service may be told the same again: what has happened already is left alone. Batches are locked
before payments, they before the money, so that two tellers come one after the other.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from django.db import transaction

from assistance.aid import cards, queries, rules
from assistance.aid.events import BatchSettled, PaymentsPaid, PaymentsReturned, PaymentsUndone
from assistance.aid.models import Batch, Payment, RegisterLine
from assistance.aid.queries import Row
from assistance.aid.services.register import write_lines
from assistance.aid.services.walking import mark, move, tell, total_of
from assistance.funds.rules import Move
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock

State = Payment.State
OPEN = frozenset({State.PAYING.value, State.UNKNOWN.value})


@transaction.atomic
def settle_batch(batch_id: int) -> int:
    """Book everything of a batch that was handed out. Told again, it does nothing more."""
    batch = queries.locked_batch(batch_id)
    rows = queries.locked_rows_of_batch(batch)
    ordered = [one for one in rows if one.state == State.PAYING]
    rules.check_ordered(all(one.state in {State.PAYING, State.PAID} for one in rows))
    if ordered:
        _settle(None, batch, ordered, how=Move.PAID_OUT, on=clock.today())
        if batch.way == Batch.Way.CARD:
            cards.top_up(
                by=batch.paid_by,
                on=clock.today(),
                put=[
                    cards.TopUp(one.pk, one.file_id, one.amount) for one in ordered if one.file_id
                ],
            )
        _close(batch)
    return len(ordered)


@transaction.atomic
def settle_payments(
    *, by: User | None, payments: Collection[int], on: date | None = None, reference: str = ""
) -> int:
    """The bank has paid these payments. Gives how many of them are news.

    `on` is the bank's day, `reference` what the trail names: a file, a slip.
    """
    on = on or clock.today()

    def settle(batch: Batch, rows: list[Row]) -> None:
        for day, some in _by_day(batch, rows, on):
            _settle(by, batch, some, how=Move.SETTLED, on=day, reference=reference)
        _close(batch)

    return _each_batch(payments, OPEN, State.PAID, settle)


@transaction.atomic
def bounce_payments(
    *, by: User | None, payments: Collection[int], reason: str, on: date | None = None
) -> int:
    """The bank has returned these payments, for one reason: their money is set aside again."""
    on = on or clock.today()
    reason = rules.check_text(reason, field="reason", label="退票原因", longest=rules.REMARK_LENGTH)

    def bounce(batch: Batch, rows: list[Row]) -> None:
        for day, some in _by_day(batch, rows, on):
            _bounce(batch, some, by=by, reason=reason, on=day)
        _close(batch)

    return _each_batch(payments, OPEN, State.RETURNED, bounce)


@transaction.atomic
def return_paid(
    *, by: User | None, payments: Collection[int], reason: str, on: date | None = None
) -> int:
    """The bank has sent back what it had paid (成功后退票): it is taken back, and set aside again.

    Two entries for each: out of what was spent, and back into what is reserved. What the earlier answer
    said was true and stays. Refused where the money has been recovered, or the batch archived.
    """
    on = on or clock.today()
    reason = rules.check_text(reason, field="reason", label="退票原因", longest=rules.REMARK_LENGTH)
    rules.check_not_recovered(len(queries.recovered_among(payments)))

    def bring_back(batch: Batch, rows: list[Row]) -> None:
        _reopen(batch)
        for day, some in _in_groups(rows, lambda one: max(on, one.settled_on or on)):
            _bring_back(batch, some, by=by, reason=reason, on=day)
        _close(batch)

    return _each_batch(payments, {State.PAID.value}, State.RETURNED, bring_back)


def _bring_back(batch: Batch, rows: list[Row], *, by: User | None, reason: str, on: date) -> None:
    move(
        by=by,
        batch=batch,
        rows=rows,
        what="undone",
        how=Move.UNSETTLED,
        on=on,
        summary="成功后退票：",
        again=1,
    )
    mark(rows, State.PAYING, remark=reason, again=1)
    again = [one._replace(state=State.PAYING.value, round=one.round + 1) for one in rows]
    told = _bounce(batch, again, by=by, reason=reason, on=on)
    _correct_register(again, on, told)


def _bounce(batch: Batch, rows: list[Row], *, by: User | None, reason: str, on: date) -> list[int]:
    move(
        by=by,
        batch=batch,
        rows=rows,
        what="returned",
        how=Move.BOUNCED,
        on=on,
        summary="银行退票：",
    )
    mark(rows, State.RETURNED, on=on, remark=reason)
    record(by, "aid.payments_returned", batch, number=len(rows), reason=reason)
    return tell(
        rows,
        lambda keys, amount: PaymentsReturned(batch_id=batch.pk, payment_ids=keys, amount=amount),
    )


@transaction.atomic
def mark_unknown(*, by: User | None, payments: Collection[int], reason: str) -> int:
    """Nobody knows whether these were paid: they are asked for, and never paid again by themselves."""
    reason = rules.check_text(reason, field="reason", label="不明原因", longest=rules.REMARK_LENGTH)

    def doubt(batch: Batch, rows: list[Row]) -> None:
        mark(rows, State.UNKNOWN, remark=reason)
        record(by, "aid.payments_unknown", batch, number=len(rows), reason=reason)

    return _each_batch(payments, {State.PAYING.value}, State.UNKNOWN, doubt)


@transaction.atomic
def undo_outcome(*, by: User, payments: Collection[int], reason: str) -> int:
    """Take back what was told of these payments: they are in transit again, by compensating entries.

    For what the bank answered; money from hand to hand is recovered. What has been given out again,
    released, recovered or archived since is not taken back.
    """
    reason = rules.check_text(reason, field="reason", label="撤销原因", longest=rules.REMARK_LENGTH)
    recovered = queries.recovered_among(payments)
    rules.check_not_recovered(len(recovered))

    def undo(batch: Batch, rows: list[Row]) -> None:
        _reopen(batch)
        _undo(by, batch, rows, reason)
        record(by, "aid.outcome_undone", batch, number=len(rows), reason=reason)

    told = {State.PAID.value, State.RETURNED.value, State.UNKNOWN.value}
    return _each_batch(payments, told, State.PAYING, undo)


def _settle(
    by: User | None,
    batch: Batch,
    rows: Sequence[Row],
    *,
    how: Move,
    on: date,
    reference: str = "",
) -> None:
    move(by=by, batch=batch, rows=rows, what="paid", how=how, on=on, summary="发放")
    mark(rows, State.PAID, on=on)
    total = total_of(rows)
    record(by, "aid.payments_paid", batch, number=len(rows), amount=total, reference=reference)
    told = tell(
        rows,
        lambda keys, amount: PaymentsPaid(batch_id=batch.pk, payment_ids=keys, amount=amount),
    )
    write_lines(
        kind=RegisterLine.Kind.AID,
        keys=[queries.entry_key(one.pk, "paid", one.round) for one in rows],
        on=[on] * len(rows),
        link_points=[one.link_point_id for one in rows],
        files=[one.file_id for one in rows],
        amounts=[one.amount for one in rows],
        events=told,
    )


def _undo(by: User, batch: Batch, rows: Sequence[Row], reason: str) -> None:
    today = clock.today()
    ways = (
        (State.PAID, Move.UNSETTLED, 1),
        (State.RETURNED, Move.SENT, 1),
        (State.UNKNOWN, None, 0),
    )
    for state, how, again in ways:
        these = [one for one in rows if one.state == state]
        if not these:
            continue
        if how is not None:
            move(
                by=by,
                batch=batch,
                rows=these,
                what="undone",
                how=how,
                on=today,
                summary="撤销结果：",
                again=again,
            )
        mark(these, State.PAYING, remark=reason, again=again)
        told = tell(these, partial(_undone, batch, state))
        if state == State.PAID:
            _correct_register([one._replace(round=one.round + 1) for one in these], today, told)


def _reopen(batch: Batch) -> None:
    """The bank has more to say of a batch, where nobody has put it away."""
    rules.check_undo(is_bank=batch.way == Batch.Way.BANK, state=batch.state)
    if batch.state != Batch.State.SENT:
        batch.state = Batch.State.SENT
        batch.save(update_fields=["state"])


def _correct_register(rows: Sequence[Row], on: date, told: Sequence[int]) -> None:
    """Take what was paid out of the register again; `rows` are in the round that follows."""
    write_lines(
        kind=RegisterLine.Kind.UNDONE,
        keys=[queries.entry_key(one.pk, "undone", one.round) for one in rows],
        on=[on] * len(rows),
        link_points=[one.link_point_id for one in rows],
        files=[one.file_id for one in rows],
        amounts=[-one.amount for one in rows],
        events=told,
    )


def _undone(batch: Batch, was: State, keys: tuple[int, ...], _: Decimal) -> PaymentsUndone:
    return PaymentsUndone(batch_id=batch.pk, payment_ids=keys, was=was.value)


def _by_day(batch: Batch, rows: Sequence[Row], on: date) -> list[tuple[date, list[Row]]]:
    """Rows by the day of which their outcome is booked: `on`, the bank's, but none before the money was in transit.

    That is since the batch was sent, or since the last outcome was taken back: else the days between
    would show money twice, that left or came back only once.
    """
    undone = queries.undone_on(rows)
    return _in_groups(rows, lambda one: max(on, undone.get(one.pk) or batch.paid_on or on))


def _in_groups(rows: Sequence[Row], day: Callable[[Row], date]) -> list[tuple[date, list[Row]]]:
    found: dict[date, list[Row]] = {}
    for one in rows:
        found.setdefault(day(one), []).append(one)
    return sorted(found.items())


def _each_batch(
    payments: Collection[int],
    from_states: Collection[str],
    done: str,
    act: Callable[[Batch, list[Row]], object],
) -> int:
    """Act on what is news of these payments, batch by batch. Refused where one is somewhere else."""
    batches = {one.pk: one for one in queries.locked_batches_of(payments)}
    rows = queries.locked_rows(payments)
    rules.check_told(
        wanted=len(set(payments)),
        found=len(rows),
        elsewhere=sorted({one.label for one in rows if one.state not in {*from_states, done}}),
    )
    news: dict[int, list[Row]] = {}
    for one in rows:
        if one.state in from_states:
            news.setdefault(one.batch_id, []).append(one)
    for key in sorted(news):
        rules.check_by_bank(is_bank=batches[key].way == Batch.Way.BANK)
        act(batches[key], news[key])
    return sum(len(some) for some in news.values())


def _close(batch: Batch) -> None:
    """A batch is settled when the outcome of everything in it is known."""
    if queries.is_open(batch):
        return
    batch.state = Batch.State.SETTLED
    batch.save(update_fields=["state"])
    record(None, "aid.batch_settled", batch)
    publish(BatchSettled(batch_id=batch.pk))
