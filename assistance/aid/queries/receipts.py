"""Receipts: what owes one, who collected for several families, how far a batch is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)

from assistance.aid.models import (
    Batch,
    BatchQuerySet,
    Payment,
    PaymentQuerySet,
    Receipt,
    ReceiptPaper,
    ReceiptQuerySet,
)
from assistance.aid.queries.payees import with_payee
from assistance.aid.queries.payments import payments_by_key
from assistance.aid.queries.received import with_kept
from ground.accounts.models import Organisation
from ground.audit.sealing import lookup_hash
from ground.kernel import clock
from ground.places.queries import local_rule

PLACE = "aid.receipt.id_no"


@dataclass(frozen=True)
class Progress:
    """How many payments of a batch need a receipt, and how many have one."""

    needed: int
    there: int

    @property
    def missing(self) -> int:
        return self.needed - self.there


@dataclass(frozen=True)
class Collector:
    """Somebody who collected for several families: by name, never by number."""

    name: str
    families: int
    in_batch: int


def hash_of_number(number: str) -> str:
    """The keyed hash by which one proxy is known among many."""
    return lookup_hash(number, PLACE)


def with_receipt(payments: PaymentQuerySet) -> PaymentQuerySet:
    """Payments with `receipt`, the key of the one that stands, in the same query."""
    standing = Receipt.objects.standing().filter(payment=OuterRef("pk"))
    return payments.annotate(receipt=Subquery(standing.values("pk")[:1]))


def with_receipt_told(payments: PaymentQuerySet) -> PaymentQuerySet:
    """Payments with `kept` and what a list says of the receipt that stands, in the same query."""
    standing = Receipt.objects.standing().filter(payment=OuterRef("pk"))
    return with_kept(with_receipt(payments)).annotate(
        receipt_kind=Subquery(standing.values("kind")[:1]),
        receipt_by=Subquery(standing.values("signed_by")[:1]),
        receipt_signer=Subquery(standing.values("signer")[:1]),
        receipt_on=Subquery(standing.values("signed_on")[:1]),
    )


def needing_receipt(payments: PaymentQuerySet) -> PaymentQuerySet:
    """Those that are paid, and not wholly recovered: cash that nobody collected needs no signature."""
    kept: Any = with_kept(payments.filter(state=Payment.State.PAID))
    return cast("PaymentQuerySet", kept.filter(kept__gt=0))


def owing_receipt(payments: PaymentQuerySet) -> PaymentQuerySet:
    """Those of them that have none."""
    standing = Receipt.objects.standing().filter(payment=OuterRef("pk"))
    return needing_receipt(payments).filter(~Exists(standing))


def progress_of(batch: Batch) -> Progress:
    rows = needing_receipt(Payment.objects.filter(batch=batch))
    standing = Receipt.objects.standing().filter(payment=OuterRef("pk"))
    found = rows.order_by().aggregate(
        needed=Count("pk"), there=Count("pk", filter=Q(Exists(standing)))
    )
    return Progress(found["needed"], found["there"])


def is_owing(batch: Batch) -> bool:
    return owing_receipt(Payment.objects.filter(batch=batch)).exists()


def open_in(batch: Batch) -> int:
    """How many payments of a batch are not at their end."""
    ended = [Payment.State.PAID, Payment.State.REISSUED, Payment.State.RELEASED]
    return batch.payments.exclude(state__in=ended).count()


def withdrawn_before(payments: Collection[int]) -> dict[int, int]:
    """Payment → how many receipts of its present outcome were withdrawn."""
    rows = Receipt.objects.filter(
        payment__in=payments_by_key(payments), round=F("payment__round"), withdrawal__isnull=False
    )
    return dict(rows.order_by().values_list("payment").annotate(number=Count("pk")))


def signed_among(payments: Collection[int]) -> set[int]:
    standing = Receipt.objects.standing().filter(payment__in=payments_by_key(payments))
    return set(standing.order_by().values_list("payment", flat=True))


def channels_of_rows(payments: Collection[int]) -> set[str]:
    rows = payments_by_key(payments)
    return set(rows.order_by().values_list("channel", flat=True).distinct())


def signed_on_visit(payments: PaymentQuerySet) -> PaymentQuerySet:
    """Those that were handed over on a visit, and signed for there on the screen."""
    return payments.filter(visit__signature__isnull=False).select_related("visit")


def receipt_of_key(key: UUID) -> Receipt | None:
    return Receipt.objects.filter(key=key).select_related("payment").first()


def receipts_in_lists(rows: ReceiptQuerySet) -> ReceiptQuerySet:
    """Receipts with what a list of them says of each, in one query."""
    return rows.select_related(
        "payment__batch", "payment__file", "payment__payee", "recorded_by", "withdrawal__made_by"
    )


def papers_of(batch: Batch) -> list[ReceiptPaper]:
    """The papers of a batch with their pages, and `rows`: how many standing receipts each covers."""
    counts = Count("receipts", filter=Q(receipts__withdrawal__isnull=True))
    rows = batch.receipt_papers.select_related("made_by").annotate(rows=counts)
    return list(rows.prefetch_related(Prefetch("pictures"), "pictures__file").order_by("pk"))


def rows_of_paper(paper: ReceiptPaper) -> int:
    return Receipt.objects.standing().filter(paper=paper).count()


def collectors_in(batch: Batch) -> list[Collector]:
    """Who collected in this batch, and in the year before it altogether for more families than allowed."""
    here = Receipt.objects.standing().filter(payment__batch=batch, signed_by=Receipt.Signer.PROXY)
    counted = dict(here.order_by().values_list("id_hash").annotate(number=Count("payment")))
    if not counted:
        return []
    day = batch.paid_on or batch.made_on
    every = Receipt.objects.standing().filter(
        id_hash__in=list(counted),
        payment__batch__paid_on__gt=_year_before(day),
        payment__batch__paid_on__lte=day,
    )
    families = (
        every.order_by()
        .values_list("id_hash")
        .annotate(families=Count("payment__file", distinct=True))
    )
    most = local_rule("aid.proxy_families", on=day, division=_where(batch).division)
    names = dict(here.order_by("pk").values_list("id_hash", "signer"))
    return sorted(
        (Collector(names[one], number, counted[one]) for one, number in families if number > most),
        key=lambda one: (-one.families, one.name),
    )


def to_hand_out(payments: PaymentQuerySet) -> PaymentQuerySet:
    """What was handed out and nobody signed for, with payee, place and batch, batch by batch."""
    rows = payments.filter(batch__way=Batch.Way.HAND, batch__state=Batch.State.SETTLED)
    owing: PaymentQuerySet = with_payee(owing_receipt(rows))
    return owing.select_related("batch__source__organisation__division", "link_point").order_by(
        "-batch", "link_point__path", "pk"
    )


class HandsNeeded:
    """`hands_needed` for many batches, the rule read once for each division."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._known: dict[int | None, int] = {}

    def of(self, batch: Batch) -> int:
        division = _where(batch).division_id
        if division not in self._known:
            self._known[division] = hands_needed(batch, self._on)
        return self._known[division]


