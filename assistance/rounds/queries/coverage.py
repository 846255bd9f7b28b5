"""How much of an area, or of an agency's link points, was visited in each month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from assistance.pairing.models import PairingGroup
from assistance.pairing.queries import groups_standing
from assistance.visits.models import Visit
from ground.accounts.models import Organisation
from ground.kernel.periods import Period

# Link points that stand linked in a month, by area (the beginning of their path) or by agency; and
# those of them that somebody (the agency itself) visited in that month.
BY_AREA = """
WITH months AS (
    SELECT first::date AS first_on, (first + interval '1 month - 1 day')::date AS last_on
      FROM generate_series(%(first)s::date, %(last)s::date, interval '1 month') AS first
), points AS (
    SELECT DISTINCT months.first_on, left(lp.path, %(width)s) AS area, lp.id
      FROM pairing_pairinggroup g
      JOIN accounts_organisation lp ON lp.id = g.link_point_id
      JOIN months ON g.starts_on <= months.last_on
                 AND (g.ends_on IS NULL OR g.ends_on >= months.first_on)
     WHERE g.state <> 'proposed' AND lp.path LIKE ANY (%(paths)s)
), visited AS (
    SELECT DISTINCT link_point_id, date_trunc('month', visited_on)::date AS first_on
      FROM visits_visit WHERE visited_on BETWEEN %(first)s AND %(last)s AND state <> 'returned'
)
SELECT area, points.first_on, count(*), count(visited.link_point_id)
  FROM points LEFT JOIN visited
    ON visited.link_point_id = points.id AND visited.first_on = points.first_on
 GROUP BY 1, 2 ORDER BY 1, 2
"""
BY_AGENCY = """
WITH months AS (
    SELECT first::date AS first_on, (first + interval '1 month - 1 day')::date AS last_on
      FROM generate_series(%(first)s::date, %(last)s::date, interval '1 month') AS first
), points AS (
    SELECT DISTINCT months.first_on, m.agency_id, g.link_point_id
      FROM pairing_groupmember m
      JOIN pairing_pairinggroup g ON g.id = m.group_id
      JOIN months ON greatest(g.starts_on, m.joined_on) <= months.last_on
                 AND (g.ends_on IS NULL OR g.ends_on >= months.first_on)
                 AND (m.left_on IS NULL OR m.left_on > months.first_on)
     WHERE g.state <> 'proposed' AND m.agency_id = ANY (%(agencies)s)
), visited AS (
    SELECT DISTINCT agency_id, link_point_id, date_trunc('month', visited_on)::date AS first_on
      FROM visits_visit
     WHERE visited_on BETWEEN %(first)s AND %(last)s AND state <> 'returned'
       AND agency_id = ANY (%(agencies)s)
)
SELECT points.agency_id, points.first_on, count(*), count(visited.link_point_id)
  FROM points LEFT JOIN visited
    ON visited.link_point_id = points.link_point_id AND visited.first_on = points.first_on
   AND visited.agency_id = points.agency_id
 GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Cell:
    """One month: so many link points stood linked, and so many of them were visited."""

    points: int
    covered: int

    @property
    def share(self) -> float:
        return self.covered / self.points


def area_coverage(
    paths: Sequence[str], period: Period, *, width: int
) -> dict[str, dict[date, Cell]]:
    """By area (paths cut at `width`) and month's first day; months in which nothing stood are absent."""
    return _cells(BY_AREA, period, paths=[f"{path}%" for path in paths], width=width)


def agency_coverage(agencies: Sequence[int], period: Period) -> dict[int, dict[date, Cell]]:
    """By agency and month's first day: its own visits to its own link points."""
    return _cells(BY_AGENCY, period, agencies=list(agencies))


def linked_points(paths: Sequence[str], period: Period) -> QuerySet[Organisation]:
    """Link points below these paths that stood linked on some day of the period."""
    groups = PairingGroup.objects.filter(
        groups_standing(paths, starts_on=period.starts_on, ends_on=period.ends_on)
    )
    points: QuerySet[Organisation] = Organisation.objects.filter(
        pk__in=groups.order_by().values("link_point_id")
    )
    return points


def points_with_last_visit(
    points: QuerySet[Organisation], period: Period
) -> QuerySet[Organisation]:
    """Link points with `last_visited_on` (up to the period's end), `visits_within`, `led_by`.

    `quiet_since` is the last visit, and for those never visited the beginning of time: to sort by.
    """
    made = Visit.objects.filter(link_point=OuterRef("pk"), visited_on__lte=period.ends_on).exclude(
        state=Visit.State.RETURNED
    )
    within = made.filter(visited_on__gte=period.starts_on)
    groups = PairingGroup.objects.filter(
        link_point=OuterRef("pk"), state=PairingGroup.State.ACTIVE
    ).order_by("-year", "pk")
    last = Subquery(
        made.order_by().values("link_point").annotate(last=Max("visited_on")).values("last")
    )
    counted = within.order_by().values("link_point").annotate(n=Count("pk")).values("n")
    return points.annotate(
        last_visited_on=last,
        quiet_since=Coalesce(last, Value(date.min)),
        visits_within=Coalesce(Subquery(counted), Value(0)),
        led_by=Subquery(groups.values("lead_agency__name")[:1]),
    )


def _cells(statement: str, period: Period, **given: Any) -> dict[Any, dict[date, Cell]]:
    found: dict[Any, dict[date, Cell]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            statement, {"first": period.starts_on.replace(day=1), "last": period.ends_on, **given}
        )
        for key, first_on, points, covered in cursor.fetchall():
            found.setdefault(key, {})[first_on] = Cell(points, covered)
    return found
