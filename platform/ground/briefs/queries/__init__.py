"""What the desk and its readers look at."""

from ground.briefs.queries.checks import (
    Sums,
    article_texts,
    private_hits,
    sums_of,
    texts_of,
    unprintable,
    whole_text,
    wording_of,
)
from ground.briefs.queries.citations import Citations
from ground.briefs.queries.corrections import Correction, corrections_of, counted_now
from ground.briefs.queries.documents import (
    document_of,
    draft_document,
    line_of,
    masthead_of,
    next_number,
    printed_article,
)
from ground.briefs.queries.figures import (
    FROZEN_STATES,
    PUBLIC_STATES,
    ShownFigure,
    figure_link,
    figure_or_404,
    figures_of,
    period_of,
)
from ground.briefs.queries.following import (
    instructions_in_lists,
    overdue,
    readers_by_unit,
    readings_of,
    to_answer,
    to_judge,
)
from ground.briefs.queries.lists import (
    contributions_returned,
    contributions_sent,
    contributions_to_handle,
    has_edited,
    issues_with_open_records,
    listed_issues,
    opened_issues,
    readable_issues,
    series_of,
)
from ground.briefs.queries.overlaps import (
    Overlap,
    overlaps_of,
    sent_before,
    with_overlaps,
)
from ground.briefs.queries.rates import counted_units, units_that_send
from ground.briefs.queries.versions import content_of, versions_of

__all__ = [
    "FROZEN_STATES",
    "PUBLIC_STATES",
    "Citations",
    "Correction",
    "Overlap",
    "ShownFigure",
    "Sums",
    "article_texts",
    "content_of",
    "contributions_returned",
    "contributions_sent",
    "contributions_to_handle",
    "corrections_of",
    "counted_now",
    "counted_units",
    "document_of",
    "draft_document",
    "figure_link",
    "figure_or_404",
    "figures_of",
    "has_edited",
    "instructions_in_lists",
    "issues_with_open_records",
    "line_of",
    "listed_issues",
    "masthead_of",
    "next_number",
    "opened_issues",
    "overdue",
    "overlaps_of",
    "period_of",
    "printed_article",
    "private_hits",
    "readable_issues",
    "readers_by_unit",
    "readings_of",
    "sent_before",
    "series_of",
    "sums_of",
    "texts_of",
    "to_answer",
    "to_judge",
    "units_that_send",
    "unprintable",
    "versions_of",
    "whole_text",
    "with_overlaps",
    "wording_of",
]
