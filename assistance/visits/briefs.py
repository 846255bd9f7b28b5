"""Facts of visits for a period: how many, and how many families in hardship they came upon."""

from django.urls import reverse

from assistance.visits.models import Clue, Visit
from ground.accounts.models import Organisation, below
from ground.briefs.facts import Record, Rows, fact
from ground.kernel.periods import Period


def _record(visit: Visit) -> Record:
    label = f"{visit.visited_on} {visit.agency.name} → {visit.link_point.name}"
    return Record(label, reverse("visits:visit", args=[visit.pk]))


@fact("visits.visits_made", label="走访", unit="次", order=30)
def visits_made(area: Organisation, period: Period) -> Rows:
    visits = (
        Visit.objects.filter(
            below("link_point__path", [area.path]),
            visited_on__range=(period.starts_on, period.ends_on),
        )
        .select_related("agency", "link_point")
        .order_by("visited_on", "pk")
    )
    return Rows(queryset=visits, record=_record)


@fact("visits.families_found", label="走访发现困难家庭", unit="户", order=31)
def families_found(area: Organisation, period: Period) -> Rows:
    clues = (
        Clue.objects.filter(
            below("visit__link_point__path", [area.path]),
            visit__visited_on__range=(period.starts_on, period.ends_on),
        )
        .select_related("visit__agency", "visit__link_point")
        .order_by("visit__visited_on", "pk")
    )
    return Rows(queryset=clues, record=lambda clue: _record(clue.visit))
