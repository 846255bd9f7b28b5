"""Series, contributions, issues at the desk, their signature; and reading them."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, Status, UploadedFile
from ninja.pagination import paginate

from ground.accounts.models import Organisation
from ground.briefs import press, proofing, queries, schemas, services
from ground.briefs.answers import pdf_answer, pdf_response
from ground.briefs.api.parts import (
    article_of,
    contribution_of,
    issue_of,
    organisation_of,
    readable,
    router,
)
from ground.briefs.forms_photos import Given, kept_photos
from ground.briefs.models import Article, Contribution, Issue, Printed, Series
from ground.briefs.permissions import (
    EDIT_ISSUE,
    READ_BRIEFS,
    SEND_CONTRIBUTION,
    SIGN_ISSUE,
)
from ground.briefs.proofing import Check
from ground.briefs.queries import ShownFigure
from ground.briefs.rules import blocks, wordfiles, writing
from ground.briefs.rules.states import ARTICLE_WORDS
from ground.web.api import Pages, acting, needs


@router.post("/series", response={201: schemas.SeriesOut}, auth=needs(EDIT_ISSUE))
def found_series(request: HttpRequest, given: schemas.SeriesIn) -> Status[Series]:
    values = given.dict()
    organisation = organisation_of(request, values.pop("organisation_id"), EDIT_ISSUE)
    return Status(
        201, services.found_series(by=acting(request), organisation=organisation, **values)
    )


@router.get("/series", response=list[schemas.SeriesOut], auth=needs(EDIT_ISSUE))
@paginate(Pages, ordering=("pk",))
def list_series(request: HttpRequest) -> QuerySet[Series]:
    return queries.series_of(acting(request))


# --- contributions ------------------------------------------------------------------------------


@router.get("/contributions", response=list[schemas.ContributionOut], auth=needs(SEND_CONTRIBUTION))
@paginate(Pages, ordering=("-pk",))
def list_contributions(request: HttpRequest, state: str = "") -> QuerySet[Contribution]:
    rows = queries.contributions_sent(acting(request))
    return rows.filter(state=state) if state else rows


@router.post(
    "/contributions", response={201: schemas.ContributionFull}, auth=needs(SEND_CONTRIBUTION)
)
def send_contribution(request: HttpRequest, given: schemas.ContributionIn) -> Status[Contribution]:
    values = given.dict()
    organisation = organisation_of(request, values.pop("organisation_id"), SEND_CONTRIBUTION)
    mended = values.pop("mends_id")
    mends = (
        None
        if mended is None
        else get_object_or_404(queries.contributions_returned(acting(request)), pk=mended)
    )
    numbered = {one["number"]: one["file"] for one in values.pop("photos")}
    values["photos"] = kept_photos(acting(request), Given(numbered), mends)
    sent = services.send_contribution(
        by=acting(request), organisation=organisation, mends=mends, **values
    )
    return Status(201, sent)


@router.post("/contributions/read-word", response=schemas.WordOut, auth=needs(SEND_CONTRIBUTION))
def read_word(request: HttpRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """A .docx as the parts of a contribution, to be looked over and sent. Of it the photos are kept for a while.

    `left_out` says what was not read: text boxes, comments, deletions, pictures that are no photos.
    """
    content = file.read(wordfiles.MOST_BYTES + 1)
    found, photos = services.read_word(by=acting(request), content=content, name=file.name or "")
    return {name: getattr(found, name) for name in (*ARTICLE_WORDS, "left_out")} | {
        "blocks": blocks.to_json(writing.blocks_of(found.text)),
        "photos": [{"number": number, "file": one.pk} for number, one in photos.items()],
    }


@router.get(
    "/contributions/{int:pk}", response=schemas.ContributionFull, auth=needs(SEND_CONTRIBUTION)
)
def show_contribution(request: HttpRequest, pk: int) -> Contribution:
    return get_object_or_404(queries.contributions_sent(acting(request)), pk=pk)


@router.get(
    "/contributions/{int:pk}/overlaps", response=list[schemas.OverlapOut], auth=needs(EDIT_ISSUE)
)
def list_overlaps(request: HttpRequest, pk: int) -> list[queries.Overlap]:
    """What of a contribution stands in earlier texts that this person may read, most first."""
    contribution = contribution_of(request, pk)
    return queries.overlaps_of(acting(request), [contribution])[contribution.pk]


@router.get("/contribution-rates", response=list[schemas.RateOut], auth=needs(EDIT_ISSUE))
@paginate(Pages, ordering=("pk",))
def list_rates(
    request: HttpRequest, first: date | None = None, last: date | None = None
) -> QuerySet[Organisation]:
    """How much each unit has sent and how much was adopted, of what came in from `first` to `last`."""
    return queries.counted_units(queries.units_that_send(acting(request)), first, last)


@router.post(
    "/contributions/{int:pk}/return",
    response={201: schemas.ContributionOut},
    auth=needs(EDIT_ISSUE),
)
def return_contribution(
    request: HttpRequest, pk: int, given: schemas.ReasonIn
) -> Status[Contribution]:
    contribution = contribution_of(request, pk)
    returned = services.return_contribution(
        by=acting(request), contribution=contribution, reason=given.reason
    )
    return Status(201, returned)


# --- the desk -----------------------------------------------------------------------------------


@router.post("/issues", response={201: schemas.IssueOut}, auth=needs(EDIT_ISSUE))
def start_issue(request: HttpRequest, given: schemas.IssueIn) -> Status[Issue]:
    values = given.dict()
    series = get_object_or_404(queries.series_of(acting(request)), pk=values.pop("series_id"))
    return Status(201, services.start_issue(by=acting(request), series=series, **values))


@router.post(
    "/issues/{int:pk}/articles", response={201: schemas.ArticleOut}, auth=needs(EDIT_ISSUE)
)
def adopt(request: HttpRequest, pk: int, given: schemas.AdoptIn) -> Status[Article]:
    article = services.adopt(
        by=acting(request),
        issue=issue_of(request, pk, EDIT_ISSUE),
        contribution=contribution_of(request, given.contribution_id),
        section=given.section,
    )
    return Status(201, article)


@router.get("/issues/{int:pk}/articles", response=list[schemas.ArticleOut], auth=needs(READ_BRIEFS))
def list_articles(request: HttpRequest, pk: int) -> list[Article]:
    """The articles of an issue; of a signed one as they were printed."""
    return queries.articles_of(readable(request, pk))


@router.put("/articles/{int:pk}", response=schemas.ArticleOut, auth=needs(EDIT_ISSUE))
def edit_article(request: HttpRequest, pk: int, given: schemas.ArticleIn) -> Article:
    return services.edit_article(
        by=acting(request), article=article_of(request, pk), **given.dict()
    )


@router.post("/articles/{int:pk}/move", response={201: schemas.ArticleOut}, auth=needs(EDIT_ISSUE))
def move_article(request: HttpRequest, pk: int, given: schemas.MoveIn) -> Status[Article]:
    moved = services.move_article(
        by=acting(request), article=article_of(request, pk), position=given.position
    )
    return Status(201, moved)


@router.delete("/articles/{int:pk}", response={204: None}, auth=needs(EDIT_ISSUE))
def remove_article(request: HttpRequest, pk: int) -> Status[None]:
    services.remove_article(by=acting(request), article=article_of(request, pk))
    return Status(204, None)


@router.post("/issues/{int:pk}/figures", response={201: schemas.IssueOut}, auth=needs(EDIT_ISSUE))
def choose_figures(request: HttpRequest, pk: int, given: schemas.FiguresIn) -> Status[Issue]:
    issue = issue_of(request, pk, EDIT_ISSUE)
    chosen = services.choose_figures(
        by=acting(request), issue=issue, left_out=given.left_out, zeros=given.zeros
    )
    return Status(201, chosen)


@router.get("/issues/{int:pk}/checks", response=list[schemas.CheckOut], auth=needs(EDIT_ISSUE))
def list_checks(request: HttpRequest, pk: int) -> list[Check]:
    issue = issue_of(request, pk, EDIT_ISSUE)
    figures = queries.figures_of(issue)
    document = queries.document_of(issue, figures)
    return proofing.checks_of(
        document, figures, period=queries.period_of(issue), reader=acting(request)
    )


@router.get("/issues/{int:pk}/preview.pdf", auth=needs(EDIT_ISSUE))
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    issue = issue_of(request, pk, EDIT_ISSUE)
    typeset = press.preview(queries.document_of(issue))
    return pdf_response(request, typeset.pdf, typeset.sha256, f"{issue.series.title}（未签发）.pdf")


@router.post("/issues/{int:pk}/submit", response={201: schemas.IssueOut}, auth=needs(EDIT_ISSUE))
def submit_issue(request: HttpRequest, pk: int) -> Status[Issue]:
    issue = issue_of(request, pk, EDIT_ISSUE)
    return Status(201, services.submit_issue(by=acting(request), issue=issue))


@router.post("/issues/{int:pk}/send-back", response={201: schemas.IssueOut}, auth=needs(SIGN_ISSUE))
def send_back(request: HttpRequest, pk: int, given: schemas.ReasonIn) -> Status[Issue]:
    issue = issue_of(request, pk, SIGN_ISSUE)
    return Status(201, services.send_back(by=acting(request), issue=issue, reason=given.reason))


@router.post("/issues/{int:pk}/sign", response={201: schemas.IssueOut}, auth=needs(SIGN_ISSUE))
def sign_issue(request: HttpRequest, pk: int) -> Status[Issue]:
    issue = issue_of(request, pk, SIGN_ISSUE)
    return Status(201, services.sign_issue(by=acting(request), issue=issue))


# --- reading ------------------------------------------------------------------------------------


@router.get("/issues", response=list[schemas.IssueOut], auth=needs(READ_BRIEFS))
@paginate(Pages, ordering=("-pk",))
def list_issues(request: HttpRequest, year: int | None = None) -> QuerySet[Issue]:
    rows = queries.readable_issues(acting(request))
    return rows if year is None else rows.filter(year=year)


@router.get("/issues/{int:pk}", response=schemas.IssueOut, auth=needs(READ_BRIEFS))
def show_issue(request: HttpRequest, pk: int) -> Issue:
    return readable(request, pk)


@router.get("/issues/{int:pk}/figures", response=list[schemas.FigureOut], auth=needs(READ_BRIEFS))
def list_figures(request: HttpRequest, pk: int) -> list[ShownFigure]:
    return queries.figures_of(readable(request, pk))


@router.get("/issues/{int:pk}/figures/{code}", response=schemas.FigureFull, auth=needs(READ_BRIEFS))
def show_figure(request: HttpRequest, pk: int, code: str) -> ShownFigure:
    """A figure with the SQL that gave it and the records that it counts, in the scope of its office."""
    issues = queries.issues_with_open_records(acting(request))
    return queries.figure_or_404(get_object_or_404(issues, pk=pk), code)


@router.get("/issues/{int:pk}/pdf", auth=needs(READ_BRIEFS))
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of a printed issue, and nothing else."""
    printed = Printed.objects.select_related("issue__series")
    return pdf_answer(request, get_object_or_404(printed, issue=readable(request, pk)))
