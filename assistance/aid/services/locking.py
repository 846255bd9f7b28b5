"""The lock of a batch: who gets what is frozen, what it needs is fixed, its money is set aside."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from assistance.aid import queries, rules
from assistance.aid.events import BatchLocked
from assistance.aid.models import Batch, BatchProblem, Payee, RequiredApproval
from assistance.funds import queries as fund_queries
from assistance.funds import services as funds
from assistance.funds.rules import Move
from assistance.households.models import HardshipFile
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import Cause, caused_by, publish
from ground.intake.storing import insert
from ground.jobs import services as jobs
from ground.jobs.models import Job
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State = Batch.State
NAMED = 5  # problems that a refusal names; the page of the batch lists them all


class NotReady(RuleBroken):
    """Payments of a batch cannot be locked as they are: all of them, with the reason of each."""

    def __init__(self, problems: list[queries.Problem]) -> None:
        named = "；".join(f"{one.file_no or '未建档'}：{one.says}" for one in problems[:NAMED])
        more = f"……共{len(problems)}笔" if len(problems) > NAMED else ""
        super().__init__(
            "payees_not_ready",
            f"有款项不能锁定。{named}{more}",
            fields={"payments": f"{len(problems)}笔有问题"},
        )
        self.problems = problems


@transaction.atomic
def ask_to_lock(*, by: User, batch: Batch, only_check: bool) -> Job:
    """Ask for the check of a batch, and for its lock where nothing stands in the way. By its maker.

    A job: a second for a county's batch, half a minute for a hundred thousand payments.
    """
    batch = queries.locked_building(by, batch, "核对或锁定")
    doing = "核对" if only_check else "核对并锁定"
    return jobs.ask(
        by=by,
        kind=queries.LOCK,
        title=f"{doing}批次“{batch.name}”",
        organisation=batch.source.organisation,
        inputs={"batch": batch.pk, "only_check": only_check},
        opens=reverse("aid:batch", args=[batch.pk]),
    )


def problems_before_lock(batch: Batch) -> list[queries.Problem]:
    """What its lock would refuse, payment by payment. Raises RuleBroken where it is no single payment's."""
    number = batch.payments.count()
    rules.check_payments(wanted=number, free=[True] * number)
    _check_as_a_whole(batch)
    return queries.problems_of(batch)


@transaction.atomic
def keep_problems(*, by: User, batch: Batch, problems: Sequence[queries.Problem]) -> int:
    """Keep what a check of a batch found, instead of what the last one did."""
    batch = queries.locked_building(by, batch, "核对")
    BatchProblem.objects.filter(batch=batch).delete()
    held = set(batch.payments.values_list("pk", flat=True))
    found = [one for one in problems if one.payment_id in held]
    insert(
        BatchProblem,
        len(found),
        {
            "payment_id": [one.payment_id for one in found],
            "says": [one.says[:300] for one in found],
        },
        batch_id=batch.pk,
    )
    record(by, "aid.batch_looked_through", batch, number=len(found))
    return len(found)


@transaction.atomic
def lock_batch(*, by: User, batch: Batch) -> Batch:
    """Freeze a batch: who gets what on which account, which approvals it needs, its money set aside.

    What is wrong with payees, or beyond the standards of aid, is refused by name, all at once:
    `queries.problems_of` lists it before.
    """
    batch = queries.locked_building(by, batch, "锁定")
    rows = queries.locked_rows_of_batch(batch)
    rules.check_payments(wanted=len(rows), free=[True] * len(rows))
    _check_as_a_whole(batch)
    queries.hold_families(batch)
    payees, problems = queries.payees_of(batch)
    if problems := [*problems, *queries.beyond_standards(batch)]:
        raise NotReady(problems)
    BatchProblem.objects.filter(batch=batch).delete()
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
            "id_tail": [one.id_tail for one in payees],
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


def _check_as_a_whole(batch: Batch) -> None:
    check_files(batch)
    _check_channels(batch)
    _check_source(batch)


def _check_channels(batch: Batch) -> None:
    ways = queries.ways_of(batch)
    if len(ways) > 1:
        named = "、".join(one.label for one in Batch.Way if one in ways)
        raise RuleBroken(
            "channels_mixed",
            f"批次中同时有{named}：请统一发放方式，或分别编批",
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
