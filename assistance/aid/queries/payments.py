from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from assistance.aid.models import Batch, Payment, PaymentQuerySet, RegisterLine, RegisterQuerySet
from assistance.households.models import HardshipFile, Member
from ground.accounts.models import Organisation, User
from ground.events.models import RecordedEvent
from ground.events.queries import why


@dataclass(frozen=True)
class Totals:
    """How many payments, how many families on file, how much."""

    number: int
    families: int
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class PlannedFilter:
    """Which planned payments a batch is to be made of."""

    aid_type: str = ""
    link_point: Organisation | None = None
    given_from: date | None = None
    given_to: date | None = None


def locked_payments(payments: "QuerySet[Payment]") -> list[Payment]:
    return list(payments.select_for_update(of=("self",), no_key=True).order_by("pk"))


def entry_key_of_payment(payment: Payment) -> str:
    return f"aid.payment:{payment.pk}:paid"


def entry_key_of_batch(batch: Batch, what: str) -> str:
    """`what` is reserved or released."""
    return f"aid.batch:{batch.pk}:{what}"


def with_family(payments: PaymentQuerySet) -> PaymentQuerySet:
    """Payments with place, batch, file and `holder_name` (to be masked), in one query."""
    return payments.select_related("link_point", "file", "batch").annotate(
        holder_name=_holder("file_id")
    )


def planned_matching(user: User, permission: str, wanted: PlannedFilter) -> PaymentQuerySet:
    """Planned payments in a person's scope that a filter picks."""
    rows = Payment.objects.visible_to(user, permission).filter(state=Payment.State.PLANNED)
    if wanted.aid_type:
        rows = rows.filter(aid_type=wanted.aid_type)
    if wanted.link_point is not None:
        rows = rows.filter(link_point__path__startswith=wanted.link_point.path)
    if wanted.given_from:
        rows = rows.filter(given_on__gte=wanted.given_from)
    if wanted.given_to:
        rows = rows.filter(given_on__lte=wanted.given_to)
    return rows.order_by("pk")


def totals_of(payments: "QuerySet[Payment]") -> Totals:
    found = payments.order_by().aggregate(
        number=Count("pk"), families=Count("file_id", distinct=True), amount=Sum("amount")
    )
    return Totals(found["number"], found["families"], found["amount"] or Decimal(0))


def chain_of(payment: Payment) -> list[RecordedEvent]:
    """Every event behind a payment: from the visit or person that began it to where it is now."""
    line = RegisterLine.objects.filter(key=entry_key_of_payment(payment)).first()
    latest = line.event_id if line else payment.event_id
    return why(latest) if latest else []


def lines_of_file(rows: RegisterQuerySet, file: HardshipFile) -> RegisterQuerySet:
    """What the register tells about a family, from the visit that found it on."""
    keys = []
    if file.clue is not None:
        keys = [f"visits.clue:{file.clue.pk}", f"visits.visit:{file.clue.visit_id}"]
    return rows.filter(Q(file=file) | Q(key__in=keys))


def lines_with_family(rows: RegisterQuerySet) -> RegisterQuerySet:
    """Lines with place, file and `holder_name` (to be masked), in one query."""
    return rows.select_related("link_point", "file").annotate(holder_name=_holder("file_id"))


def paid_between(organisation_path: str, first: date, last: date) -> PaymentQuerySet:
    """Payments that were given in a period at or below an organisation."""
    return Payment.objects.filter(
        state=Payment.State.PAID,
        given_on__range=(first, last),
        link_point__path__startswith=organisation_path,
    )


def _holder(file: str) -> Subquery:
    holders = Member.objects.filter(file=OuterRef(file), relation=Member.Relation.HOLDER)
    return Subquery(holders.values("name")[:1])
