"""The signature, which fixes an issue for good, and its print."""

from collections.abc import Container, Mapping

from django.db import transaction

from ground.accounts.models import User
from ground.audit.services import record
from ground.briefs import queries
from ground.briefs.events import IssueSigned, IssueTypeset
from ground.briefs.models import Issue, IssueFigure, Photo, Printed, Series
from ground.briefs.queries import ShownFigure
from ground.briefs.rules import states
from ground.briefs.services.guards import check_document, locked_issue
from ground.briefs.typesetting import Typeset
from ground.events.services import publish
from ground.kernel import clock


@transaction.atomic
def sign_issue(*, by: User, issue: Issue) -> Issue:
    """Sign an issue: number, date, text and figures are fixed from here on.

    The row of the series is locked first, so two signatures at once get two numbers. The signer is
    another person than whoever edited the issue.
    """
    series = (
        Series.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=issue.series_id)
    )
    issue = locked_issue(issue)
    issue.series = series
    states.check_issue_step("sign", issue.state)
    states.check_signer(
        signer=by.pk, editor=issue.edited_by_id, has_edited=queries.has_edited(issue, by)
    )
    figures = queries.figures_of(issue)
    number, today = queries.next_number(series, issue.year), clock.today()
    cited = queries.Citations(issue, figures)
    document = queries.draft_document(
        issue, figures, cited=cited, number=number, issued_on=today, signer=by.full_name
    )
    check_document(document)
    on_page = {one.code: one for one in figures if one.printed} if document.data_page else {}
    _freeze(issue, on_page | cited.used, on_page)
    shown = [one.key for one in queries.photos_in(document)]
    Photo.objects.filter(pk__in=shown).update(is_printed=True)
    issue.number = number
    issue.issued_on = today
    issue.signed_by = by
    issue.document = document.to_plain()
    issue.words = queries.whole_text(document)
    issue.state = Issue.State.SIGNED
    issue.save()
    record(by, "briefs.issue_signed", issue, number=number, figures=len(on_page | cited.used))
    publish(IssueSigned(issue_id=issue.pk, issued_on=today))
    return issue


@transaction.atomic
def attach_print(issue_id: int, typeset: Typeset) -> Printed | None:
    """Keep the PDF of a signed issue. A second one changes nothing: the first was sent out.

    One that was withdrawn meanwhile needs none.
    """
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue_id)
    if issue.state == Issue.State.WITHDRAWN:
        return None
    states.check_issue_step("print", issue.state)
    printed, is_new = Printed.objects.get_or_create(
        issue=issue,
        defaults={"pdf": typeset.pdf, "sha256": typeset.sha256, "pages": typeset.pages},
    )
    if is_new:
        issue.state = Issue.State.TYPESET
        issue.save(update_fields=["state"])
        record(None, "briefs.issue_typeset", issue, sha256=printed.sha256, pages=printed.pages)
        publish(IssueTypeset(issue_id=issue.pk, pages=printed.pages))
    return printed


def _freeze(issue: Issue, figures: Mapping[str, ShownFigure], printed: Container[str]) -> None:
    """Keep what the data page prints and what the text cites."""
    office, span = issue.series.organisation, queries.period_of(issue)
    IssueFigure.objects.bulk_create(
        IssueFigure(
            issue=issue,
            position=position,
            key=key,
            label=one.label,
            unit=one.unit,
            value=one.value,
            query=one.query,
            as_of_event=one.as_of_event,
            on_data_page=key in printed,
            starts_on=one.period.starts_on if one.period != span else None,
            ends_on=one.period.ends_on if one.period != span else None,
            organisation=one.area if one.area != office else None,
            records=[
                {
                    "label": row.label,
                    "url": row.url,
                    "value": None if row.value is None else str(row.value),
                }
                for row in one.records
            ],
        )
        for position, (key, one) in enumerate(figures.items())
    )
