"""A payment while it waits for a batch: planned, or given up."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from assistance.aid import rules
from assistance.aid.events import PaymentPlanned, PaymentVoided
from assistance.aid.models import AidType, Payment
from assistance.households.models import HardshipFile
from assistance.visits.models import Visit
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel.errors import RuleBroken


@transaction.atomic
def plan_payment(
    *,
    key: str,
    aid_type: str,
    link_point: Organisation,
    reason: str,
    amount: str | int | Decimal,
    given_on: date,
    file: HardshipFile | None = None,
    visit: Visit | None = None,
    origin: str = "",
    channel: str = Payment.Channel.CASH_SIGNED,
    by: User | None = None,
) -> Payment:
    """Plan aid to a family, or at a link point. What a key names is planned once.

    The same key again returns the payment, and with another amount, family or place is refused. A
    family is aided only while its file is active (先建档、后帮扶).
    """
    amount = rules.amount_of_payment(amount)
    reason = rules.text_of(reason, field="reason", label="事由", longest=rules.REASON_LENGTH)
    if aid_type not in AidType.values:
        raise RuleBroken(
            "aid_type_unknown", "请从列表中选择帮扶类别", fields={"aid_type": "请选择"}
        )
    planned = Payment.objects.filter(key=key).first()
    if planned is not None:
        return _same(planned, amount=amount, link_point=link_point, file=file)
    if file is not None:
        state = HardshipFile.objects.values_list("state", flat=True).get(pk=file.pk)
        if state != HardshipFile.State.ACTIVE:
            raise RuleBroken(
                "file_not_active",
                f"档案 {file.file_no} 当前为“{HardshipFile.State(state).label}”，"
                "只有在档家庭才能安排帮扶资金：请先完成建档审批",
                fields={"file": "档案不在档"},
            )
    made = Payment(
        key=key,
        aid_type=aid_type,
        link_point=link_point,
        file=file,
        visit=visit,
        origin=origin,
        reason=reason,
        amount=amount,
        given_on=given_on,
        channel=channel,
    )
    Payment.objects.bulk_create([made], ignore_conflicts=True)
    payment = Payment.objects.select_for_update().get(key=key)
    if payment.event_id is not None:  # planned by somebody else in the same moment
        return _same(payment, amount=amount, link_point=link_point, file=file)
    record(by, "aid.payment_planned", payment, amount=amount, aid_type=aid_type, origin=origin)
    [event] = publish(
        PaymentPlanned(
            payment_id=payment.pk, link_point_id=link_point.pk, origin=origin, amount=amount
        )
    )
    payment.event_id = event.pk
    payment.save(update_fields=["event_id"])
    return payment


@transaction.atomic
def void_payment(*, by: User, payment: Payment, reason: str) -> Payment:
    """Give up a payment that is in no batch yet. What it was for stays on record."""
    locked = Payment.objects.select_for_update().get(pk=payment.pk)
    reason = rules.text_of(reason, field="reason", label="作废原因", longest=rules.REMARK_LENGTH)
    if locked.state != Payment.State.PLANNED:
        raise RuleBroken(
            "payment_state",
            f"款项当前为“{locked.get_state_display()}”，只有待编批的款项可以作废；已编批的请先退回批次",
        )
    locked.state = Payment.State.VOID
    locked.save(update_fields=["state"])
    record(by, "aid.payment_voided", locked, reason=reason)
    publish(PaymentVoided(payment_id=locked.pk, origin=locked.origin), because=[locked.event_id])
    return locked


def _same(
    planned: Payment, *, amount: Decimal, link_point: Organisation, file: HardshipFile | None
) -> Payment:
    told = (amount, link_point.pk, file.pk if file else None)
    if told != (planned.amount, planned.link_point_id, planned.file_id):
        raise RuleBroken(
            "payment_differs",
            "同一事项已安排过帮扶资金，金额或对象与本次不同：请先作废原款项，或另立事项",
        )
    return planned
