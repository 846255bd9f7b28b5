"""Reads of the routes: which hold where, who lays them down."""

from datetime import date

from django.db.models import Count, Q

from assistance.editions.models import divisions_kept
from assistance.households.models import Route
from assistance.households.models.routes import RouteQuerySet
from assistance.households.permissions import KEEP_ROUTES
from ground.accounts.models import User
from ground.kernel.errors import RuleBroken
from ground.places.models import Division


def may_lay_down(user: User, division: Division | None) -> bool:
    """Whether this person's offices answer for the area."""
    kept = divisions_kept(user, KEEP_ROUTES.code)
    return kept is None or (division is not None and division.pk in kept)


def locked_route(route: Route) -> Route:
    """The route as it is now, held with all of its area, so that one day has one route."""
    rows = Route.objects.select_for_update(of=("self",)).select_related("division")
    every = rows.filter(division=route.division_id).order_by("pk")
    found = next((row for row in every if row.pk == route.pk), None)
    if found is None:
        raise RuleBroken("route_gone", "这份流程已被删除，请刷新列表")
    return found


def in_force(routes: RouteQuerySet, on: date) -> RouteQuerySet:
    """The newest of each area that has begun by a day: what a file submitted then is put on."""
    begun = Q(state=Route.State.PUBLISHED, valid_from__lte=on)
    newest = (
        Route.objects.filter(begun)
        .order_by("division_id", "-valid_from")
        .distinct("division_id")
        .values("pk")
    )
    return routes.filter(pk__in=newest)


def routes_in_lists(routes: RouteQuerySet) -> RouteQuerySet:
    """Routes with their area and how many files run on them now."""
    return routes.select_related("division", "made_by", "published_by").annotate(
        running=Count("files", filter=Q(files__state="underway"), distinct=True)
    )
