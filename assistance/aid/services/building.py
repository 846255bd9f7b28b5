"""A batch while it is built: payments come and go; its lock freezes them and sets the money aside."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from assistance.aid import queries, rules
from assistance.aid.events import BatchLocked
from assistance.aid.models import Batch, Payee, Payment, RequiredApproval
from assistance.funds import queries as fund_queries
from assistance.funds import services as funds
from assistance.funds.models import FundSource
from assistance.funds.rules import Move
from assistance.households.models import HardshipFile, Member
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import Cause, caused_by, publish
from ground.intake.storing import insert
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State, Way = Batch.State, Batch.Way
BY_BANK = {Payment.Channel.BANK_TRANSFER.value, Payment.Channel.CARD_TOPUP.value}


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
    batch = open_batch(by=by, name=name, source=source, follows=follows)
    add_payments(by=by, batch=batch, payments=payments, channel=channel)
    return lock_batch(by=by, batch=batch)


@transaction.atomic
def open_batch(*, by: User, name: str, source: FundSource, follows: Batch | None = None) -> Batch:
    """Begin a batch that is to be paid from one fund source."""
    name = rules.text_of(name, field="name", label="批次名称", longest=rules.NAME_LENGTH)
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
    batch = _building(by, batch)
    wanted = sorted({payment.pk for payment in payments})
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
    batch = _building(by, batch)
    wanted = sorted({payment.pk for payment in payments})
    rows = queries.locked_rows(wanted)
    rules.check_payments(wanted=len(wanted), free=(one.batch_id == batch.pk for one in rows))
    queries.payments_by_key(wanted).update(state=Payment.State.PLANNED, batch=None)
    record(by, "aid.payments_dropped", batch, number=len(wanted))
    return _with_way(batch)


@transaction.atomic
def set_channel(*, by: User, batch: Batch, channel: str) -> Batch:
    """Say how all payments of a batch that is being built are given out."""
    batch = _building(by, batch)
    if channel not in Payment.Channel.values:
        raise RuleBroken("channel_unknown", "请从列表中选择发放方式", fields={"channel": "请选择"})
    batch.payments.update(channel=channel)
    record(by, "aid.batch_channel_set", batch, channel=channel)
    return _with_way(batch)


@transaction.atomic
def name_payee(*, by: User, payment: Payment, member: Member, reason: str) -> Payment:
    """Say that another member of the family collects a payment, and why. Before it is locked."""
    locked = queries.locked_open_payment(payment.pk)
    reason = rules.text_of(reason, field="reason", label="代领原因", longest=rules.REASON_LENGTH)
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
    of = rules.text_of(of, field="of", label="工作人员及关系", longest=rules.NAME_LENGTH)
    locked.relative_of = of
    locked.save(update_fields=["relative_of"])
    record(by, "aid.relative_declared", locked)
    return locked


@transaction.atomic
def lock_batch(*, by: User, batch: Batch) -> Batch:
    """Freeze a batch: who gets what on which account, which approvals it needs, its money set aside.

    What is wrong with payees, or beyond the standards of aid, is refused by name, all at once:
    `queries.problems_of` lists it before.
    """
    batch = _building(by, batch)
    rows = queries.locked_rows_of_batch(batch)
    rules.check_payments(wanted=len(rows), free=[True] * len(rows))
    check_files(batch)
    _check_channels(batch)
    _check_source(batch)
    queries.hold_families(batch)
    payees, problems = queries.payees_of(batch)
    _check_problems([*problems, *queries.beyond_standards(batch)])
    insert(
        Payee,
        len(payees),
        {
            "payment_id": [one.payment_id for one in payees],
            "name": [one.name for one in payees],
            "relation": [str(one.relation) for one in payees],
            "reason": [one.reason for one in payees],
            "bank": [one.bank for one in payees],
            "branch": [one.branch for one in payees],
            "id_no": [one.id_no for one in payees],
            "id_tail": [one.id_no[-4:] for one in payees],
            "account_no": [one.account_no for one in payees],
            "card_tail": [one.account_no[-4:] for one in payees],
        },
    )
    amount = sum((one.amount for one in rows), Decimal(0))
    organisation = batch.source.organisation
    needed = queries.approvals_needed(organisation, amount, on=clock.today())
    RequiredApproval.objects.bulk_create(
        RequiredApproval(batch=batch, number=number, label=label, above=above)
        for number, (label, above) in enumerate(needed, 1)
    )
    [locked] = publish(BatchLocked(batch_id=batch.pk, amount=amount))
    with caused_by(Cause(event_id=locked.pk, actor_id=by.pk)):
        funds.post_one(
            by=by,
            source=batch.source,
            move=Move.RESERVED,
            amount=amount,
            key=queries.entry_key_of_batch(batch, "reserved"),
            on=clock.today(),
            summary=f"锁定批次“{batch.name}”，{len(rows)}笔",
        )
    batch.state = State.LOCKED
    batch.notice_days = queries.notice_days(
        organisation, {one.aid_type for one in rows}, on=clock.today()
    )
    batch.save(update_fields=["state", "notice_days"])
    record(by, "aid.batch_locked", batch, number=len(rows), amount=amount)
    return batch


def check_files(batch: Batch) -> None:
    """Families are aided while they are on file (先建档、后帮扶)."""
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


def _building(by: User, batch: Batch) -> Batch:
    batch = queries.locked_batch(batch.pk)
    rules.check_state(
        state=batch.state,
        wanted=State.BUILDING,
        is_now=batch.get_state_display(),
        label="增减款项或锁定",
    )
    if batch.made_by_id != by.pk:
        raise RuleBroken("not_own_batch", "编制中的批次由制单人办理，请由制单人增减款项或锁定")
    return batch


def _with_way(batch: Batch) -> Batch:
    batch.way = Way.BANK if queries.channels_of(batch) & BY_BANK else Way.HAND
    batch.save(update_fields=["way"])
    return batch


def _check_channels(batch: Batch) -> None:
    channels = queries.channels_of(batch)
    if channels & BY_BANK and channels - BY_BANK:
        raise RuleBroken(
            "channels_mixed",
            "批次中既有银行发放，又有现场发放：请统一发放方式，或分别编批",
            fields={"channel": "发放方式不一致"},
        )


def _check_source(batch: Batch) -> None:
    """The source may pay all of this: to families of these tiers, for these items."""
    today = clock.today()
    allowed = fund_queries.allowed_of([batch.source], today)[batch.source_id]
    for tier, aid_type in queries.kinds_in(batch):
        refusal = fund_queries.refusal_of(allowed, tier, aid_type)
        if refusal:
            raise RuleBroken("source_may_not_pay", refusal, fields={"source": "不得支付此类款项"})


def _check_problems(problems: list[queries.Problem]) -> None:
    if problems:
        named = "；".join(f"{one.file_no or '未建档'}：{one.says}" for one in problems[:5])
        more = f"……共{len(problems)}笔" if len(problems) > 5 else ""  # noqa: PLR2004 -- as many as are named
        raise RuleBroken(
            "payees_not_ready",
            f"有款项不能锁定。{named}{more}",
            fields={"payments": f"{len(problems)}笔有问题"},
        )
