from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from assistance.aid.models import Batch, BatchQuerySet, Payment
from ground.accounts.models import User

State = Batch.State


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


def locked_batch_of_payment(payment_id: int) -> Batch | None:
    batch_id = Payment.objects.values_list("batch_id", flat=True).get(pk=payment_id)
    return None if batch_id is None else locked_batch(batch_id)


def amount_of(batch: Batch) -> Decimal:
    total: Decimal | None = batch.payments.aggregate(total=Sum("amount"))["total"]
    return total or Decimal(0)


def with_totals(batches: BatchQuerySet) -> BatchQuerySet:
    """Batches with `amount` and `number` of their payments, and the people, in one query."""
    return batches.select_related(
        "source", "made_by", "checked_by", "approved_by", "paid_by"
    ).annotate(amount=Coalesce(Sum("payments__amount"), Decimal(0)), number=Count("payments"))


def batch_steps(batch: Batch) -> list[Step]:
    """Maker, finance, approver, pay-out: who took each step and when."""
    order = [State.LOCKED, State.CHECKED, State.APPROVED, State.PAYING, State.SETTLED]
    rejected = batch.state == State.REJECTED
    reached = order.index(State(batch.state)) if not rejected else -1
    taken: list[tuple[str, User | None, object]] = [
        ("制单", batch.made_by, batch.made_on),
        ("财务审核", batch.checked_by, batch.checked_on),
        ("审批", batch.approved_by, batch.approved_on),
        ("发放", batch.paid_by, None),
        ("入账完成", None, None),
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
    return ""
