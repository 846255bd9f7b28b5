"""Facts of visits for a period: how many, and how many families in hardship they came upon.

And paragraphs for articles: visits to enterprises one by one, condolence visits as counts.
"""

from collections.abc import Iterator, Sequence

from django.db.models import Count, Q, Sum
from django.urls import reverse

from assistance.visits.models import Clue, Visit, VisitPhoto
from assistance.visits.permissions import SEE_VISITS
from ground.accounts.models import Organisation, User, below
from ground.briefs.facts import Record, Rows, fact
from ground.briefs.offers import MOST, day_in_words, days_in_words, offer
from ground.files.models import StoredFile
from ground.kernel import money
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


def _of(area: Organisation, period: Period) -> Q:
    """Visits that the organisation, or one below it, has made or received."""
    return Q(visited_on__range=(period.starts_on, period.ends_on)) & (
        below("link_point__path", [area.path]) | below("agency__path", [area.path])
    )


def photos_of_visits(reader: User, keys: Sequence[str]) -> dict[str, list[StoredFile]]:
    photos = (
        VisitPhoto.objects.visible_to(reader, SEE_VISITS.code)
        .filter(visit__in=keys)
        .select_related("file")
    )
    found: dict[str, list[StoredFile]] = {}
    for one in photos.order_by("visit", "index"):
        found.setdefault(str(one.visit_id), []).append(one.file)
    return found


@offer("visits.visits", label="走访企业", order=10, photos=photos_of_visits)
def enterprises_visited(area: Organisation, period: Period) -> Iterator[tuple[object, str]]:
    """Who went where on which day: what was found there is told by whoever writes."""
    visits = (
        Visit.objects.filter(_of(area, period), state=Visit.State.RECORDED)
        .exclude(kind=Visit.Kind.CONDOLENCE)
        .select_related("agency", "link_point")
        .order_by("-visited_on", "-pk")
    )
    for one in visits[:MOST]:
        on = day_in_words(one.visited_on)
        yield one.pk, f"{on}，{one.agency.name}到{one.link_point.name}{one.get_kind_display()}。"


@offer("visits.condolence", label="走访慰问", order=11)
def condolence_visits(area: Organisation, period: Period) -> Iterator[tuple[object, str]]:
    """Visits to homes are counts alone."""
    told = Visit.objects.filter(
        _of(area, period), state=Visit.State.RECORDED, kind=Visit.Kind.CONDOLENCE
    ).aggregate(
        visits=Count("pk"), points=Count("link_point", distinct=True), cash=Sum("condolence_cash")
    )
    if told["visits"]:
        cash = f"，送去慰问金{money.shown_short(told['cash'])}元" if told["cash"] else ""
        days = days_in_words(period.starts_on, period.ends_on)
        visits = f"到{told['points']}个双联点走访慰问{told['visits']}次"
        yield f"{period.starts_on}", f"{days}，{visits}{cash}。"
