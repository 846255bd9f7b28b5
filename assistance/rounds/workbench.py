"""What waits: visits still owed this month, agencies behind, stops of a round without a visit."""

from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse

from assistance.pairing.models import own_paths
from assistance.rounds import queries, rules
from assistance.rounds.models import Due, RoundStop, VisitDuty
from assistance.rounds.permissions import PLAN_ROUND, SEE_ROUNDS
from assistance.visits.permissions import RECORD_VISIT
from ground.accounts.models import User, below
from ground.accounts.roles import Role
from ground.kernel import clock
from ground.web.workbench import Tile, Urgency, Waiting, figures, waiting

MOST = 8
SOON_DAYS = 10


@waiting(order=20, permission=RECORD_VISIT)
def visits_owed(user: User) -> list[Waiting]:
    """What the agencies that this person is liaison of still owe this month, the form one click away.

    The offices above see who is behind, not every visit of every agency.
    """
    today = clock.today()
    month = rules.slot_of(today, 1)
    rows = (
        Due.objects.of_agencies(_liaison_of(user))
        .touching(month)
        .filter(last_on__gte=today, counted__lt=F("owed"))
        .select_related("link_point")
        .order_by("last_on", "key")[:MOST]
    )
    found = []
    for due in rows:
        left = (due.last_on - today).days
        family = due.pair_id is not None
        query = urlencode(
            {"link_point": due.link_point_id}
            | ({"kind": "concentrated"} if due.who in LEADERS else {})
        )
        url = (
            reverse("households:visit_home", args=[due.pair_id])
            if family
            else f"{reverse('visits:record')}?{query}"
        )
        where = f"{due.link_point.name}的结对家庭" if family else due.link_point.name
        found.append(
            Waiting(
                title=f"{'本月' if due.every == 1 else rules.slot_label(due.first_on, due.every)}"
                f"还应走访{where}{due.owed - due.counted}次",
                url=url,
                detail=f"{due.get_who_display()} · 截至{due.last_on.month}月{due.last_on.day}日",
                since=due.last_on,
                urgency=Urgency.SOON if left <= SOON_DAYS else Urgency.LATER,
                group="应走访",
            )
        )
    return found


def _liaison_of(user: User) -> tuple[str, ...]:
    held = user.memberships.filter(role=Role.LIAISON)
    return tuple(held.values_list("organisation__path", flat=True))


LEADERS = {VisitDuty.Who.LINK_LEADER, VisitDuty.Who.MAIN_LEADER}


@waiting(order=21, permission=PLAN_ROUND)
def agencies_behind(user: User) -> list[Waiting]:
    """Agencies that have not done what the slots of last month and of this one asked."""
    today = clock.today()
    late = (
        Due.objects.of_agencies(own_paths(user, PLAN_ROUND.code))
        .of_groups()
        .filter(
            last_on__lt=today,
            last_on__gte=rules.slot_of(today, 1).starts_on.replace(month=1, day=1),
            counted__lt=F("owed"),
        )
        .order_by()
        .values("agency")
        .distinct()
        .count()
    )
    if not late:
        return []
    return [
        Waiting(
            title="参联单位本年走访有欠账",
            url=f"{reverse('rounds:agencies')}?span=year",
            detail="按单位查看欠多少次、欠在哪里",
            urgency=Urgency.OVERDUE,
            group="应走访",
            count=late,
        )
    ]


@waiting(order=22, permission=PLAN_ROUND)
def stops_waiting(user: User) -> list[Waiting]:
    """Stops whose day is over, without a visit and without a reason."""
    stops = (
        RoundStop.objects.filter(
            below("round__organiser__path", own_paths(user, PLAN_ROUND.code)),
            state=RoundStop.State.PLANNED,
            planned_on__lt=clock.today(),
            round__state="under_way",
        )
        .select_related("round", "link_point")
        .order_by("planned_on", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"登记走访或说明未去：{stop.link_point.name}",
            url=reverse("rounds:tour", args=[stop.round_id]),
            detail=f"{stop.round.leader_name} · {stop.round.theme}",
            since=stop.planned_on,
            urgency=Urgency.OVERDUE,
            group="领导走访",
        )
        for stop in stops
    ]


@figures(order=12, permission=SEE_ROUNDS)
def share_covered(user: User) -> list[Tile]:
    """The share of this quarter's linked places that have been visited in it."""
    quarter = rules.slot_of(clock.today(), 3)
    points = queries.linked_points(user.scope(SEE_ROUNDS.code), quarter)
    number = points.count()
    if not number:
        return []
    visited = points.filter(
        visits_received__visited_on__range=(quarter.starts_on, quarter.ends_on)
    ).distinct()
    covered = visited.count()
    return [
        Tile(
            "本季度走访覆盖",
            f"{covered}/{number}",
            "个点",
            reverse("rounds:coverage"),
            note=f"还有{number - covered}个点没有去" if covered < number else "都去过了",
        )
    ]
