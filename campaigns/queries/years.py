"""Campaigns of one kind year by year, and the one that went before: a constant number of queries."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, DecimalField, F, Q, Sum

from campaigns.models import (
    Campaign,
    CampaignQuerySet,
    Enrolment,
    EnrolmentQuerySet,
    GoodsTally,
    Tally,
    VisitTarget,
)
from campaigns.queries.kinds import versions_seen
from campaigns.rules.running import ORIGIN
from campaigns.rules.states import ENDED, HOLDING, LIVE, PLACE
from campaigns.rules.years import YearFigures
from ground.accounts.models import Organisation, User, below
from ground.kernel.money import rounded

_MONEY: DecimalField[Decimal, Decimal] = DecimalField(max_digits=16, decimal_places=2)
# Visits name their campaign in words: they are counted by joining on those.
_VISITS = """
SELECT c.year, count(*), count(DISTINCT v.link_point_id) FILTER (WHERE o.kind = 'enterprise'),
       COALESCE(sum(v.condolence_cash), 0), COALESCE(sum(g.value), 0)
  FROM campaigns_campaign c
  JOIN visits_visit v ON v.origin = %(origin)s || c.id AND v.state = 'recorded'
  JOIN accounts_organisation o ON o.id = v.link_point_id
  LEFT JOIN (SELECT visit_id, sum(value) AS value FROM visits_visitgoods GROUP BY 1) g
    ON g.visit_id = v.id
 WHERE c.id = ANY(%(campaigns)s) GROUP BY c.year"""
# Somebody counts once in a year, in however many of its campaigns; the year before is the last one
# in which there was a campaign.
_AGAIN = """
WITH years AS (
    SELECT year, lag(year) OVER (ORDER BY year) AS before
      FROM (SELECT DISTINCT year FROM campaigns_campaign WHERE id = ANY(%(campaigns)s)) y
), helped AS MATERIALIZED (
    SELECT DISTINCT c.year, e.person_key
      FROM campaigns_enrolment e JOIN campaigns_campaign c ON c.id = e.campaign_id
     WHERE e.campaign_id = ANY(%(campaigns)s) AND e.state = ANY(%(holding)s)
       AND e.person_key <> '' AND e.person_key NOT LIKE %(place)s
), counted AS (SELECT year, count(*) AS number FROM helped GROUP BY 1)
SELECT y.year, COALESCE(n.number, 0), COALESCE(b.number, 0),
       (SELECT count(*) FROM helped h JOIN helped l USING (person_key)
         WHERE h.year = y.year AND l.year = y.before)
  FROM years y LEFT JOIN counted n ON n.year = y.year LEFT JOIN counted b ON b.year = y.before
 WHERE y.before IS NOT NULL"""
_DAYS = """
SELECT year, avg(days) FROM (
    SELECT c.year, max(p.settled_on) - c.published_on AS days
      FROM campaigns_campaign c
      JOIN campaigns_enrolment e ON e.campaign_id = c.id AND e.state = 'reached'
      JOIN aid_payment p ON p.id = e.payment_id
     WHERE c.id = ANY(%(campaigns)s) AND c.state = ANY(%(ended)s) GROUP BY c.id) told
 WHERE days IS NOT NULL GROUP BY year"""


def campaigns_of_kind(
    user: User, permission: str, *, kind: str, organiser: Organisation | None, alone: bool
) -> CampaignQuerySet:
    """The campaigns of a kind, in whatever version, that this person may steer; none that is being planned.

    Of an organiser and all below it, or of it `alone`; without one, of everybody in this person's scope.
    """
    rows = Campaign.objects.visible_to(user, permission).exclude(state=Campaign.State.PLANNED)
    rows = rows.filter(kind_version__kind__code=kind)
    tops = [organiser.path] if organiser else list(user.scope(permission))
    return (
        rows.filter(organiser__path__in=tops)
        if alone
        else rows.filter(below("organiser__path", tops))
    )


def kinds_held(user: User, permission: str) -> list[tuple[str, str]]:
    """Code and newest label of the kinds of which this person may steer a campaign that was published."""
    held = Campaign.objects.visible_to(user, permission).exclude(state=Campaign.State.PLANNED)
    codes = set(held.order_by().values_list("kind_version__kind__code", flat=True).distinct())
    return [(one.kind.code, one.label) for one in versions_seen(user) if one.kind.code in codes]


def predecessor_of(campaign: Campaign) -> Campaign | None:
    """The campaign of the same kind, in whatever version, and organiser with the latest earlier year.

    Years are those of the campaigns, not of their days: 送温暖 of 2008 begins in December 2007. One that
    is still being planned is none; of several in that year it is the one that began last.
    """
    earlier = _of_the_same(campaign).filter(year__lt=campaign.year)
    return earlier.order_by("-year", "-starts_on", "-pk").first()


def figures_by_year(campaigns: CampaignQuerySet) -> list[YearFigures]:
    """The figures of these campaigns, year by year, the earliest first. Eight queries."""
    keys: defaultdict[int, list[int]] = defaultdict(list)
    budgets: defaultdict[int, Decimal] = defaultdict(Decimal)
    for pk, year, budget in campaigns.order_by("pk").values_list("pk", "year", "budget"):
        keys[year].append(pk)
        budgets[year] += budget
    told: dict[int, dict[str, Any]] = {
        year: {"campaigns": tuple(keys[year]), "budget": budgets[year]} for year in sorted(keys)
    }
    among = sorted(pk for of_year in keys.values() for pk in of_year)
    parts = (_counted, _for_households, _goods, _visited, _by_sql)
    for counted in (part(among) for part in parts):
        for year, values in counted.items():
            for name, value in values.items():
                told[year][name] = told[year].get(name, 0) + value
    return [YearFigures(year=year, **values) for year, values in told.items()]


def narrowed_since(campaign: Campaign, rows: EnrolmentQuerySet, since: str) -> EnrolmentQuerySet:
    """Of a roster those approved who were approved in the year before too (`again`), or were not (`fresh`).

    `gone`: those approved here who are not so in the next year's campaign.
    """
    other = _of_the_same(campaign).order_by("-year")
    if since == "gone":
        year = other.filter(year__gt=campaign.year).values_list("year", flat=True).last()
    else:
        year = other.filter(year__lt=campaign.year).values_list("year", flat=True).first()
    rows = _helped(rows)
    if year is None:
        return rows if since == "fresh" else rows.none()
    helped = _helped(Enrolment.objects.filter(campaign__in=other.filter(year=year)))
    there = Q(person_key__in=helped.order_by().values("person_key"))
    return rows.filter(there if since == "again" else ~there)


def _helped(rows: EnrolmentQuerySet) -> EnrolmentQuerySet:
    helped = rows.filter(state__in=HOLDING).exclude(person_key="")
    return helped.exclude(person_key__startswith=PLACE)


def _of_the_same(campaign: Campaign) -> CampaignQuerySet:
    return Campaign.objects.filter(
        kind_version__kind=campaign.kind_version.kind_id, organiser=campaign.organiser_id
    ).exclude(state=Campaign.State.PLANNED)


def _counted(among: list[int]) -> Mapping[int, Mapping[str, Any]]:
    rows = Tally.objects.filter(campaign__in=among).order_by().values("campaign__year", "state")
    found: defaultdict[int, defaultdict[str, Any]] = defaultdict(lambda: defaultdict(int))
    for row in rows.annotate(
        n=Sum("number"), h=Sum("households"), p=Sum("people"), a=Sum("amount")
    ):
        year = found[row["campaign__year"]]
        if row["state"] in LIVE:
            year["listed"] += row["n"]
        if row["state"] in HOLDING:
            for name, column in (("approved", "n"), ("households", "h"), ("people", "p")):
                year[name] += row[column]
            year["held"] += row["a"]
        if row["state"] == Enrolment.State.REACHED:
            year["reached"] += row["n"]
            year["paid"] += row["a"]
    return found


def _for_households(among: list[int]) -> Mapping[int, Mapping[str, Any]]:
    rows = Enrolment.objects.filter(campaign__in=among, state__in=HOLDING, households__gt=0)
    return {
        year: {"for_households": amount}
        for year, amount in rows.order_by().values_list("campaign__year").annotate(Sum("amount"))
    }


def _goods(among: list[int]) -> Mapping[int, Mapping[str, Any]]:
    rows = GoodsTally.objects.filter(line__campaign__in=among).order_by()
    worth = Sum(F("handed") * F("line__unit_value"), output_field=_MONEY)
    return {
        year: {"goods": value}
        for year, value in rows.values_list("line__campaign__year").annotate(worth=worth)
    }


def _visited(among: list[int]) -> Mapping[int, Mapping[str, Any]]:
    targets = VisitTarget.objects.filter(
        enrolment__campaign__in=among, state=VisitTarget.State.VISITED
    )
    rows = targets.order_by().values_list("enrolment__campaign__year")
    return {
        year: {"visited": number, "cash": cash or Decimal(0)}
        for year, number, cash in rows.annotate(number=Count("pk"), cash=Sum("cash"))
    }


def _by_sql(among: list[int]) -> Mapping[int, Mapping[str, Any]]:
    found: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    asked: dict[str, Any] = {
        "campaigns": among,
        "origin": ORIGIN,
        "holding": list(HOLDING),
        "ended": list(ENDED),
        "place": f"{PLACE}%",
    }
    with connection.cursor() as cursor:
        cursor.execute(_VISITS, asked)
        for year, visits, enterprises, cash, goods in cursor.fetchall():
            found[year] |= {"visits": visits, "enterprises": enterprises}
            found[year] |= {"cash": cash, "goods": goods}
        cursor.execute(_AGAIN, asked)
        for year, number, before, again in cursor.fetchall():
            found[year] |= {"again": again, "fresh": number - again, "gone": before - again}
        cursor.execute(_DAYS, asked)
        for year, days in cursor.fetchall():
            found[year]["days"] = rounded(days)
    return found
