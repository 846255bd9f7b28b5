"""Facts of enterprises' problems for a period: told, taken in, solved, found good, late.

An area is an organisation and what is below it; what counts lies there by its enterprise.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from assistance.problems.models import Answer, EnterpriseProblem
from ground.accounts.models import Organisation, below
from ground.briefs.facts import Record, Rows, fact
from ground.briefs.offers import days_in_words, offer
from ground.kernel.periods import Period

State, Opinion = EnterpriseProblem.State, Answer.Opinion
CHART = "企业困难问题"


def _problems(area: Organisation) -> Any:
    return (
        EnterpriseProblem.objects.filter(below("link_point__path", [area.path]))
        .select_related("link_point")
        .order_by("raised_on", "pk")
    )


def _record(problem: EnterpriseProblem) -> Record:
    label = f"{problem} {problem.link_point.name}（{problem.get_category_display()}）"
    return Record(label, reverse("problems:problem", args=[problem.pk]))


@fact("problems.raised", label="收集企业困难问题", unit="个", order=45, charted=CHART)
def raised(area: Organisation, period: Period) -> Rows:
    problems = _problems(area).filter(raised_on__range=(period.starts_on, period.ends_on))
    return Rows(queryset=problems, record=_record)


@fact("problems.registered", label="登记企业困难问题", unit="个", order=46)
def registered(area: Organisation, period: Period) -> Rows:
    problems = _problems(area).filter(registered_on__range=(period.starts_on, period.ends_on))
    return Rows(queryset=problems, record=_record)


@fact("problems.solved", label="解决企业困难问题", unit="个", order=47, charted=CHART)
def solved(area: Organisation, period: Period) -> Rows:
    problems = _problems(area).filter(
        state=State.CLOSED, ended_on__range=(period.starts_on, period.ends_on)
    )
    return Rows(queryset=problems, record=_record)


@fact("problems.judged", label="企业评价办理结果", unit="次", order=48)
def judged(area: Organisation, period: Period) -> Rows:
    return _opinions(area, period, Opinion.values)


@fact("problems.found_good", label="企业满意和基本满意", unit="次", order=49)
def found_good(area: Organisation, period: Period) -> Rows:
    """Beside `problems.judged` it gives the rate: a rate without its two numbers says little."""
    return _opinions(area, period, [Opinion.SATISFIED, Opinion.FAIR])


@fact("problems.overdue", label="逾期未办结企业困难问题", unit="个", order=50, charted=CHART)
def overdue(area: Organisation, period: Period) -> Rows:
    """Registered, due before the period's end, and not answered by then."""
    answered = Answer.objects.filter(problem=OuterRef("pk"), answered_on__lte=period.ends_on)
    problems = (
        _problems(area)
        .filter(task__due_on__lt=period.ends_on, registered_on__lte=period.ends_on)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=period.ends_on))
        .filter(~Exists(answered.filter(task=OuterRef("task"))))
    )
    return Rows(queryset=problems, record=_record)


def _opinions(area: Organisation, period: Period, opinions: Any) -> Rows:
    answers = (
        Answer.objects.filter(
            below("problem__link_point__path", [area.path]),
            opinion__in=opinions,
            told_on__range=(period.starts_on, period.ends_on),
        )
        .select_related("problem__link_point")
        .order_by(F("told_on"), "pk")
    )
    return Rows(
        queryset=answers,
        record=lambda one: Record(
            f"{one.problem} {one.problem.link_point.name}：{one.get_opinion_display()}",
            reverse("problems:problem", args=[one.problem_id]),
        ),
    )


@offer("problems.solved", label="解决企业问题", order=30)
def problems_solved(area: Organisation, period: Period) -> Iterator[tuple[object, str]]:
    """How many problems were struck off, by category: what enterprises told stays with them."""
    solved_here = EnterpriseProblem.objects.filter(
        below("link_point__path", [area.path]) | below("task__agency__path", [area.path]),
        state=State.CLOSED,
        ended_on__range=(period.starts_on, period.ends_on),
    )
    counts = dict(solved_here.order_by().values_list("category").annotate(count=Count("pk")))
    labels = dict(EnterpriseProblem.Category.choices)
    if counts:
        parts = "、".join(f"{labels[one]}{count}个" for one, count in sorted(counts.items()))
        whole = f"解决企业困难问题{sum(counts.values())}个"
        days = days_in_words(period.starts_on, period.ends_on)
        yield f"{period.starts_on}", f"{days}，{whole}，其中{parts}。"
