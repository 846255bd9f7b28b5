"""A payment while it waits for a batch: planned, alone or with thousands, or given up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from assistance.aid import queries, rules
from assistance.aid.events import MOST_IN_EVENT, PaymentPlanned, PaymentsPlanned, PaymentVoided
from assistance.aid.models import AidType, Beneficiary, Payment
from assistance.households.models import HardshipFile
from assistance.households.queries import hash_of_id, locked_files
from assistance.visits.models import Visit
from ground.accounts.models import Organisation, User
from ground.audit.services import record, record_many
from ground.events.services import publish
from ground.intake.storing import insert, next_keys
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

NAMED = 5  # files that a refusal names


@dataclass(frozen=True, slots=True)
class Helped:
    """Whom a payment helps, where that is not simply a family on file."""

    name: str
    id_no: str = ""
    is_place: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of many payments that are to be planned: for a family on file, a person, or at a place."""

    key: str
    amount: Decimal
    link_point_id: int
    file_id: int | None = None
    helped: Helped | None = None


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
    helped: Helped | None = None,
    origin: str = "",
    channel: str = Payment.Channel.CASH_SIGNED,
    by: User | None = None,
) -> Payment:
    """Plan aid to a family, to a person without a file, or at a link point. What a key names is planned once.

    The same key again returns the payment, and with another amount, family or place is refused. A
    family is aided only while its file is active (先建档、后帮扶).
    """
    amount = rules.amount_of_payment(amount)
    reason = _reason_for(aid_type, reason)
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
        planned_at=clock.now(),
    )
    Payment.objects.bulk_create([made], ignore_conflicts=True)
    payment = Payment.objects.select_for_update().get(key=key)
    if payment.event_id is not None:  # planned by somebody else in the same moment
        return _same(payment, amount=amount, link_point=link_point, file=file)
    if helped is not None:
        beneficiary(payment.pk, helped).save(force_insert=True)
    record(by, "aid.payment_planned", payment, amount=amount, aid_type=aid_type, origin=origin)
    [event] = publish(
        PaymentPlanned(
            payment_id=payment.pk, link_point_id=link_point.pk, origin=origin, amount=amount
        )
    )
    payment.event_id = event.pk
    payment.save(update_fields=["event_id"])
    return payment


def beneficiary(payment_id: int, helped: Helped) -> Beneficiary:
    return Beneficiary(
        payment_id=payment_id,
        name=helped.name,
        id_no=helped.id_no,
        id_hash=hash_of_id(helped.id_no),
        id_tail=helped.id_no[-4:],
        is_place=helped.is_place,
    )


@transaction.atomic
def plan_by_hand(
    *,
    by: User,
    key: UUID,
    file: HardshipFile,
    aid_type: str,
    reason: str,
    amount: str | int | Decimal,
    given_on: date,
) -> Payment:
    """As `plan_payment`, for one that a person plans for a family: never twice the same.

    The same `key`, made where the form is filled, returns the payment. Another one just like it, for
    people of this family, is refused with the one that is there; two at once come after one another.
    """
    rules.check_given_on(given_on, today=clock.today())
    of, family = f"aid.request:{key}", list(queries.files_of_the_same_people([file.pk]))
    locked_files(family)
    if not Payment.objects.filter(key=of).exists():
        twin = queries.planned_already(
            family,
            aid_type=aid_type,
            reason=_reason_for(aid_type, reason),
            amount=rules.amount_of_payment(amount),
            given_on=given_on,
        )
        if twin is not None:
            rules.refuse_twin(
                on=twin.given_on,
                item=twin.get_aid_type_display(),
                amount=twin.amount,
                reason=twin.reason,
                label=twin.get_state_display(),
            )
    return plan_payment(
        by=by,
        key=of,
        aid_type=aid_type,
        link_point=file.unit,
        file=file,
        reason=reason,
        amount=amount,
        given_on=given_on,
    )


