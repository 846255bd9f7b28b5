"""Problems of enterprises that were given to an agency."""

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from assistance.problems.models import EnterpriseProblem
from assistance.supervision.measures.registry import Records, Span, measure
from ground.briefs.facts import Record

SOLVED = (EnterpriseProblem.State.CONFIRMED, EnterpriseProblem.State.CLOSED)
SHOWN_PROBLEMS = EnterpriseProblem.objects.select_related("link_point")


def given_problems(span: Span) -> QuerySet[EnterpriseProblem]:
    """Problems given out in the span; those that the office took back have another task."""
    return EnterpriseProblem.objects.filter(task__assigned_on__range=span.days).exclude(
        state=EnterpriseProblem.State.REFUSED
    )


def problem_record(problem: EnterpriseProblem) -> Record:
    return Record(
        f"{problem} {problem.link_point.name}：{problem.get_category_display()}"
        f"（{problem.get_state_display()}）",
        reverse("problems:problem", args=[problem.pk]),
    )


@measure(
    "problems.solved",
    label="解决的企业问题",
    unit="件",
    order=30,
    says="交办给本单位的问题中，企业确认或已销号的",
)
def problems_solved(span: Span) -> Records:
    return Records(
        queryset=given_problems(span),
        agency="task__agency_id",
        counts=Q(state__in=SOLVED),
        record=problem_record,
        shown=SHOWN_PROBLEMS,
    )


@measure(
    "problems.answered_in_time",
    label="按期答复的企业问题",
    unit="件",
    order=31,
    says="到期的问题中，在期限内办结答复的",
)
def answered_in_time(span: Span) -> Records:
    due = Q(task__due_on__lte=span.today) | Q(task__done_on__isnull=False)
    return Records(
        queryset=given_problems(span).filter(due),
        agency="task__agency_id",
        counts=Q(task__done_on__lte=F("task__due_on")),
        record=problem_record,
        shown=SHOWN_PROBLEMS,
    )
