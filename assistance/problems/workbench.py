"""What waits: to register, to give out, to ask and strike off; for an agency, its problems; red ones."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from assistance.problems import looks, permissions, queries
from assistance.problems.models import EnterpriseProblem
from ground.accounts.models import User
from ground.accounts.roles import Role
from ground.kernel import clock
from ground.web.workbench import Chart, Tile, Urgency, Waiting, charted, figures, waiting

MOST = 10
State = EnterpriseProblem.State
OFFICE_STEPS = [  # state, what to do about it, the permission that it needs
    (State.COLLECTED, "登记", permissions.REGISTER_PROBLEM),
    (State.REGISTERED, "交办", permissions.DISPATCH_PROBLEM),
    (State.ANSWERED, "请企业确认", permissions.ASK_CONFIRMATION),
    (State.CONFIRMED, "销号", permissions.CLOSE_PROBLEM),
]


@waiting(order=13, permission=permissions.REGISTER_PROBLEM)
def problems_of_the_office(user: User) -> list[Waiting]:
    """What the office has to move on, by the day on which it should have."""
    today, words = clock.today(), {state: verb for state, verb, _ in OFFICE_STEPS}
    rows = EnterpriseProblem.objects.overseen_by(user, permissions.REGISTER_PROBLEM.code)
    problems = (
        queries.with_the_office(rows.filter(state__in=list(words)), today)
        .select_related("link_point")
        .order_by("step_due_on", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"{words[State(one.state)]}：{one.link_point}（{one.get_category_display()}）",
            url=reverse("problems:problem", args=[one.pk]),
            detail=" · ".join(filter(None, [one.mark, one.return_reason])),
            since=one.step_due_on,
            urgency=_urgency(one, today),
            group=f"待{words[State(one.state)]}问题",
        )
        for one in problems
    ]


@waiting(order=14, permission=permissions.SEE_PROBLEMS)
def problems_with_lights(user: User) -> list[Waiting]:
    """For leaders: what is red, and what an enterprise was dissatisfied with twice."""
    if Role.LEADER not in user.roles:
        return []
    today = clock.today()
    rows = EnterpriseProblem.objects.visible_to(user, permissions.SEE_PROBLEMS.code).standing()
    red = queries.problems_in_lists(rows, today).filter(light__gte=looks.RED)
    return [
        Waiting(
            title=f"{one.link_point}：{one.description[:30]}",
            url=reverse("problems:problem", args=[one.pk]),
            detail="企业两次不满意" if one.for_leader_on else looks.light_words(one.light),
            since=one.for_leader_on or one.due_on,
            urgency=Urgency.OVERDUE,
            group="红牌问题",
        )
        for one in red.order_by("-light", "raised_on", "pk")[:MOST]
    ]


@figures(order=12, permission=permissions.SEE_PROBLEMS)
def problems_standing(user: User) -> list[Tile]:
    rows = EnterpriseProblem.objects.visible_to(user, permissions.SEE_PROBLEMS.code)
    year = clock.today().year
    counted = rows.aggregate(
        standing=Count("pk", filter=~Q(state__in=EnterpriseProblem.ENDED)),
        overdue=Count("pk", filter=queries.overdue(clock.today())),
        closed=Count("pk", filter=Q(state=State.CLOSED, ended_on__year=year)),
    )
    url = reverse("problems:list")
    return [
        Tile("未销号企业问题", counted["standing"], "个", f"{url}?state=standing"),
        Tile(
            "超期企业问题",
            counted["overdue"],
            "个",
            f"{url}?state=overdue",
            tone="bad" if counted["overdue"] else "",
        ),
        Tile("本年销号企业问题", counted["closed"], "个", f"{url}?state=closed"),
    ]


@charted(order=12, permission=permissions.SEE_PROBLEMS)
def problems_by_category(user: User) -> Chart | None:
    rows = EnterpriseProblem.objects.visible_to(user, permissions.SEE_PROBLEMS.code).standing()
    counted = rows.order_by().values("category").annotate(number=Count("pk"))
    numbers = {row["category"]: row["number"] for row in counted}
    bars = [(label, numbers.get(value, 0)) for value, label in EnterpriseProblem.Category.choices]
    return Chart("未销号企业问题", "个", bars, url=reverse("problems:board"))


def _urgency(problem: EnterpriseProblem, today: date) -> Urgency:
    if problem.step_due_on and problem.step_due_on < today:
        return Urgency.OVERDUE
    return Urgency.SOON if problem.step_due_on == today else Urgency.LATER
