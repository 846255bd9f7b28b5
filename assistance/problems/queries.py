"""Reads worth a name, and the locks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from assistance.pairing.models import AssistanceTask, GroupMember, PairingGroup
from assistance.pairing.rules import LINK_POINTS
from assistance.planning.kinds import SERVES, Need
from assistance.problems.models import Answer, EnterpriseProblem, Knock
from ground.accounts.models import Organisation, User, below, up_from
from ground.places.models import Division
from ground.places.queries import local_rule, workdays_after

RECENT = timedelta(days=180)
MOST_SUGGESTED = 4
State = EnterpriseProblem.State


def locked_problem(pk: int) -> EnterpriseProblem:
    return EnterpriseProblem.objects.select_for_update().get(pk=pk)


def locked_problem_of_task(task_id: int) -> EnterpriseProblem | None:
    """The problem of which this is the present task, locked; None for any other task."""
    return EnterpriseProblem.objects.select_for_update().filter(task_id=task_id).first()


def problem_of_key(key: UUID) -> EnterpriseProblem | None:
    return EnterpriseProblem.objects.filter(key=key).first()


def office_of(link_point: Organisation) -> Organisation:
    """The office that takes in a link point's problems: the nearest above it, else the root."""
    way = up_from(link_point.path)
    offices = Organisation.objects.filter(path__in=way[:-1], kind=Organisation.Kind.LINK_OFFICE)
    nearest = offices.order_by("-depth").first()
    return nearest or Organisation.objects.get(path=way[0])


def next_number(office: Organisation, year: int) -> int:
    """The number after the last of this office and year, under the lock of the office's row.

    The lock ends with the transaction that uses the number, so that there are neither gaps nor
    twins; references to the office are not held up by it.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=office.pk)
    used = EnterpriseProblem.objects.filter(office=office, year=year)
    return (used.aggregate(last=Max("number"))["last"] or 0) + 1


def day_by(code: str, *, after: date, division: Division | None) -> date:
    """The day on which the working days that a local rule gives have passed."""
    return workdays_after(after, int(local_rule(code, on=after, division=division)))


def lead_agency_of(link_point: Organisation) -> Organisation | None:
    """The lead of the link point's active group, the newest first."""
    group = (
        PairingGroup.objects.filter(link_point=link_point, state=PairingGroup.State.ACTIVE)
        .select_related("lead_agency")
        .order_by("-year", "pk")
        .first()
    )
    return group.lead_agency if group else None


def others_of(problem: EnterpriseProblem) -> QuerySet[EnterpriseProblem]:
    """What the same enterprise has told beside: standing, or of the last half year; same kind first."""
    since = problem.raised_on - RECENT
    return (
        EnterpriseProblem.objects.filter(link_point=problem.link_point_id)
        .filter(Q(raised_on__gte=since) | ~Q(state__in=EnterpriseProblem.ENDED))
        .exclude(pk=problem.pk)
        .annotate(
            kin=Case(
                When(category=problem.category, then=Value(0)),
                default=Value(1),
                output_field=IntegerField(),
            )
        )
        .order_by("kin", "-raised_on", "-pk")
    )


def last_answer(problem: EnterpriseProblem) -> Answer | None:
    return Answer.objects.filter(problem=problem).order_by("-turn").first()


def locked_last_answer(problem: EnterpriseProblem) -> Answer | None:
    answers = Answer.objects.select_for_update().filter(problem=problem)
    return answers.order_by("-turn").first()


def with_light(rows: QuerySet[EnterpriseProblem], today: date) -> "QuerySet[Any]":
    """Problems with `light` 0–4 as tasks have it: 1 reminder, 2 yellow, 3 red, 4 with a leader.

    With an agency it is the task's; with the office, yellow from the day after the step was due.
    What the enterprise was dissatisfied with twice is with a leader until it ends.
    """
    return rows.annotate(
        light=Case(
            When(state__in=EnterpriseProblem.ENDED, then=Value(0)),
            When(for_leader_on__isnull=False, then=Value(4)),
            When(state__in=EnterpriseProblem.WITH_AGENCY, then=F("task__level")),
            When(step_due_on__lt=today, then=Value(2)),
            default=Value(0),
            output_field=IntegerField(),
        )
    )


def overdue(today: date) -> Q:
    """Condition: problems which somebody should have moved on before this day."""
    with_agency = Q(state__in=EnterpriseProblem.WITH_AGENCY, task__due_on__lt=today)
    return with_agency | Q(
        state__in=[State.COLLECTED, State.REGISTERED, State.CONFIRMED], step_due_on__lt=today
    )


