from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import RawSQL

from assistance.aid.models import (
    Batch,
    BatchProblem,
    Payment,
    PaymentQuerySet,
    Recovery,
    RegisterLine,
    RegisterQuerySet,
)
from assistance.aid.queries.received import with_day
from assistance.funds.models import FundSource
from assistance.households.models import HardshipFile, Member
from ground.accounts.models import Organisation, User
from ground.events.models import RecordedEvent
from ground.events.queries import why
from ground.kernel.arrays import number_array
from ground.kernel.errors import RuleBroken


@dataclass(frozen=True)
class Totals:
    """How many payments, how many families on file, how much."""

    number: int
    families: int
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class PaymentFilter:
    """Which payments are put into a batch that is being built, or taken out of it."""

    aid_type: str = ""
    link_point: Organisation | None = None
    given_from: date | None = None
    given_to: date | None = None
    only_problems: bool = False


def payments_by_key(keys: Collection[int]) -> PaymentQuerySet:
    """Payments by their keys: one value in the statement, however many."""
    return Payment.objects.filter(
        pk__in=RawSQL("SELECT unnest(%s::bigint[])", [number_array(keys)])
    )


def is_payee_open(payment: Payment) -> bool:
    """Whether who collects it may still be said: planned, or in a batch that is being built."""
    if payment.state == Payment.State.PLANNED:
        return True
    return payment.batch is not None and payment.batch.state == Batch.State.BUILDING


def locked_open_payment(payment_id: int) -> Payment:
    """A payment whose payee may still be said, held by this transaction. Raises RuleBroken."""
    payment = Payment.objects.select_for_update(of=("self",), no_key=True).get(pk=payment_id)
    if not is_payee_open(payment):
        raise RuleBroken("payment_frozen", "款项已随批次锁定，不能再改：须退回批次后办理")
    return payment


def recovered_among(payments: Collection[int]) -> list[int]:
    """Which of these payments have been recovered, in whole or in part."""
    recovered = Recovery.objects.filter(payment__in=payments_by_key(payments))
    return list(recovered.order_by("payment").values_list("payment", flat=True).distinct())


def recovered_in(payments: PaymentQuerySet) -> Decimal:
    """How much of these payments has come back. Read from the recoveries, which are few."""
    rows = Recovery.objects.filter(payment__in=payments.order_by().values("pk"))
    return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def recovered_of(payment: Payment) -> Decimal:
    """How much of a payment has come back."""
    rows = Recovery.objects.filter(payment=payment)
    return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def payments_seen_by(user: User, permission: str, *, source: str = "") -> PaymentQuerySet:
    """The payments of units in a person's reach; with the key of a source in it, all that it paid.

    One's own money is one's own to see wherever it went, also to a family of another county.
    """
    payments = Payment.objects.visible_to(user, permission)
    if not source.isdecimal():
        return payments
    own = FundSource.objects.visible_to(user, permission).filter(pk=int(source))
    return Payment.objects.filter(batch__source__in=own)


def with_family(payments: PaymentQuerySet) -> PaymentQuerySet:
    """Payments with place, batch, file, day, `holder_name` and beneficiary (to be masked), in one query."""
    return (
        with_day(payments)
        .select_related("link_point", "file", "batch")
        .annotate(
            holder_name=_holder("file_id"),
            helped_name=F("beneficiary__name"),
            helped_is_place=F("beneficiary__is_place"),
        )
    )


def problems_with_family(problems: "QuerySet[BatchProblem]") -> "QuerySet[BatchProblem]":
    """Problems with place, file and `holder_name` (to be masked), in one query."""
    return problems.select_related("payment__file", "payment__link_point").annotate(
        holder_name=_holder("payment__file_id")
    )


def matching(rows: PaymentQuerySet, wanted: PaymentFilter) -> PaymentQuerySet:
    """Those of some payments that a filter picks."""
    if wanted.aid_type:
        rows = rows.filter(aid_type=wanted.aid_type)
    if wanted.link_point is not None:
        rows = rows.filter(link_point__path__startswith=wanted.link_point.path)
    if wanted.given_from:
        rows = rows.filter(given_on__gte=wanted.given_from)
    if wanted.given_to:
        rows = rows.filter(given_on__lte=wanted.given_to)
    if wanted.only_problems:
        rows = rows.filter(Exists(BatchProblem.objects.filter(payment=OuterRef("pk"))))
    return rows.order_by("pk")


def planned_matching(user: User, permission: str, wanted: PaymentFilter) -> PaymentQuerySet:
    """Planned payments in a person's scope that a filter picks."""
    rows = Payment.objects.visible_to(user, permission)
    return matching(rows.planned(), wanted)


def totals_of(payments: "QuerySet[Payment]") -> Totals:
    found = payments.order_by().aggregate(
        number=Count("pk"), families=Count("file_id", distinct=True), amount=Sum("amount")
    )
    return Totals(found["number"], found["families"], found["amount"] or Decimal(0))


def chain_of_line(line: RegisterLine) -> list[RecordedEvent]:
    """Every event behind a line of the register; behind one of a payment also why that was planned."""
    subject, _, rest = line.key.partition(":")
    planned = None
    if subject == "aid.payment":
        key = int(rest.partition(":")[0])
        planned = Payment.objects.values_list("event_id", flat=True).get(pk=key)
    return _chain(line.event_id, planned)


def _chain(*latest: int | None) -> list[RecordedEvent]:
    """The chains of these events after one another, each event once."""
    found = [one for event in latest if event for one in why(event)]
    return list(dict.fromkeys(found))


def causes_of(payment: Payment) -> list[RecordedEvent]:
    """The events by which a payment came to be planned: the visit, the application, the campaign."""
    return why(payment.event_id) if payment.event_id else []


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
        settled_on__range=(first, last),
        link_point__path__startswith=organisation_path,
    )


def _holder(file: str) -> Subquery:
    holders = Member.objects.filter(file=OuterRef(file), relation=Member.Relation.HOLDER)
    return Subquery(holders.values("name")[:1])
