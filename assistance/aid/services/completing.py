"""A settled batch until its last receipt: what is there by itself, what is late, when it is complete."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.db import transaction

from assistance.aid import queries
from assistance.aid.events import ReceiptsOverdue
from assistance.aid.models import Batch, Payment, PaymentQuerySet, Receipt
from assistance.aid.services.receipt_rows import (
    Kind,
    Said,
    Signer,
    complete_batch,
    tell_of_receipts,
    write_receipts,
)
from ground.audit.services import record
from ground.events.services import publish
from ground.intake.storing import insert
from ground.kernel import clock
from ground.places.queries import workdays_after


@transaction.atomic
def await_receipts(batch_id: int) -> int:
    """A batch is settled: the day by which its receipts are due; those that are there by themselves.

    What was signed for on the visit, what stands on a love card, and, where the local rule says so, what
    the bank answered. Gives how many receipts are news.
    """
    batch = queries.locked_batch(batch_id)
    if batch.state != Batch.State.SETTLED:
        return 0
    today = clock.today()
    batch.receipts_due_on = workdays_after(today, queries.receipt_workdays(batch, today))
    batch.save(update_fields=["receipts_due_on"])
    owing = queries.owing_receipt(Payment.objects.filter(batch=batch)).order_by("pk")
    if batch.way == Batch.Way.CARD:
        number = _take_outcome(batch, owing, Kind.CARD)
    elif batch.way == Batch.Way.BANK:
        is_enough = queries.answer_is_receipt(batch, today)
        number = _take_outcome(batch, owing, Kind.ANSWER) if is_enough else 0
    else:
        number = _take_visits(batch, list(queries.signed_on_visit(owing)))
    complete_batch(batch)
    return number


@transaction.atomic
def check_complete(batch_id: int) -> bool:
    """Whether a batch has become complete, now that money of it was recovered."""
    return complete_batch(queries.locked_batch(batch_id))


@transaction.atomic
def remind_of_receipts(on: date) -> int:
    """Tell, once for each batch, that its days for receipts are over."""
    late = queries.overdue_batches(on)
    for key in late:
        batch = queries.locked_batch(key)
        missing = queries.progress_of(batch).missing
        batch.reminded_on = on
        batch.save(update_fields=["reminded_on"])
        record(None, "aid.receipts_overdue", batch, number=missing)
        publish(ReceiptsOverdue(batch_id=batch.pk, missing=missing))
    return len(late)


def _take_outcome(batch: Batch, owing: PaymentQuerySet, kind: Receipt.Kind) -> int:
    """The bank says that it has paid, the card that it was charged: a receipt, of the day of that."""
    rows = queries.locked_rows(owing.values_list("pk", flat=True))
    days: dict[date, list[queries.Row]] = {}
    for one in rows:
        days.setdefault(one.settled_on or clock.today(), []).append(one)
    for day in sorted(days):
        write_receipts(None, batch, days[day], kind=kind, said=Said(signed_on=day))
    return len(rows)


def _take_visits(batch: Batch, signed: Sequence[Payment]) -> int:
    """What was handed over on a visit was signed for there; it is not asked for again."""
    withdrawn = queries.withdrawn_before([one.pk for one in signed])
    again = [(one, one.visit) for one in signed if one.visit and not withdrawn.get(one.pk)]
    if not again:
        return 0
    insert(
        Receipt,
        len(again),
        {
            "key": [uuid4() for _ in again],
            "payment_id": [one.pk for one, _ in again],
            "round": [one.round for one, _ in again],
            "signer": [visit.signer for _, visit in again],
            "id_no": ["" for _ in again],
            "signature_id": [visit.signature_id for _, visit in again],
            "signed_on": [visit.visited_on for _, visit in again],
            "recorded_by_id": [visit.recorded_by_id for _, visit in again],
        },
        kind=Kind.VISIT.value,
        signed_by=Signer.PLACE.value,
        recorded_at=clock.now(),
    )
    tell_of_receipts(None, batch, len(again), Kind.VISIT)
    return len(again)
