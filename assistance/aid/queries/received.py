"""What families have received or are about to receive: what standards of aid count."""

from decimal import Decimal

from django.db.models import Case, DecimalField, F, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from assistance.aid.models import Payment, PaymentQuerySet, Recovery

State = Payment.State
# Money that never reached the family: what was issued again counts as the new payment.
NOT_RECEIVED = (State.VOID, State.RETURNED, State.REISSUED, State.RELEASED)


def payments_that_count(among: PaymentQuerySet) -> PaymentQuerySet:
    """Of these payments those that are paid or on their way, the oldest first, with `kept` and `counts_on`.

    `batch__source__kind` says from which money, once a batch says it.
    """
    counted = with_day(with_kept(among.exclude(state__in=NOT_RECEIVED)))
    return counted.order_by("counts_on", "pk")


def with_day(payments: PaymentQuerySet) -> PaymentQuerySet:
    """Payments with `counts_on`: of what is paid the day on which it was, of all else the planned day."""
    return payments.annotate(
        counts_on=Case(When(state=State.PAID, then=F("settled_on")), default=F("given_on"))
    )


def with_kept(payments: PaymentQuerySet) -> PaymentQuerySet:
    """Payments with `kept`: what is left of the amount after what was recovered."""
    recovered = (
        Recovery.objects.filter(payment=OuterRef("pk"))
        .order_by()
        .values("payment")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    money: DecimalField[Decimal, Decimal] = DecimalField(max_digits=14, decimal_places=2)
    nothing = Value(Decimal(0), output_field=money)
    back = Coalesce(Subquery(recovered, output_field=money), nothing)
    return payments.annotate(kept=F("amount") - back)
