"""Plan a leader's round, see its stops visited or skipped, and bring it to its end."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from assistance.rounds import queries, rules
from assistance.rounds.events import RoundDone, RoundPlanned, StopVisited
from assistance.rounds.models import LeaderRound, RoundStop
from assistance.rounds.rules import NewStop
from assistance.visits.models import Visit
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import identifiers
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason

STOP_ORIGIN = "rounds.stop:"


@transaction.atomic
def plan_round(
    *,
    by: User,
    organiser: Organisation,
    theme: str,
    leader_name: str,
    starts_on: date,
    ends_on: date,
    stops: Sequence[NewStop],
    leader: User | None = None,
    accompanying: str = "",
    gathers_at: str = "",
) -> LeaderRound:
    """Plan where a leader goes on which days, in the order of the stops."""
    rules.check_round(
        theme=theme,
        leader_name=leader_name,
        starts_on=starts_on,
        ends_on=ends_on,
        organiser=organiser,
    )
    rules.check_stops(stops, starts_on=starts_on, ends_on=ends_on)
    tour = LeaderRound.objects.create(
        theme=theme.strip(),
        leader_name=leader_name.strip(),
        leader=leader,
        organiser=organiser,
        accompanying=accompanying.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        gathers_at=gathers_at.strip(),
        planned_by=by,
    )
    RoundStop.objects.bulk_create(_stops(tour, stops))
    record(
        by,
        "rounds.round_planned",
        tour,
        starts_on=starts_on,
        ends_on=ends_on,
        stops=[stop.link_point.pk for stop in stops],
    )
    publish(RoundPlanned(round_id=tour.pk, starts_on=starts_on, ends_on=ends_on))
    return tour


@transaction.atomic
def change_round(
    *,
    by: User,
    round: LeaderRound,  # noqa: A002 -- the word of the field
    theme: str,
    leader_name: str,
    starts_on: date,
    ends_on: date,
    stops: Sequence[NewStop],
    leader: User | None = None,
    accompanying: str = "",
    gathers_at: str = "",
) -> LeaderRound:
    """Change a round: its stops that wait are planned anew, those visited or skipped stay."""
    tour = queries.locked_round(round.pk)
    _check_open(tour)
    settled = list(tour.stops.exclude(state=RoundStop.State.PLANNED).select_related("link_point"))
    rules.check_round(
        theme=theme,
        leader_name=leader_name,
        starts_on=starts_on,
        ends_on=ends_on,
        organiser=tour.organiser,
    )
    if stops or not settled:
        rules.check_stops(stops, starts_on=starts_on, ends_on=ends_on)
    outside = next((s for s in settled if not starts_on <= s.planned_on <= ends_on), None)
    if outside:
        raise RuleBroken(
            "stop_outside_round",
            f"“{outside.link_point}”已于{outside.planned_on}办结，行程日期应包括这一天",
            fields={"starts_on": f"应包括{outside.planned_on}"},
        )
    taken = {(stop.link_point_id, stop.planned_on) for stop in settled}
    again = next((s for s in stops if (s.link_point.pk, s.planned_on) in taken), None)
    if again:
        raise RuleBroken("stop_twice", f"“{again.link_point}”在{again.planned_on}已经办结")
    tour.theme, tour.leader_name, tour.leader = theme.strip(), leader_name.strip(), leader
    tour.accompanying, tour.gathers_at = accompanying.strip(), gathers_at.strip()
    tour.starts_on, tour.ends_on = starts_on, ends_on
    tour.save()
    tour.stops.filter(state=RoundStop.State.PLANNED).delete()
    RoundStop.objects.bulk_create(_stops(tour, stops, after=len(settled)))
    record(
        by,
        "rounds.round_changed",
        tour,
        starts_on=starts_on,
        ends_on=ends_on,
        stops=[stop.link_point.pk for stop in stops],
    )
    return tour


@transaction.atomic
def fulfil_stops(visit_id: int) -> list[RoundStop]:
    """A visit on record fulfils the stops of its link point on its day; told again, nothing more.

    One that was recorded from a stop's own button (`rounds.stop:<number>`) fulfils that stop, though
    the leader may have come on another day.
    """
    visit = Visit.objects.get(pk=visit_id)
    asked = visit.origin.removeprefix(STOP_ORIGIN)
    named = int(asked) if visit.origin.startswith(STOP_ORIGIN) and asked.isdecimal() else None
    stops = queries.locked_stops_of(visit, named)
    for stop in stops:
        stop.state, stop.visit, stop.skip_reason = RoundStop.State.VISITED, visit, ""
        stop.save(update_fields=["state", "visit", "skip_reason"])
        record(None, "rounds.stop_visited", stop, visit=visit.pk)
        publish(StopVisited(round_id=stop.round_id, stop_id=stop.pk, visit_id=visit.pk))
    LeaderRound.objects.filter(
        pk__in=[stop.round_id for stop in stops], state=LeaderRound.State.PLANNED
    ).update(state=LeaderRound.State.UNDER_WAY)
    return stops


@transaction.atomic
def skip_stop(*, by: User, stop: RoundStop, reason: str) -> RoundStop:
    """Say why a stop was not visited. A visit recorded later takes its place."""
    _check_open(queries.locked_round(stop.round_id))
    stop = queries.locked_stop(stop.pk)
    if stop.state != RoundStop.State.PLANNED:
        raise RuleBroken("stop_settled", f"这个点{stop.get_state_display()}，无需再登记")
    stop.state, stop.skip_reason = (
        RoundStop.State.SKIPPED,
        check_reason(reason, most=rules.LONGEST_REASON),
    )
    stop.save(update_fields=["state", "skip_reason"])
    record(by, "rounds.stop_skipped", stop, reason=stop.skip_reason)
    return stop


@transaction.atomic
def finish_round(*, by: User, round: LeaderRound) -> LeaderRound:  # noqa: A002 -- the word of the field
    """End a round of which every stop was visited, or skipped with a reason."""
    tour = queries.locked_round(round.pk)
    states = list(tour.stops.values_list("state", flat=True))
    rules.check_finish(state=tour.state, waiting=states.count(RoundStop.State.PLANNED))
    tour.state = LeaderRound.State.DONE
    tour.save(update_fields=["state"])
    visited, skipped = (states.count(one) for one in (RoundStop.State.VISITED, "skipped"))
    record(by, "rounds.round_done", tour, visited=visited, skipped=skipped)
    publish(RoundDone(round_id=tour.pk, visited=visited, skipped=skipped))
    return tour


@transaction.atomic
def cancel_round(*, by: User, round: LeaderRound, reason: str) -> LeaderRound:  # noqa: A002 -- the word of the field
    """Call a round off before its first stop."""
    tour = queries.locked_round(round.pk)
    _check_open(tour)
    if tour.stops.filter(state=RoundStop.State.VISITED).exists():
        raise RuleBroken("round_begun", "已有走访过的点，不能取消；未去的点请写明原因后结束行程")
    tour.state = LeaderRound.State.CANCELLED
    tour.save(update_fields=["state"])
    record(
        by, "rounds.round_cancelled", tour, reason=check_reason(reason, most=rules.LONGEST_REASON)
    )
    return tour


@transaction.atomic
def begin_rounds(on: date) -> int:
    """The day of a planned round has come: it is under way."""
    return LeaderRound.objects.filter(state=LeaderRound.State.PLANNED, starts_on__lte=on).update(
        state=LeaderRound.State.UNDER_WAY
    )


def _check_open(tour: LeaderRound) -> None:
    if tour.state in {LeaderRound.State.DONE, LeaderRound.State.CANCELLED}:
        raise RuleBroken("round_closed", f"行程{tour.get_state_display()}，不能再改")


def _stops(tour: LeaderRound, stops: Sequence[NewStop], *, after: int = 0) -> list[RoundStop]:
    return [
        RoundStop(
            round=tour,
            link_point=stop.link_point,
            planned_on=stop.planned_on,
            planned_at=stop.planned_at,
            place=number,
            contact=stop.contact.strip(),
            contact_phone=_phone(stop.contact_phone, number - after - 1),
            to_see=stop.to_see.strip(),
        )
        for number, stop in enumerate(stops, after + 1)
    ]


def _phone(text: str, row: int) -> str:
    if not text.strip():
        return ""
    try:
        return identifiers.mobile(text)
    except RuleBroken as broken:
        raise RuleBroken(
            broken.code,
            f"第{row + 1}站：{broken.message}",
            fields={f"stops.{row}.contact_phone": broken.message},
        ) from broken
