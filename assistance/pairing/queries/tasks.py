"""Tasks as lists and services read them."""

from datetime import date

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from assistance.pairing.models import AssistanceTask, PairingGroup, TaskShare
from ground.kernel import clock
from ground.places.models import Division
from ground.places.queries import local_rule, workdays_after


def tasks_taken(group: PairingGroup, *, but: AssistanceTask | None = None) -> set[tuple[int, str]]:
    """(agency, content) of the group's tasks that were not cancelled."""
    rows = group.tasks.exclude(state=AssistanceTask.State.CANCELLED)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return set(rows.values_list("agency_id", "content"))


def tasks_in_lists(rows: QuerySet[AssistanceTask]) -> QuerySet[AssistanceTask]:
    """Tasks with what lists name, and `rank`: overdue first, then open, done, closed."""
    state, pending = AssistanceTask.State, AssistanceTask.PENDING
    helping = (
        TaskShare.objects.filter(task=OuterRef("pk"))
        .order_by()
        .values("task")
        .annotate(names=StringAgg("agency__name", delimiter="、", order_by="pk"))
        .values("names")
    )
    return rows.select_related("agency", "link_point", "cadre").annotate(
        helping=Subquery(helping),
        rank=Case(
            When(state__in=pending, due_on__lt=clock.today(), then=Value(0)),
            When(state__in=pending, then=Value(1)),
            When(state=state.DONE, then=Value(2)),
            default=Value(3),
            output_field=IntegerField(),
        ),
    )


def usual_due_on(division: Division | None) -> date:
    """The day on which a task given today is due where nobody says otherwise: some working days on."""
    today = clock.today()
    days = local_rule("pairing.task_workdays", on=today, division=division)
    return workdays_after(today, int(days))
