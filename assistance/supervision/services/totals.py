"""The totals of sheets: written with the scores that they add up."""

from collections.abc import Sequence

from django.db.models import OuterRef, Subquery

from assistance.supervision import queries
from assistance.supervision.models import AssessmentScheme, Sheet

COLUMNS = {
    "self": ("self_score", "self_total"),
    "computed": ("computed", "computed_total"),
    "office": ("office_score", "office_total"),
    "final": ("final", "final_total"),
}


def add_up(scheme: AssessmentScheme, column: str, *, only: Sequence[int] | None = None) -> None:
    """Write one column's totals, of all sheets of a scheme or of some: one statement."""
    score, total = COLUMNS[column]
    sheets = Sheet.objects.filter(scheme=scheme)
    if only is not None:
        sheets = sheets.filter(pk__in=only)
    sheets.update(**{total: Subquery(queries.sum_of(OuterRef("pk"), score))})
