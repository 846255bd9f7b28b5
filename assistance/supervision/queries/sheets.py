from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When

from assistance.supervision.models import Appeal, AssessmentScheme, Score, ScoreItem, Sheet
from ground.accounts.models import User


@dataclass(frozen=True)
class Section:
    """The lines of one block of a sheet, with its points: 走访（15分）."""

    name: str
    maximum: Decimal
    kind: str
    scores: list[Score]


def lines_of_sheet(sheet: Sheet) -> list[Section]:
    """The scores of a sheet by section, with items, evidence and appeals: three queries."""
    scores = (
        sheet.scores.select_related("item", "office_by", "appeal")
        .prefetch_related("evidence__file")
        .order_by("item__position")
    )
    return [
        Section(name, sum((one.item.maximum for one in rows), Decimal(0)), rows[0].item.kind, rows)
        for name, rows in (
            (name, list(rows)) for name, rows in groupby(scores, lambda one: one.item.section)
        )
    ]


def office_is_told(user: User, scheme: AssessmentScheme) -> bool:
    """An agency sees what the office gave it once that is announced; who stands above, always."""
    told = scheme.state in {AssessmentScheme.State.PROVISIONAL, AssessmentScheme.State.CLOSED}
    above = AssessmentScheme.objects.kept_by(user, "supervision.see_sheets")
    return told or above.filter(pk=scheme.pk).exists()


def sheets_in_lists(rows: QuerySet[Sheet], *, with_office: bool) -> QuerySet[Sheet]:
    """Sheets with agency, targets, place and open appeals, as lists show them.

    The office's points are nobody's business but its own before they are announced.
    """
    hidden = Value(None, output_field=Sheet._meta.get_field("office_total"))  # noqa: SLF001
    waiting = Appeal.objects.filter(score__sheet=OuterRef("pk"), state=Appeal.State.RAISED)
    return rows.select_related("agency", "scheme", "commitment", "ranking").annotate(
        has_appeal=Exists(waiting),
        difference=F("self_total") - F("computed_total"),
        office_shown=F("office_total") if with_office else hidden,
    )


def sum_of(sheet: OuterRef, column: str) -> QuerySet[Score, Any]:
    """The total of one column of a sheet, as a subquery: deductions are taken away."""
    signed = Case(When(item__kind=ScoreItem.Kind.DEDUCTION, then=-F(column)), default=F(column))
    return (
        Score.objects.filter(sheet=sheet)
        .order_by()
        .values("sheet_id")
        .annotate(total=Sum(signed))
        .values("total")
    )


def items_without_score(scheme: AssessmentScheme) -> list[tuple[str, int]]:
    """The codes of items that the office has not scored everywhere, and at how many agencies."""
    found = (
        ScoreItem.objects.filter(scheme=scheme)
        .annotate(missing=Count("scores", filter=Q(scores__office_score__isnull=True)))
        .filter(missing__gt=0)
        .order_by("position")
    )
    return [(item.code, item.missing) for item in found]


def open_appeals(scheme: AssessmentScheme) -> QuerySet[Appeal]:
    return Appeal.objects.filter(score__sheet__scheme=scheme, state=Appeal.State.RAISED)
