"""Reads worth a name, and the locks."""

from assistance.supervision.queries.schemes import (
    agencies_assessed,
    agencies_of,
    item_rows,
    locked_scheme,
    locked_sheet,
    scheme_at_work,
    span_of,
    year_of,
)
from assistance.supervision.queries.sheets import (
    Section,
    items_without_score,
    lines_of_sheet,
    office_is_told,
    open_appeals,
    sheets_in_lists,
    sum_of,
)

__all__ = [
    "Section",
    "agencies_assessed",
    "agencies_of",
    "item_rows",
    "items_without_score",
    "lines_of_sheet",
    "locked_scheme",
    "locked_sheet",
    "office_is_told",
    "open_appeals",
    "scheme_at_work",
    "sheets_in_lists",
    "span_of",
    "sum_of",
    "year_of",
]
