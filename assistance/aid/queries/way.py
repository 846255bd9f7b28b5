"""Where a payment is: each of its steps as it was taken, by whom and when; and what it waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assistance.aid.models import Batch, Payment, Receipt
from assistance.aid.queries.receipts import receipts_in_lists
from assistance.aid.queries.rows import entry_key
from assistance.funds.models import Entry
from ground.accounts.models import User
from ground.audit.models import Entry as Line
from ground.audit.queries import trail_of
from ground.kernel import clock
from ground.kernel.money import shown

OF_BATCH = {
    "aid.batch_made": "编制批次",
    "aid.batch_locked": "锁定批次，预留资金",
    "aid.batch_checked": "财务审核",
    "aid.batch_voted": "审批",
    "aid.batch_posted": "公示期满，无异议",
    "aid.batch_paid_out": "财务确认发放",
    "aid.batch_sent": "送银行",
    "aid.batch_archived": "批次归档",
}
TOLD = {  # what the trail of the batch calls the act that booked it
    "paid": {"aid.payments_paid"},
    "returned": {"aid.payments_returned"},
    "undone": {"aid.outcome_undone", "aid.payments_returned"},
    "released": {"aid.payments_released", "aid.payments_reissued"},
}
OF_MONEY = {
    "sent": "送银行",
    "paid": "发放入账",
    "returned": "银行退票",
    "undone": "撤销发放结果",
    "released": "退票款项退回资金来源",
    "recovered": "追回资金",
}
ONCE = {"sent", "released"}  # once for a payment, in whatever round
WAITS = {
    Batch.State.BUILDING: "正在编批，等待锁定",
    Batch.State.LOCKED: "等待财务审核",
    Batch.State.CHECKED: "等待审批",
    Batch.State.APPROVED: "已批准，等待发放",
}
NOW = {
    Payment.State.PLANNED: "已安排，等待编批",
    Payment.State.PAYING: "正在发放，等待银行或财务确认",
    Payment.State.UNKNOWN: "银行结果不明，正在查询",
    Payment.State.RETURNED: "银行退票，等待重发或放弃",
    Payment.State.REISSUED: "退票后已重新安排发放",
    Payment.State.RELEASED: "退票后已放弃发放",
    Payment.State.VOID: "已作废",
}


@dataclass(frozen=True)
class Stage:
    """A step of a payment. `key` names what it opens, for those who may."""

    when: datetime
    who: str
    what: str
    note: str = ""
    key: str = ""


@dataclass(frozen=True)
class Voucher:
    """An entry of the ledger that books a step of a payment: which kind, and in words."""

    entry: Entry
    kind: str

    @property
    def what(self) -> str:
        return OF_MONEY[self.kind]


def vouchers_of(payment: Payment) -> list[Voucher]:
    """Every entry of a payment in the order of booking, those taken back and those that do so too."""
    came_back = payment.recoveries.count()
    rounds = range(payment.round + 1)
    numbers = {"recovered": range(1, came_back + 1)} | {one: range(1) for one in ONCE}
    keys = {
        entry_key(payment.pk, kind, number): kind
        for kind in OF_MONEY
        for number in numbers.get(kind, rounds)
    }
    entries = Entry.objects.filter(key__in=list(keys)).select_related("made_by").order_by("pk")
    return [Voucher(one, keys[one.key]) for one in entries]


def stages_of(payment: Payment, vouchers: Sequence[Voucher]) -> list[Stage]:
    """What happened to a payment from its batch on, in order. Seven queries at most.

    Nothing of other payments and no sums: whoever may see the payment may see this.
    """
    trail: list[Line] = []
    if payment.batch is not None:
        acts = [*OF_BATCH, *(one for some in TOLD.values() for one in some)]
        trail = list(trail_of(payment.batch).filter(action__in=acts).order_by("pk"))
    own = list(trail_of(payment).filter(action="aid.payment_recovered").order_by("pk"))
    names = _names({one.actor_id for one in [*trail, *own]})
    again = Payment.objects.filter(reissue_of=payment).first()
    stages = [
        *_of_batch(payment, trail, names),
        *_of_money(vouchers, trail, own, names, again),
        *_of_receipts(payment),
    ]
    return sorted(stages, key=lambda one: one.when)


def now_of(payment: Payment, *, is_signed: bool) -> str:
    """Where a payment is now, in one sentence."""
    state = Payment.State(payment.state)
    if state == Payment.State.PAID:
        return "已发放，回执已登记" if is_signed else "已发放，等待领取人签收或银行回单"
    if state in NOW:
        return NOW[state]
    assert payment.batch is not None  # noqa: S101 -- beyond planned it has one (constraint)
    return WAITS.get(Batch.State(payment.batch.state), payment.get_state_display())


def _of_batch(payment: Payment, trail: list[Line], names: dict[int, str]) -> list[Stage]:
    return [
        Stage(
            when=one.occurred_at,
            who=names.get(one.actor_id or 0, "系统"),
            what=OF_BATCH[one.action],
            note=str(one.details.get("label", "")),
            key=f"aid.batch:{payment.batch_id}",
        )
        for one in trail
        if one.action in OF_BATCH
    ]


def _of_money(
    vouchers: Sequence[Voucher],
    trail: Sequence[Line],
    own: Sequence[Line],
    names: dict[int, str],
    again: Payment | None,
) -> list[Stage]:
    """What the ledger says of a payment, entry by entry, each by the act that booked it."""
    stages, recovered = [], iter(own)
    for one in vouchers:
        if one.kind == "sent":
            continue  # a step of its batch
        act = next(recovered, None) if one.kind == "recovered" else _act_of(one, trail)
        if act is None:
            who = one.entry.made_by.full_name if one.entry.made_by else "系统"
            when, note, what = clock.at_hour(one.entry.on), "", one.what
        else:
            who, when = names.get(act.actor_id or 0, "系统"), act.occurred_at
            note, what = str(act.details.get("reason", "")), one.what
            if one.kind == "recovered":
                note = f"{shown(Decimal(act.details['amount']))} 元，{note}"
            if one.kind == "undone" and act.action == "aid.payments_returned":
                what = "成功后退票，冲回发放"
        stages.append(Stage(when, who, what, note, f"funds.entry:{one.entry.pk}"))
        if one.kind == "released" and again is not None:
            state = again.get_state_display()
            stages.append(Stage(when, who, "重新发放", state, f"aid.payment:{again.pk}"))
    return stages


def _act_of(voucher: Voucher, trail: Sequence[Line]) -> Line | None:
    """The line of the trail that tells of an entry: the next one of its kind.

    Each act holds the batch, books, and says so at its end: nobody else's line comes in between.
    """
    told, since = TOLD[voucher.kind], voucher.entry.recorded_at
    return next((one for one in trail if one.action in told and one.recorded_at >= since), None)


def _of_receipts(payment: Payment) -> list[Stage]:
    stages = []
    for one in receipts_in_lists(Receipt.objects.filter(payment=payment)):
        who = one.recorded_by.full_name if one.recorded_by else "系统"
        note = f"{one.get_kind_display()}，{one.get_signed_by_display()}，{one.signed_on}"
        stages.append(Stage(one.recorded_at, who, "登记回执", note, f"aid.receipt:{one.pk}"))
        gone = getattr(one, "withdrawal", None)
        if gone is not None:
            stages.append(Stage(gone.made_at, gone.made_by.full_name, "作废回执", gone.reason))
    return stages


def _names(keys: set[int | None]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=keys - {None}).values_list("pk", "full_name"))
