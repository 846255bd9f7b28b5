"""Facts of rounds for a period: visits owed and done, places covered, leaders gone and not gone."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from assistance.pairing.models import PairingGroup
from assistance.rounds import queries, rules
from assistance.rounds.models import Due, DueQuerySet, RoundStop, VisitDuty
from assistance.visits.models import Visit
from ground.accounts.models import Organisation, below
from ground.briefs.facts import Record, Rows, fact
from ground.kernel.periods import Period


def _dues(area: Organisation, period: Period) -> DueQuerySet:
    """What is owed to the link points of an area in the whole slots of a period."""
    return (
        Due.objects.filter(below("link_point_path", [area.path]))
        .within(period)
        .tallied()
        .select_related("agency", "link_point")
        .order_by("last_on", "key")
    )


def _record(due: Due) -> Record:
    slot = rules.slot_label(due.first_on, due.every)
    label = f"{slot} {due.agency.name} → {due.link_point.name}：{due.counted}/{due.owed}次"
    url = f"{reverse('rounds:calendar')}?month={due.last_on:%Y-%m}&q={due.link_point.name}"
    return Record(label, url)


@fact("rounds.visits_due", label="应走访", unit="次", order=32)
def visits_due(area: Organisation, period: Period) -> Rows:
    return Rows(queryset=_dues(area, period), record=_record, amount="owed")


@fact("rounds.visits_done", label="按要求已走访", unit="次", order=33)
def visits_done(area: Organisation, period: Period) -> Rows:
    done = _dues(area, period).filter(counted__gt=0)
    return Rows(queryset=done, record=_record, amount="done")


@fact("rounds.duties_missed", label="应走访而未走访", unit="次", order=34)
def duties_missed(area: Organisation, period: Period) -> Rows:
    missing = _dues(area, period).filter(counted__lt=F("owed"))
    return Rows(queryset=missing, record=_record, amount="missing")


def _places_gone_to(period: Period) -> "QuerySet[Visit, Any]":
    gone = Visit.objects.filter(visited_on__range=(period.starts_on, period.ends_on))
    return gone.exclude(state=Visit.State.RETURNED).values("link_point_id")


@fact("rounds.points_covered", label="走访到的双联点", unit="个", order=35)
def points_covered(area: Organisation, period: Period) -> Rows:
    """Places that stood linked in the period and were visited in it."""
    points = queries.linked_points([area.path], period)
    return Rows(
        queryset=points.filter(pk__in=_places_gone_to(period)).order_by("path"), record=_point
    )


@fact("rounds.points_not_covered", label="没有走访到的双联点", unit="个", order=36)
def points_not_covered(area: Organisation, period: Period) -> Rows:
    points = queries.linked_points([area.path], period)
    return Rows(
        queryset=points.exclude(pk__in=_places_gone_to(period)).order_by("path"), record=_point
    )


@fact("rounds.leader_stops", label="领导集中走访", unit="点次", order=37)
def leader_stops(area: Organisation, period: Period) -> Rows:
    stops = (
        RoundStop.objects.filter(
            below("link_point__path", [area.path]),
            state=RoundStop.State.VISITED,
            visit__visited_on__range=(period.starts_on, period.ends_on),
        )
        .select_related("round", "link_point", "visit")
        .order_by("visit__visited_on", "pk")
    )
    return Rows(
        queryset=stops,
        record=lambda stop: Record(
            f"{stop.visit.visited_on} {stop.round.leader_name} → {stop.link_point.name}",
            reverse("visits:visit", args=[stop.visit_id]),
        ),
    )


@fact("rounds.leaders_not_gone", label="挂点领导没有去的双联点", unit="个", order=38)
def leaders_not_gone(area: Organisation, period: Period) -> Rows:
    """Groups whose leader went in none of the whole slots of the period."""
    owed = _dues(area, period).filter(who=VisitDuty.Who.LINK_LEADER)
    gone = owed.filter(counted__gt=0)
    groups = (
        PairingGroup.objects.filter(pk__in=owed.order_by().values("group_id"))
        .exclude(pk__in=gone.order_by().values("group_id"))
        .select_related("link_point")
        .order_by("pk")
    )
    return Rows(
        queryset=groups,
        record=lambda group: Record(
            f"{group.link_leader} → {group.link_point.name}",
            reverse("pairing:group", args=[group.pk]),
        ),
    )


def _point(point: Organisation) -> Record:
    return Record(point.name, f"{reverse('visits:list')}?link_point={point.pk}")