def with_collectors(batches: BatchQuerySet) -> BatchQuerySet:
    """Batches not yet archived in which somebody collected for more families than the general rule allows."""
    today = clock.today()
    proxies = Receipt.objects.standing().filter(signed_by=Receipt.Signer.PROXY)
    many = (
        proxies.filter(payment__batch__paid_on__gt=_year_before(today))
        .order_by()
        .values("id_hash")
        .annotate(families=Count("payment__file", distinct=True))
        .filter(families__gt=local_rule("aid.proxy_families", on=today))
    )
    found = proxies.filter(id_hash__in=many.values("id_hash"))
    ended = [Batch.State.SENT, Batch.State.SETTLED, Batch.State.COMPLETE]
    return batches.filter(state__in=ended, pk__in=found.values("payment__batch"))


def hands_needed(batch: Batch, on: date) -> int:
    """How many people a hand-out needs, by the local rule of a day."""
    return int(local_rule("aid.receipt_hands", on=on, division=_where(batch).division))


def answer_is_receipt(batch: Batch, on: date) -> bool:
    """Whether the bank's answer is receipt enough, by the local rule of a day."""
    return bool(local_rule("aid.answer_is_receipt", on=on, division=_where(batch).division))


def receipt_workdays(batch: Batch, on: date) -> int:
    return int(local_rule("aid.receipt_workdays", on=on, division=_where(batch).division))


def waiting_for_receipts(batches: BatchQuerySet) -> BatchQuerySet:
    """Batches that are paid and not complete."""
    return batches.filter(state=Batch.State.SETTLED)


def overdue_batches(on: date) -> list[int]:
    """Batches whose days for receipts were over before a day, and of which nobody was told."""
    rows = Batch.objects.filter(
        state=Batch.State.SETTLED, receipts_due_on__lt=on, reminded_on__isnull=True
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _where(batch: Batch) -> Organisation:
    return batch.source.organisation


def _year_before(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, 28))
