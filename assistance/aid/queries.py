"""Batches and payments, locked or listed; the keys under which their money is booked."""

from decimal import Decimal

from django.db.models import QuerySet, Sum

from assistance.aid.models import Batch, Payment


def locked_batch(batch_id: int) -> Batch:
    """A batch for the caller's transaction. Batches are locked before payments, payments before money."""
    return (
        Batch.objects.select_for_update(of=("self",), no_key=True)
        .select_related("source")
        .get(pk=batch_id)
    )


def locked_batch_of_payment(payment_id: int) -> Batch | None:
    batch_id = Payment.objects.values_list("batch_id", flat=True).get(pk=payment_id)
    return None if batch_id is None else locked_batch(batch_id)


def locked_payments(payments: "QuerySet[Payment]") -> list[Payment]:
    return list(payments.select_for_update(of=("self",), no_key=True).order_by("pk"))


def amount_of(batch: Batch) -> Decimal:
    total = batch.payments.aggregate(total=Sum("amount"))["total"]
    return total or Decimal(0)


def entry_key_of_payment(payment: Payment) -> str:
    return f"aid.payment:{payment.pk}:paid"


def entry_key_of_batch(batch: Batch, what: str) -> str:
    """`what` is reserved or released."""
    return f"aid.batch:{batch.pk}:{what}"
