from collections.abc import Callable

from django.db.models import Exists, OuterRef
from django.urls import reverse

from assistance.aid import queries
from assistance.aid.models import AidType, Payment, PaymentQuerySet
from assistance.households.models import HardshipFile
from ground.accounts.models import Organisation
from ground.briefs.facts import Record, Rows, fact
from ground.kernel.periods import Period

CHART = "各类帮扶金额"


def _paid(organisation: Organisation, period: Period) -> PaymentQuerySet:
    """Payments that were given in the period at or below the organisation, and are booked."""
    return (
        queries.paid_between(organisation.path, period.starts_on, period.ends_on)
        .select_related("link_point")
        .order_by("settled_on", "pk")
    )


def _record(payment: Payment) -> Record:
    return Record(
        label=f"{payment.settled_on} {payment.link_point} {payment.reason}",
        url=reverse("aid:payment", args=[payment.pk]),
        value=payment.amount,
    )


@fact("aid.relief_paid", label="发放慰问救助金", unit="元", order=70)
def relief_paid(organisation: Organisation, period: Period) -> Rows:
    return Rows(queryset=_paid(organisation, period), amount="amount", record=_record)


@fact("aid.payments_made", label="发放笔数", unit="笔", order=71)
def payments_made(organisation: Organisation, period: Period) -> Rows:
    return Rows(queryset=_paid(organisation, period), record=_record)


@fact("aid.families_aided", label="受助困难家庭", unit="户", order=72)
def families_aided(organisation: Organisation, period: Period) -> Rows:
    """Families with a file, each counted once however often it was aided."""
    paid = _paid(organisation, period).order_by().filter(file=OuterRef("pk"))
    return Rows(
        queryset=HardshipFile.objects.filter(Exists(paid)).order_by("pk"),
        record=lambda file: Record(
            label=file.file_no, url=f"{reverse('aid:register')}?file={file.pk}"
        ),
    )


def _of_type(kind: AidType) -> Callable[[Organisation, Period], Rows]:
    def gather(organisation: Organisation, period: Period) -> Rows:
        paid = _paid(organisation, period).filter(aid_type=kind)
        return Rows(queryset=paid, amount="amount", record=_record)

    return gather


for _at, _kind in enumerate(AidType):
    fact(f"aid.paid_{_kind}", label=_kind.label, unit="元", order=73 + _at, charted=CHART)(
        _of_type(_kind)
    )
