"""Tasks: done in time, done at all, overdue, under a red card."""

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from assistance.pairing.models import AssistanceTask
from assistance.supervision.measures.registry import Records, Span, measure
from ground.briefs.facts import Record

SHOWN_TASKS = AssistanceTask.objects.select_related("link_point")
GONE = (AssistanceTask.State.CANCELLED, AssistanceTask.State.RETURNED)


def due_tasks(span: Span) -> QuerySet[AssistanceTask]:
    """Tasks due in the span: those whose day has come, and those done before it."""
    come = Q(due_on__lte=span.today) | Q(done_on__isnull=False)
    return AssistanceTask.objects.filter(come, due_on__range=span.days).exclude(state__in=GONE)


def task_record(task: AssistanceTask) -> Record:
    done = f"，{task.done_on}办结" if task.done_on else ""
    return Record(
        f"{task.content}（{task.link_point.name}，期限{task.due_on}{done}）",
        reverse("pairing:task", args=[task.pk]),
    )


@measure(
    "tasks.in_time",
    label="按期完成的帮扶任务",
    unit="件",
    order=40,
    says="到期任务中，在期限内办结的",
)
def in_time(span: Span) -> Records:
    return Records(
        queryset=due_tasks(span),
        agency="agency_id",
        counts=Q(done_on__lte=F("due_on")),
        record=task_record,
        shown=SHOWN_TASKS,
    )


@measure(
    "tasks.done",
    label="完成的帮扶任务",
    unit="件",
    order=41,
    says="到期任务中，已经办结的，不论早晚",
)
def done(span: Span) -> Records:
    return Records(
        queryset=due_tasks(span),
        agency="agency_id",
        counts=Q(done_on__isnull=False),
        record=task_record,
        shown=SHOWN_TASKS,
    )


@measure(
    "tasks.overdue",
    label="逾期未办的帮扶任务",
    unit="件",
    order=42,
    says="期限已过、还没有办结的",
)
def overdue(span: Span) -> Records:
    return Records(
        queryset=due_tasks(span).filter(done_on__isnull=True, due_on__lt=span.today),
        agency="agency_id",
        record=task_record,
        shown=SHOWN_TASKS,
    )


@measure(
    "tasks.red",
    label="挂红牌督办的任务",
    unit="件",
    order=43,
    says="督办升级到红牌或报领导的",
)
def red(span: Span) -> Records:
    pressed = AssistanceTask.objects.filter(
        level__gte=AssistanceTask.Level.RED, level_on__range=span.days
    ).exclude(state__in=GONE)
    return Records(queryset=pressed, agency="agency_id", record=task_record, shown=SHOWN_TASKS)
