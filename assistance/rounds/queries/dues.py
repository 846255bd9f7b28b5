"""What is owed and what was done: the database computes it, however many groups there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Greatest, Least

from assistance.rounds.models import Due, DueQuerySet, MissedDuty, VisitDuty
from assistance.visits.models import Visit
from ground.kernel.periods import Period


@dataclass(frozen=True)
class Tally:
    """Visits owed, done of them, and missing; `late`: missing in slots that are over."""

    owed: int = 0
    done: int = 0
    late: int = 0

    @property
    def missing(self) -> int:
        return self.owed - self.done

    @property
    def rate(self) -> float | None:
        """The share that was done; None where nothing is owed."""
        return self.done / self.owed if self.owed else None


def duties(paths: Sequence[str], period: Period) -> DueQuerySet:
    """What is owed to link points, or by agencies, below these paths, in the whole slots of a period.

    Each row names group (or family pair), agency, duty (`who`), slot, `owed`, `counted`, `done` and
    `missing`; `visits_behind` gives the very visits. One statement.
    """
    return Due.objects.under(paths).within(period).tallied()


def duties_by_agency(paths: Sequence[str], period: Period, *, on: date) -> dict[int, Tally]:
    """The tally of each agency below these paths, for all its link points, without families."""
    rows = Due.objects.of_agencies(paths).of_groups().within(period)
    tallied = rows.values_list("agency_id").annotate(**_sums(on))
    return {agency: Tally(owed, done, late) for agency, owed, done, late in tallied}


def tally(rows: DueQuerySet, *, on: date) -> Tally:
    """All of these rows together."""
    found = rows.aggregate(**_sums(on))
    return Tally(*(found[name] or 0 for name in ("sum_owed", "sum_done", "sum_late")))


def visits_behind(due: Due) -> QuerySet[Visit]:
    """The very visits that counted for this row, by the same function that counted them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unnest(visits) FROM rounds_due WHERE key = %s AND first_on = %s"
            " AND duty_id = %s AND agency_id = %s",
            [due.key, due.first_on, due.duty_id, due.agency_id],
        )
        keys = [key for (key,) in cursor.fetchall()]
    return Visit.objects.filter(pk__in=keys).select_related("agency", "link_point")


def duties_in_force(on: date) -> QuerySet[VisitDuty]:
    """Rows that hold on this day, general ones first."""
    return (
        VisitDuty.objects.filter(valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .select_related("division")
        .order_by(F("division__code").asc(nulls_first=True), "who", "-valid_from")
    )


def missed_and_not_noted(*, from_on: date, before: date) -> list[Due]:
    """Slots that ended in these days (the last one not included) without their visits."""
    found = list(
        Due.objects.filter(
            last_on__gte=from_on, last_on__lt=before, counted__lt=F("owed")
        ).order_by("key")
    )
    noted = set(
        MissedDuty.objects.filter(last_on__gte=from_on, last_on__lt=before).values_list(
            "duty_id", "group_id", "pair_id", "agency_id", "first_on"
        )
    )
    return [
        due
        for due in found
        if (due.duty_id, due.group_id, due.pair_id, due.agency_id, due.first_on) not in noted
    ]


def missed_but_done(visit: Visit) -> list[int]:
    """Keys of what was noted as missed at this visit's link point and is complete by now, locked."""
    noted = list(
        MissedDuty.objects.select_for_update()
        .filter(
            link_point=visit.link_point_id,
            first_on__lte=visit.visited_on,
            last_on__gte=visit.visited_on,
            made_good_on__isnull=True,
        )
        .order_by("pk")
    )
    if not noted:
        return []
    done = {
        (due.duty_id, due.group_id, due.pair_id, due.agency_id, due.first_on)
        for due in Due.objects.filter(
            link_point=visit.link_point_id,
            first_on__lte=visit.visited_on,
            last_on__gte=visit.visited_on,
            counted__gte=F("owed"),
        )
    }
    return [
        row.pk
        for row in noted
        if (row.duty_id, row.group_id, row.pair_id, row.agency_id, row.first_on) in done
    ]


def _sums(on: date) -> dict[str, Sum]:
    done, missing = Least(F("counted"), F("owed")), Greatest(F("owed") - F("counted"), 0)
    return {
        "sum_owed": Sum("owed"),
        "sum_done": Sum(done),
        "sum_late": Sum(Case(When(last_on__lt=on, then=missing), default=Value(0))),
    }
