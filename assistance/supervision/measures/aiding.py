"""Families helped, money and goods given."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from assistance.aid.models import Payment
from assistance.households.models import FamilyPair, HomeVisit
from assistance.supervision.measures.registry import Records, Span, measure
from assistance.supervision.measures.visiting import SHOWN_VISITS, visits
from assistance.visits.models import Visit
from ground.briefs.facts import Record
from ground.kernel.money import shown_short


@measure(
    "families.helped",
    label="得到帮扶的结对家庭",
    unit="户",
    order=50,
    says="本单位干部结对的家庭中，期间上门走访过或发放过帮扶资金的",
)
def families_helped(span: Span) -> Records:
    first, last = span.days
    seen = HomeVisit.objects.filter(pair=OuterRef("pk"), visit__visited_on__range=span.days)
    paid = Payment.objects.filter(
        file=OuterRef("file"), state=Payment.State.PAID, settled_on__range=span.days
    )
    standing = FamilyPair.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=first), from_on__lte=last
    )
    return Records(
        queryset=standing,
        agency="cadre__agency_id",
        counts=Q(Exists(seen)) | Q(Exists(paid)),
        record=_pair_record,
        shown=FamilyPair.objects.select_related("file", "cadre"),
    )


@measure(
    "money.given",
    label="慰问金",
    unit="元",
    order=60,
    says="本单位走访时送的慰问金合计",
)
def money_given(span: Span) -> Records:
    return Records(
        queryset=visits(span).filter(condolence_cash__gt=0),
        agency="agency_id",
        amount="condolence_cash",
        record=_gift_record,
        shown=SHOWN_VISITS,
    )


def _pair_record(pair: FamilyPair) -> Record:
    return Record(
        f"{pair.file.file_no}（结对干部{pair.cadre.name}）",
        reverse("households:file", args=[pair.file_id]),
    )


def _gift_record(visit: Visit) -> Record:
    return Record(
        f"{visit.visited_on} {visit.link_point.name}：{shown_short(visit.condolence_cash)}元",
        reverse("visits:visit", args=[visit.pk]),
        visit.condolence_cash,
    )
