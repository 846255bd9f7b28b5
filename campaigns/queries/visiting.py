"""Visiting groups, their routes, who waits for a visit, who of the leaders visited whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from assistance.households.models import FamilyPair, Member
from assistance.households.queries import pairs_to_visit
from campaigns.models import (
    Campaign,
    CondolenceItem,
    Enrolment,
    EnrolmentQuerySet,
    VisitGroup,
    VisitGroupMember,
    VisitRoute,
    VisitRouteQuerySet,
    VisitTarget,
    VisitTargetQuerySet,
)
from campaigns.rules.states import HOLDING
from ground.accounts.models import User

State = VisitTarget.State
ON_ROUTE = (State.PLANNED, State.VISITED)


def free_to_visit(campaign: Campaign) -> EnrolmentQuerySet:
    """Who is approved and on no route, in the order of the areas: division, unit, then as listed."""
    on_route = VisitTarget.objects.filter(enrolment=OuterRef("pk"), state__in=ON_ROUTE)
    return (
        Enrolment.objects.filter(campaign=campaign, state__in=HOLDING)
        .filter(Q(file__isnull=False) | ~Q(person_name=""))
        .filter(~Exists(on_route))
        .order_by("unit__division__code", "unit__path", "pk")
    )


def free_by_unit(campaign: Campaign) -> list[tuple[int, str, int]]:
    """Units with how many wait for a route: (key, name, number)."""
    rows = (
        free_to_visit(campaign)
        .order_by("unit__division__code", "unit__path")
        .values_list("unit_id", "unit__name")
        .annotate(number=Count("pk"))
    )
    return list(rows)


def groups_of(campaign: Campaign) -> "QuerySet[VisitGroup]":
    return campaign.visit_groups.select_related("agency", "area").prefetch_related("members")


def with_counts(routes: VisitRouteQuerySet) -> Any:
    """Routes with their group, and how many are on them, were visited, were missed, and the cash."""
    return routes.select_related("group__agency", "group__campaign").annotate(
        number=Count("targets"),
        visited=Count("targets", filter=Q(targets__state=State.VISITED)),
        missed=Count("targets", filter=Q(targets__state=State.MISSED)),
        loaded=Count("targets", filter=Q(targets__is_loaded=True)),
        cash=Sum("targets__cash"),
    )


def routes_of_person(user: User, on: date, permission: str) -> VisitRouteQuerySet:
    """The routes of a day that this person goes along; those of the own agency where there is none."""
    seen = VisitRoute.objects.visible_to(user, permission).filter(on=on)
    goes = VisitGroupMember.objects.filter(
        Q(user=user) | Q(cadre__user=user), group=OuterRef("group")
    )
    own = seen.filter(Exists(goes))
    return own if own.exists() else seen.filter(group__agency=user.organisation_id)


def on_route(targets: VisitTargetQuerySet) -> Any:
    """Targets with whom, what they get, and what was ticked: a constant number of queries."""
    holder = Member.objects.filter(
        file=OuterRef("enrolment__file"), relation=Member.Relation.HOLDER
    )
    items = CondolenceItem.objects.select_related("line__goods").order_by("line", "pk")
    return (
        targets.select_related(
            "enrolment__campaign",
            "enrolment__unit",
            "enrolment__file",
            "enrolment__member",
            "enrolment__payment",
            "led_by",
            "visit",
        )
        .annotate(holder_name=Subquery(holder.order_by().values("name")[:1]))
        .prefetch_related(Prefetch("enrolment__items", items), "enrolment__ticks")
    )


def locked_target(pk: int) -> VisitTarget:
    """A target as it is now; its campaign is locked already."""
    return (
        VisitTarget.objects.select_for_update(of=("self",), no_key=True)
        .select_related("route__group__agency", "enrolment__unit", "enrolment__file", "led_by")
        .get(pk=pk)
    )


def locked_targets(route: VisitRoute) -> list[VisitTarget]:
    rows = VisitTarget.objects.filter(route=route).select_for_update(of=("self",), no_key=True)
    return list(rows.select_related("enrolment").order_by("place", "pk"))


def going_elsewhere(group: VisitGroup, on: date, people: Collection[str]) -> list[tuple[str, str]]:
    """Whoever of these people goes with another group of the campaign on a day: (name, group)."""
    others = VisitGroupMember.objects.filter(
        who__in=people, group__campaign=group.campaign_id, group__routes__on=on
    ).exclude(group=group)
    return list(others.order_by("pk").values_list("name", "group__name"))


def pair_of_visit(by: User, target: VisitTarget) -> FamilyPair | None:
    """The pair of the family with a cadre of the visiting agency, where this person records its visits."""
    if target.enrolment.file_id is None:
        return None
    return (
        pairs_to_visit(by)
        .filter(
            file=target.enrolment.file_id,
            cadre__agency=target.route.group.agency_id,
            from_on__lte=target.route.on,
        )
        .select_related("cadre__agency", "file__unit")
        .order_by("pk")
        .first()
    )


def under_way(campaign: Campaign) -> int:
    """How many targets have goods that left the store and are neither handed over nor back."""
    return VisitTarget.objects.filter(enrolment__campaign=campaign, is_loaded=True).count()


@dataclass(frozen=True)
class LeaderLine:
    """A leader's visits (领导走访慰问): families, cash, goods by value."""

    name: str
    post: str
    level: str
    group: str
    families: int
    cash: Decimal
    goods: Decimal


@dataclass(frozen=True)
class Visiting:
    """What was visited in a campaign (domain.md, 5.7)."""

    groups: int
    routes: int
    families: int
    missed: int
    waiting: int
    cash: Decimal
    leaders: list[LeaderLine]


def visiting_of(campaign: Campaign) -> Visiting:
    """The figures of visits, and who of the leaders visited how many. Three queries."""
    targets = VisitTarget.objects.filter(enrolment__campaign=campaign)
    told = targets.aggregate(
        families=Count("pk", filter=Q(state=State.VISITED)),
        missed=Count("pk", filter=Q(state=State.MISSED)),
        waiting=Count("pk", filter=Q(state=State.PLANNED)),
        cash=Sum("cash"),
        routes=Count("route", distinct=True),
        groups=Count("route__group", distinct=True),
    )
    visited = targets.filter(state=State.VISITED, led_by__isnull=False).order_by()
    worth = F("enrolment__items__handed") * F("enrolment__items__line__unit_value")
    goods = dict(visited.values_list("led_by").annotate(sum=Sum(worth)))
    rows = visited.values_list(
        "led_by", "led_by__name", "led_by__post", "led_by__level", "led_by__group__name"
    ).annotate(n=Count("pk"), c=Sum("cash"))
    levels = list(VisitGroupMember.Level.values)
    leaders = [
        LeaderLine(
            name,
            post,
            VisitGroupMember.Level(level).label,
            group,
            number,
            cash or Decimal(0),
            goods.get(pk) or Decimal(0),
        )
        for pk, name, post, level, group, number, cash in sorted(
            rows, key=lambda row: (levels.index(row[3]), row[0])
        )
    ]
    return Visiting(
        groups=told["groups"],
        routes=told["routes"],
        families=told["families"],
        missed=told["missed"],
        waiting=told["waiting"],
        cash=told["cash"] or Decimal(0),
        leaders=leaders,
    )