@transaction.atomic
def plan_payments(
    *,
    by: User,
    wanted: Sequence[Wanted],
    aid_type: str,
    reason: str,
    given_on: date,
    origin: str = "",
    channel: str = Payment.Channel.CASH_SIGNED,
) -> dict[str, int]:
    """As `plan_payment`, for many at once: the payment of each key. One event for each thousand.

    What is wrong is refused as a whole, naming the first files that are not active. Keys that are
    planned already must be told as they were, and are not planned again.
    """
    reason = _reason_for(aid_type, reason)
    for one in wanted:
        rules.amount_of_payment(one.amount)
    _hold_active(sorted({one.file_id for one in wanted if one.file_id is not None}))
    by_key = {one.key: one for one in wanted}
    known = _known(by_key)
    new = [one for key, one in by_key.items() if key not in known]
    keys = next_keys(Payment, len(new))
    try:
        with transaction.atomic():
            parts = [keys[at : at + MOST_IN_EVENT] for at in range(0, len(keys), MOST_IN_EVENT)]
            told = publish(
                *(PaymentsPlanned(origin=origin, payment_ids=tuple(part)) for part in parts)
            )
            insert(
                Payment,
                len(new),
                {
                    "key": [one.key for one in new],
                    "link_point_id": [one.link_point_id for one in new],
                    "file_id": [one.file_id for one in new],
                    "amount": [one.amount for one in new],
                    "event_id": [
                        one.pk for one, part in zip(told, parts, strict=True) for _ in part
                    ],
                },
                keys=keys,
                aid_type=aid_type,
                origin=origin,
                reason=reason,
                given_on=given_on,
                channel=channel,
                planned_at=clock.now(),
            )
            Beneficiary.objects.bulk_create(
                beneficiary(pk, one.helped)
                for pk, one in zip(keys, new, strict=True)
                if one.helped is not None
            )
    except IntegrityError:
        if not _known(by_key).keys() > known.keys():
            raise
        return plan_payments(  # some were planned by somebody else in the same moment
            by=by,
            wanted=wanted,
            aid_type=aid_type,
            reason=reason,
            given_on=given_on,
            origin=origin,
            channel=channel,
        )
    details: dict[str, object] = {"aid_type": aid_type, "origin": origin}
    record_many(by, "aid.payment_planned", ((f"aid.payment:{pk}", details) for pk in keys))
    return known | {one.key: pk for one, pk in zip(new, keys, strict=True)}


@transaction.atomic
def void_payment(*, by: User, payment: Payment, reason: str) -> Payment:
    """Give up a payment that is in no batch yet. What it was for stays on record."""
    locked = Payment.objects.select_for_update().get(pk=payment.pk)
    reason = rules.check_text(reason, field="reason", label="作废原因", longest=rules.REMARK_LENGTH)
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
        raise _differs()
    return planned


def _known(by_key: Mapping[str, Wanted]) -> dict[str, int]:
    """Which of these keys are planned already, held; each must be told as it was."""
    found = (
        Payment.objects.filter(key__in=list(by_key))
        .select_for_update(no_key=True)
        .order_by("pk")
        .values_list("pk", "key", "amount", "link_point_id", "file_id")
    )
    known = {}
    for pk, key, *told in found:
        one = by_key[key]
        if told != [one.amount, one.link_point_id, one.file_id]:
            raise _differs()
        known[key] = pk
    return known


def _differs() -> RuleBroken:
    return RuleBroken(
        "payment_differs",
        "同一事项已安排过帮扶资金，金额或对象与本次不同：请先作废原款项，或另立事项",
    )


def _reason_for(aid_type: str, reason: str) -> str:
    """The reason of a payment as it is kept, where what it is for is known."""
    if aid_type not in AidType.values:
        raise RuleBroken(
            "aid_type_unknown", "请从列表中选择帮扶类别", fields={"aid_type": "请选择"}
        )
    return rules.check_text(reason, field="reason", label="事由", longest=rules.REASON_LENGTH)


def _hold_active(files: list[int]) -> None:
    """Hold these files, in the order of their keys; refuse them where one is not active."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT file_no, state FROM households_hardshipfile WHERE id = ANY(%s)"
            " ORDER BY id FOR NO KEY UPDATE",
            [files],
        )
        wrong = [no for no, state in cursor.fetchall() if state != HardshipFile.State.ACTIVE]
    if wrong:
        more = f"等{len(wrong)}户" if len(wrong) > NAMED else ""
        raise RuleBroken(
            "file_not_active",
            f"档案 {'、'.join(wrong[:NAMED])}{more}不在档，不能安排帮扶资金："
            "请先完成建档审批，或把这些对象退出名单",
            fields={"file": "档案不在档"},
        )