def problems_in_lists(rows: QuerySet[EnterpriseProblem], today: date) -> "QuerySet[Any]":
    """Problems as lists show them: with their organisations, task, light and the last answer."""
    answers = Answer.objects.filter(problem=OuterRef("pk")).order_by("-turn")
    listed: QuerySet[Any] = (
        with_light(rows, today)
        .select_related("link_point", "office", "task__agency", "source_visit")
        .prefetch_related("task__shares__agency")
        .annotate(
            due_on=Case(
                When(state__in=EnterpriseProblem.WITH_AGENCY, then=F("task__due_on")),
                default=F("step_due_on"),
            ),
            rank=Case(
                When(state__in=EnterpriseProblem.ENDED, then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            ),
            last_answer=Coalesce(
                Subquery(answers.values("text")[:1]), Value(""), output_field=TextField()
            ),
            last_opinion=Coalesce(
                Subquery(answers.values("opinion")[:1]), Value(""), output_field=TextField()
            ),
            last_words=Coalesce(
                Subquery(answers.values("words")[:1]), Value(""), output_field=TextField()
            ),
        )
    )
    return listed


def with_the_office(rows: QuerySet[EnterpriseProblem], today: date) -> QuerySet[EnterpriseProblem]:
    """Without those whose enterprise was asked and still has time to answer."""
    asked = Answer.objects.filter(problem=OuterRef("pk"), asked_on__isnull=False, opinion="")
    return rows.exclude(Q(Exists(asked)) & Q(step_due_on__gte=today))


def by_state_and_category(rows: QuerySet[EnterpriseProblem]) -> dict[tuple[str, str], int]:
    """How many problems stand where: {(state, category): number}. One query."""
    counted = rows.order_by().values("state", "category").annotate(number=Count("pk"))
    return {(row["state"], row["category"]): row["number"] for row in counted}


@dataclass(frozen=True)
class Area:
    """The problems of one area: all that were told, those standing, overdue and struck off."""

    name: str
    key: int
    told: int
    standing: int
    overdue: int
    closed: int


def by_area(rows: QuerySet[EnterpriseProblem], today: date) -> list[Area]:
    """Problems by the division in which the enterprise lies, most first. One query."""
    counted = (
        rows.order_by()
        .values("link_point__division_id", "link_point__division__name")
        .annotate(
            told=Count("pk"),
            standing=Count("pk", filter=~Q(state__in=EnterpriseProblem.ENDED)),
            overdue=Count("pk", filter=overdue(today)),
            closed=Count("pk", filter=Q(state=State.CLOSED)),
        )
        .order_by("-told", "link_point__division__name")
    )
    return [
        Area(
            name=row["link_point__division__name"] or "未填行政区划",
            key=row["link_point__division_id"] or 0,
            told=row["told"],
            standing=row["standing"],
            overdue=row["overdue"],
            closed=row["closed"],
        )
        for row in counted
    ]


def owner_paths(task: AssistanceTask) -> list[str]:
    """Paths of the agency that handles a problem and of those that help it."""
    return [task.agency.path, *(one.agency.path for one in task.shares.select_related("agency"))]


def suggested_agencies(problem: EnterpriseProblem) -> list[Organisation]:
    """Who might handle a problem, the likeliest first: by what the agencies are there for.

    Agencies linked to the enterprise whose functions serve the category, then others of the
    office's area that do, then the lead of the group.
    """
    serving = [f.value for f, needs in SERVES.items() if Need(problem.category) in needs]
    fits = reduce(or_, (Q(agency_profile__functions__contains=[one]) for one in serving))
    linked = GroupMember.objects.present().filter(
        group__link_point=problem.link_point_id, group__state=PairingGroup.State.ACTIVE
    )
    able = (
        Organisation.objects.filter(fits, below("path", [problem.office.path]), is_active=True)
        .annotate(
            far=Case(
                When(pk__in=linked.values("agency_id"), then=Value(0)),
                default=Value(1),
                output_field=IntegerField(),
            )
        )
        .order_by("far", "path")
    )
    found: dict[int, Organisation] = {one.pk: one for one in able[:MOST_SUGGESTED]}
    if lead := lead_agency_of(problem.link_point):
        found.setdefault(lead.pk, lead)
    return list(found.values())


def agencies_to_choose(user: User, permission: str) -> QuerySet[Organisation]:
    """The agencies and offices to which this person may give a problem."""
    chosen: QuerySet[Organisation] = Organisation.objects.visible_to(user, permission)
    return chosen.filter(is_active=True).exclude(kind__in=LINK_POINTS)


def knocks(*, door: str, address: str, since: datetime) -> int:
    return Knock.objects.filter(door=door, address=address, at__gte=since).count()


def told_by_card(link_point: Organisation, on: date) -> int:
    """How many problems a link point's card has brought on a day."""
    return EnterpriseProblem.objects.filter(
        link_point=link_point, way=EnterpriseProblem.Way.CARD, raised_on=on
    ).count()


def staffed_paths(user: User) -> list[str]:
    """Paths of the organisations in which this person holds any role, and of their own."""
    held: list[Any] = list(user.memberships.values_list("organisation__path", flat=True))
    return [*held, user.organisation.path]
