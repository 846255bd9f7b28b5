"""Rounds of leaders: lists, locks, and the leaders who have not gone."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from assistance.pairing.models import PairingGroup
from assistance.rounds.models import Due, LeaderRound, RoundStop, VisitDuty
from assistance.rounds.models.tours import RoundQuerySet
from assistance.visits.models import Visit
from ground.accounts.models import User
from ground.kernel.errors import RuleBroken


def locked_round(pk: int) -> LeaderRound:
    return (
        LeaderRound.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=pk)
    )


def locked_stop(pk: int) -> RoundStop:
    """The stop as it is now. Replanned in between: a broken rule."""
    stop = RoundStop.objects.select_for_update().filter(pk=pk).first()
    if stop is None:
        raise RuleBroken("stop_gone", "这个点刚刚被改动，请返回行程重新打开")
    return stop


def locked_stops_of(visit: Visit, named: int | None) -> list[RoundStop]:
    """Stops without a visit that this visit fulfils: of its place and day, or the one it was begun from."""
    matched = Q(planned_on=visit.visited_on)
    if named is not None:
        matched |= Q(pk=named)
    return list(
        RoundStop.objects.select_for_update()
        .filter(
            matched,
            link_point=visit.link_point_id,
            visit__isnull=True,
            round__state__in=[LeaderRound.State.PLANNED, LeaderRound.State.UNDER_WAY],
        )
        .order_by("pk")
    )


def rounds_in_lists(rows: RoundQuerySet) -> QuerySet[LeaderRound]:
    """Rounds with their organiser and how many stops there are, visited, skipped, waiting."""
    state = RoundStop.State
    return rows.select_related("organiser").annotate(
        stop_count=Count("stops"),
        visited_count=Count("stops", filter=Q(stops__state=state.VISITED)),
        skipped_count=Count("stops", filter=Q(stops__state=state.SKIPPED)),
        waiting_count=Count("stops", filter=Q(stops__state=state.PLANNED)),
    )


def stops_in_order(tour: LeaderRound) -> QuerySet[RoundStop]:
    return tour.stops.select_related("link_point", "visit").order_by("planned_on", "place", "pk")


def leaders_not_gone(user: User, permission: str, *, on: date) -> QuerySet[PairingGroup]:
    """Groups whose leader (挂点领导) has not been there in the slot of this day, in scope."""
    waiting = Due.objects.visible_to(user, permission).filter(
        who=VisitDuty.Who.LINK_LEADER, first_on__lte=on, last_on__gte=on, counted=0
    )
    return (
        PairingGroup.objects.visible_to(user, permission)
        .filter(state=PairingGroup.State.ACTIVE, pk__in=waiting.values("group_id"))
        .select_related("link_point", "lead_agency")
    )
