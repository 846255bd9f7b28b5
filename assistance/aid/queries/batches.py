from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from assistance.aid import rules
from assistance.aid.models import (
    Batch,
    BatchNotice,
    BatchQuerySet,
    Payment,
    PaymentQuerySet,
    RequiredApproval,
)
from assistance.funds.models import Entry
from ground.accounts.models import User
from ground.kernel import clock

State = Batch.State
WAYS = {
    Payment.Channel.BANK_TRANSFER.value: Batch.Way.BANK,
    Payment.Channel.CARD_TOPUP.value: Batch.Way.CARD,
}  # the other channels are handed out


@dataclass(frozen=True)
class Step:
    """One station of a batch as the page draws it: done, here, todo or failed."""

    label: str
    state: str
    note: str


def locked_batch(batch_id: int) -> Batch:
    """A batch for the caller's transaction: locked before its payments, they before the money."""
    return (
        Batch.objects.select_for_update(of=("self",), no_key=True)
        .select_related("source")
        .get(pk=batch_id)
    )


def locked_building(by: User, batch: Batch, doing: str) -> Batch:
    """A batch that is being built, locked for its maker. Raises RuleBroken for anybody else."""
    batch = locked_batch(batch.pk)
    rules.check_state(
        state=batch.state, wanted=State.BUILDING, is_now=batch.get_state_display(), label=doing
    )
    rules.check_own_batch(made_by=batch.made_by_id, by=by.pk)
    return batch


def is_reserved(batch: Batch) -> bool:
    """Whether the batch's money was ever set aside: from its lock on."""
    return Entry.objects.filter(key=entry_key_of_batch(batch, "reserved")).exists()


def entry_key_of_batch(batch: Batch, what: str) -> str:
    """`what` is reserved or released."""
    return f"aid.batch:{batch.pk}:{what}"


def channels_of(batch: Batch) -> set[str]:
    """In which ways the payments of a batch are given out."""
    return set(batch.payments.order_by().values_list("channel", flat=True).distinct())


def ways_of(batch: Batch) -> set[Batch.Way]:
    """The ways that these channels take: a batch that can be locked has one."""
    return {WAYS.get(one, Batch.Way.HAND) for one in channels_of(batch)}


def kinds_in(batch: Batch) -> list[tuple[str, str]]:
    """The tiers of families and the items that a batch holds, each pair once. No tier without a file."""
    pairs = batch.payments.order_by("file__tier", "aid_type").values_list("file__tier", "aid_type")
    return [(tier or "", aid_type) for tier, aid_type in pairs.distinct()]


def approvals_of(batch: Batch) -> list[RequiredApproval]:
    """What a batch needs, each with its vote where it has been given, in one query."""
    return list(batch.required_approvals.select_related("vote__by").order_by("number"))


def sums_by_state_and_channel(batch: Batch) -> list[dict[str, object]]:
    """How many payments, how much, in which way, and where they are."""
    rows = (
        batch.payments.order_by("channel", "state")
        .values("channel", "state")
        .annotate(number=Count("pk"), amount=Sum("amount"))
    )
    return [
        {
            "channel": Payment.Channel(one["channel"]).label,
            "state": Payment.State(one["state"]).label,
            "number": one["number"],
            "amount": one["amount"],
        }
        for one in rows
    ]


def returned_in(batch: Batch) -> PaymentQuerySet:
    """What the bank returned of a batch, and nobody has dealt with."""
    return Payment.objects.filter(batch=batch, state=Payment.State.RETURNED)


def relatives_in(batch: Batch) -> list[Payment]:
    """Payments to relatives of staff: shown to who checks and approves."""
    return list(batch.payments.exclude(relative_of="").order_by("pk"))


def notice_of(batch: Batch) -> BatchNotice | None:
    return BatchNotice.objects.filter(batch=batch).select_related("made_by").first()


def is_open(batch: Batch) -> bool:
    """Whether the outcome of anything in a batch is still to come."""
    states = [Payment.State.PAYING, Payment.State.UNKNOWN, Payment.State.APPROVED]
    return batch.payments.filter(state__in=states).exists()


def amount_of(batch: Batch) -> Decimal:
    total: Decimal | None = batch.payments.aggregate(total=Sum("amount"))["total"]
    return total or Decimal(0)


def with_totals(batches: BatchQuerySet) -> BatchQuerySet:
    """Batches with `amount` and `number` of their payments, and the people, in one query."""
    return batches.select_related(
        "source__organisation__division",
        "made_by",
        "checked_by",
        "approved_by",
        "paid_by",
        "archived_by",
    ).annotate(amount=Coalesce(Sum("payments__amount"), Decimal(0)), number=Count("payments"))


def batch_steps(batch: Batch) -> list[Step]:
    """Maker, finance, approver, pay-out: who took each step and when."""
    order = [
        State.LOCKED,
        State.CHECKED,
        State.APPROVED,
        State.PAYING,
        State.SETTLED,
        State.COMPLETE,
        State.ARCHIVED,
    ]
    rejected = batch.state == State.REJECTED
    at_now = {
        State.BUILDING: -1,
        State.SENT: order.index(State.PAYING),
        State.REJECTED: -1,
    }
    reached = (
        at_now[State(batch.state)] if batch.state in at_now else order.index(State(batch.state))
    )
    taken: list[tuple[str, User | None, object]] = [
        ("制单", batch.made_by, batch.made_on),
        ("财务审核", batch.checked_by, batch.checked_on),
        ("审批", batch.approved_by, batch.approved_on),
        ("发放", batch.paid_by, batch.paid_on),
        ("入账完成", None, None),
        ("回执齐全", None, f"期限 {batch.receipts_due_on}" if batch.receipts_due_on else None),
        (
            "归档",
            batch.archived_by,
            batch.archived_at and batch.archived_at.astimezone(clock.CHINA).date(),
        ),
    ]
    steps = []
    for at, (label, who, on) in enumerate(taken):
        if rejected:
            state = "done" if who else "todo"
        elif at <= reached:
            state = "done"
        else:
            state = "here" if at == reached + 1 else "todo"
        note = " · ".join(str(part) for part in (who, on) if part)
        steps.append(Step(label, state, note))
    if rejected:
        last = max(at for at, step in enumerate(steps) if step.state == "done") + 1
        steps[last] = Step("已退回", "failed", batch.remark)
        steps = steps[: last + 1]
    return steps


def why_not(user: User, batch: Batch, action: str) -> str:
    """Why this person may not take a step that the batch waits for; empty where they may."""
    if action == "check" and user.pk == batch.made_by_id:
        return "这个批次由您编制，须由另一位财务人员审核。"
    if action == "approve" and user.pk == batch.made_by_id:
        return "这个批次由您编制，须由另一位审批人审批。"
    if action == "approve" and user.pk == batch.checked_by_id:
        return "这个批次由您审核，须由另一位审批人审批。"
    if action == "approve" and batch.votes.filter(by=user).exists():
        return "您已审批过这个批次，下一环节须由另一位审批人审批。"
    return ""
