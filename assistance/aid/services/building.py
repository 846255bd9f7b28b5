"""A batch while it is built: payments come and go, and who collects them is said."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from assistance.aid import queries, rules
from assistance.aid.models import Batch, BatchProblem, Payment
from assistance.aid.services.locking import lock_batch
from assistance.funds.models import FundSource
from assistance.households.models import Member
from ground.accounts.models import User
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State, Way = Batch.State, Batch.Way


@transaction.atomic
def make_batch(
    *,
    by: User,
    name: str,
    source: FundSource,
    payments: Iterable[Payment],
    channel: str = "",
    follows: Batch | None = None,
) -> Batch:
    """Put planned payments into a batch of one fund source and lock it, in one go.

    `channel` is how all of them are given out, where that is not left as it was planned.
    """
    return lock_batch(
        by=by,
        batch=begin_batch(
            by=by, name=name, source=source, payments=payments, channel=channel, follows=follows
        ),
    )


@transaction.atomic
def begin_batch(
    *,
    by: User,
    name: str,
    source: FundSource,
    payments: Iterable[Payment],
    channel: str = "",
    follows: Batch | None = None,
) -> Batch:
    """Put planned payments into a batch that goes on being built."""
    batch = open_batch(by=by, name=name, source=source, follows=follows)
    return add_payments(by=by, batch=batch, payments=payments, channel=channel)


@transaction.atomic
def open_batch(*, by: User, name: str, source: FundSource, follows: Batch | None = None) -> Batch:
    """Begin a batch that is to be paid from one fund source."""
    name = rules.check_text(name, field="name", label="批次名称", longest=rules.NAME_LENGTH)
    batch = Batch.objects.create(
        name=name, source=source, made_by=by, made_on=clock.today(), follows=follows
    )
    record(by, "aid.batch_made", batch, source=source.pk)
    return batch


@transaction.atomic
def add_payments(
    *, by: User, batch: Batch, payments: Iterable[Payment], channel: str = ""
) -> Batch:
    """Take planned payments into a batch that is being built. By its maker."""
    batch = queries.locked_building(by, batch, "增减款项")
    wanted = _keys_of(payments)
    rows = queries.locked_rows(wanted)
    rules.check_payments(
        wanted=len(wanted), free=(one.state == Payment.State.PLANNED for one in rows)
    )
    change = {"channel": channel} if channel else {}
    if channel and channel not in Payment.Channel.values:
        raise RuleBroken("channel_unknown", "请从列表中选择发放方式", fields={"channel": "请选择"})
    queries.payments_by_key(wanted).update(state=Payment.State.BATCHED, batch=batch, **change)
    record(by, "aid.payments_added", batch, number=len(wanted))
    return _with_way(batch)


@transaction.atomic
def drop_payments(*, by: User, batch: Batch, payments: Iterable[Payment]) -> Batch:
    """Take payments out of a batch that is being built: they wait again."""
    batch = queries.locked_building(by, batch, "增减款项")
    wanted = _keys_of(payments)
    rows = queries.locked_rows(wanted)
    rules.check_payments(wanted=len(wanted), free=(one.batch_id == batch.pk for one in rows))
    queries.payments_by_key(wanted).update(state=Payment.State.PLANNED, batch=None)
    BatchProblem.objects.filter(payment__in=queries.payments_by_key(wanted)).delete()
    record(by, "aid.payments_dropped", batch, number=len(wanted))
    return _with_way(batch)


@transaction.atomic
def set_channel(*, by: User, batch: Batch, channel: str) -> Batch:
    """Say how all payments of a batch that is being built are given out."""
    batch = queries.locked_building(by, batch, "增减款项")
    if channel not in Payment.Channel.values:
        raise RuleBroken("channel_unknown", "请从列表中选择发放方式", fields={"channel": "请选择"})
    batch.payments.update(channel=channel)
    record(by, "aid.batch_channel_set", batch, channel=channel)
    return _with_way(batch)


@transaction.atomic
def name_payee(*, by: User, payment: Payment, member: Member, reason: str) -> Payment:
    """Say that another member of the family collects a payment, and why. Before it is locked."""
    locked = queries.locked_open_payment(payment.pk)
    reason = rules.check_text(reason, field="reason", label="代领原因", longest=rules.REASON_LENGTH)
    if member.file_id != locked.file_id or member.standing != Member.Standing.PRESENT:
        raise RuleBroken(
            "payee_not_family", "收款人须为该户现有家庭成员", fields={"member": "不在该户"}
        )
    locked.payee_member, locked.payee_reason = member, reason
    locked.save(update_fields=["payee_member", "payee_reason"])
    record(by, "aid.payee_named", locked, member=member.pk, reason=reason)
    return locked


@transaction.atomic
def declare_relative(*, by: User, payment: Payment, of: str) -> Payment:
    """Say whose relative gets a payment (工作人员亲属): its checker and approvers are shown it."""
    locked = queries.locked_open_payment(payment.pk)
    of = rules.check_text(of, field="of", label="工作人员及关系", longest=rules.NAME_LENGTH)
    locked.relative_of = of
    locked.save(update_fields=["relative_of"])
    record(by, "aid.relative_declared", locked)
    return locked


def _keys_of(payments: Iterable[Payment]) -> list[int]:
    """Their keys, each once, in order. Of a query only these are read."""
    if isinstance(payments, QuerySet):
        return sorted(set(payments.values_list("pk", flat=True)))
    return sorted({payment.pk for payment in payments})


def _with_way(batch: Batch) -> Batch:
    """How the batch is given out. Several ways at once are refused when it is locked."""
    ways = queries.ways_of(batch)
    batch.way = next((one for one in (Way.BANK, Way.CARD) if one in ways), Way.HAND)
    batch.save(update_fields=["way"])
    return batch
