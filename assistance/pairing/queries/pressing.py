"""Which open tasks have come to which level: by dated rules, in working days."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Case, F, IntegerField, Q, Value, When

from assistance.pairing.models import AssistanceTask
from assistance.pairing.rules import LevelMarks
from ground.places.queries import local_rules, workdays_after, workdays_before

REMIND = "pairing.remind_workdays_before"
YELLOW = "pairing.yellow_workdays_after"
RED = "pairing.red_workdays_after"
LEADER = "pairing.leader_workdays_after"
RULES = (REMIND, YELLOW, RED, LEADER)


def level_marks(on: date, divisions: set[int | None]) -> dict[LevelMarks, list[int | None]]:
    """The marks of a day, with the divisions in which they hold: mostly one for all."""
    values = local_rules(RULES, on=on, divisions=divisions)
    alike: dict[tuple[int, ...], list[int | None]] = defaultdict(list)
    for division, held in values.items():
        alike[tuple(int(held[code]) for code in RULES)].append(division)
    return {marks_of(on, *numbers): places for numbers, places in alike.items()}


def marks_of(on: date, remind: int, yellow: int, red: int, leader: int) -> LevelMarks:
    """A task is overdue from the day after; then `yellow` working days have to pass, and so on."""
    eve = on - timedelta(days=1)
    return LevelMarks(
        remind=workdays_after(on, remind + 1) - timedelta(days=1),
        yellow=min(workdays_before(on, yellow), eve),
        red=min(workdays_before(on, red), eve),
        leader=min(workdays_before(on, leader), eve),
    )


def locked_tasks_to_press(on: date) -> list[tuple[int, int, int]]:
    """(task, agency, level) of the open tasks that have come to a higher level by this day, locked."""
    tasks = AssistanceTask.objects.open().filter(level__lt=AssistanceTask.Level.LEADER)
    divisions: set[int | None] = set(
        tasks.order_by().values_list("agency__division", flat=True).distinct()
    )
    found: list[tuple[int, int, int]] = []
    for marks, places in level_marks(on, divisions).items():
        here = Q(agency__division__in=[one for one in places if one is not None])
        if None in places:
            here |= Q(agency__division__isnull=True)
        reached = (
            tasks.filter(here, due_on__lte=marks.remind)
            .annotate(reached=_level(marks))
            .filter(level__lt=F("reached"))
            .order_by("pk")
            .select_for_update(of=("self",))
        )
        found += reached.values_list("pk", "agency_id", "reached")
    return found


def _level(marks: LevelMarks) -> Case:
    """As `rules.level_of`, in the database."""
    return Case(
        When(due_on__lte=marks.leader, then=Value(4)),
        When(due_on__lte=marks.red, then=Value(3)),
        When(due_on__lte=marks.yellow, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
