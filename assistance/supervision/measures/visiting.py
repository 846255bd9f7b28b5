"""Visits: made, everywhere, in campaigns, and written down in time."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from assistance.rounds.models import MissedDuty
from assistance.rounds.rules import slot_label
from assistance.supervision.measures.organising import (
    SHOWN_MEMBERSHIPS,
    membership_record,
    memberships,
    per_link_point,
)
from assistance.supervision.measures.registry import Records, Span, measure
from assistance.visits.models import Visit, VisitVersion
from ground.briefs.facts import Record
from ground.places.queries import local_rule

SHOWN_VISITS = Visit.objects.select_related("agency", "link_point")


def visits(span: Span) -> QuerySet[Visit]:
    """Visits of the span; one that was given back counts again when it is mended."""
    return Visit.objects.filter(visited_on__range=span.days, state=Visit.State.RECORDED)


def visit_record(visit: Visit) -> Record:
    return Record(
        f"{visit.visited_on} {visit.link_point.name}（{visit.get_kind_display()}）",
        reverse("visits:visit", args=[visit.pk]),
    )


@measure(
    "visits.made",
    label="走访次数",
    unit="次",
    order=20,
    says="本单位登记的走访；目标按双联点个数计",
)
def visits_made(span: Span) -> Records:
    return Records(
        queryset=visits(span),
        agency="agency_id",
        record=visit_record,
        shown=SHOWN_VISITS,
        per=per_link_point(span),
    )


@measure(
    "visits.coverage",
    label="走访到的双联点",
    unit="个",
    order=21,
    says="所联系的双联点中，本单位走访过的",
)
def coverage(span: Span) -> Records:
    made = visits(span).filter(agency=OuterRef("agency"), link_point=OuterRef("group__link_point"))
    return Records(
        queryset=memberships(span),
        agency="agency_id",
        counts=Q(Exists(made)),
        record=membership_record,
        shown=SHOWN_MEMBERSHIPS,
    )


@measure(
    "visits.campaign",
    label="集中活动走访",
    unit="次",
    order=22,
    says="送温暖等活动中登记的走访",
)
def campaign_visits(span: Span) -> Records:
    return Records(
        queryset=visits(span).exclude(origin=""),
        agency="agency_id",
        record=visit_record,
        shown=SHOWN_VISITS,
    )


@measure(
    "visits.registered_in_time",
    label="按时登记的走访",
    unit="次",
    order=23,
    says="走访后在规定天数内登记的",
)
def registered_in_time(span: Span) -> Records:
    days = int(local_rule("supervision.registered_within_days", on=span.period.ends_on))
    in_time = VisitVersion.objects.filter(
        visit=OuterRef("pk"),
        way=VisitVersion.Way.RECORDED,
        written_at__date__lte=OuterRef("visited_on") + timedelta(days=days),
    )
    return Records(
        queryset=visits(span),
        agency="agency_id",
        counts=Q(Exists(in_time)),
        record=visit_record,
        shown=SHOWN_VISITS,
    )


@measure(
    "visits.owed_and_missed",
    label="应走访而未走访",
    unit="次",
    order=24,
    says="按“走访要求”到期没有走访、至今没有补走的",
)
def owed_and_missed(span: Span) -> Records:
    """One for each slot of a duty that ended without its visits: for a deduction by the piece."""
    return Records(
        queryset=MissedDuty.objects.filter(
            last_on__range=span.days, pair__isnull=True, made_good_on__isnull=True
        ),
        agency="agency_id",
        record=_missed_record,
        shown=MissedDuty.objects.select_related("link_point", "duty"),
    )


def _missed_record(missed: MissedDuty) -> Record:
    slot = slot_label(missed.first_on, missed.duty.every)
    return Record(
        f"{slot} {missed.duty.get_who_display()}未走访{missed.link_point.name}",
        f"{reverse('rounds:missed')}?q={missed.link_point.name}",
    )
