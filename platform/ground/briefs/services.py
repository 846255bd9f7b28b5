"""The desk: series, contributions, issues, signature, print."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.briefs import facts, press, queries
from ground.briefs.events import ContributionReceived, IssueSigned, IssueSubmitted, IssueTypeset
from ground.briefs.models import Article, Contribution, Issue, IssueFigure, Printed, Series
from ground.briefs.queries import ShownFigure
from ground.briefs.rules import blocks as bodies
from ground.briefs.rules import privacy, states
from ground.briefs.typesetting import Article as PrintedArticle
from ground.briefs.typesetting import BriefDocument, Typeset
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

NAMED_AT_MOST = 6


@transaction.atomic
def found_series(
    *,
    by: User | None,
    organisation: Organisation,
    title: str,
    issuer: str,
    marking: str = "",
    report_to: str = "",
    send_to: str = "",
    distribute_to: str = "",
    print_run: int | None = None,
    paper_year: int | None = None,
    paper_number: int = 0,
) -> Series:
    """Set up a brief that appears in numbers; what appeared on paper in `paper_year` is counted on."""
    title = states.needed(title, 60, "title", "报头")
    if Series.objects.filter(title=title).exists():
        raise _series_taken(title)
    if marking not in privacy.MARKINGS_ALLOWED:
        wrong = "只可用“内部资料 注意保存”“内部参阅”或不标"
        raise RuleBroken("marking_forbidden", f"标识{wrong}", fields={"marking": wrong})
    if print_run is not None and print_run < 1:
        raise RuleBroken("print_run", "共印份数应大于零", fields={"print_run": "应大于零"})
    if paper_number < 0 or (paper_number and paper_year is None):
        wrong = "请同时填写年度和已出到第几期"
        raise RuleBroken("paper_number", wrong, fields={"paper_number": wrong})
    try:
        with transaction.atomic():
            series = Series.objects.create(
                organisation=organisation,
                title=title,
                issuer=states.needed(issuer, 80, "issuer", "编发单位"),
                marking=marking,
                report_to=states.at_most(report_to.strip(), 300, "report_to", "报"),
                send_to=states.at_most(send_to.strip(), 300, "send_to", "送"),
                distribute_to=states.at_most(distribute_to.strip(), 300, "distribute_to", "发"),
                print_run=print_run,
                paper_year=paper_year,
                paper_number=paper_number,
            )
    except IntegrityError as taken:
        raise _series_taken(title) from taken
    record(by, "briefs.series_founded", series, organisation=organisation.pk)
    return series


@transaction.atomic
def send_contribution(
    *,
    by: User,
    organisation: Organisation,
    title: str,
    blocks: Sequence[Any],
    subtitle: str = "",
    byline: str = "",
    contributor: str = "",
) -> Contribution:
    """A unit sends in an article. Numbers of people and cards are refused at the door."""
    text = _text(title, subtitle, byline, contributor)
    body = bodies.read_blocks(blocks)
    _refuse_private([PrintedArticle(**text, blocks=body)], field="blocks")
    today = clock.today()
    sent = Contribution.objects.filter(
        organisation=organisation, title=text["title"], received_on=today
    ).exclude(state=Contribution.State.RETURNED)
    if sent.exists():
        raise _contribution_sent(text["title"])
    try:
        with transaction.atomic():
            contribution = Contribution.objects.create(
                organisation=organisation,
                **text,
                blocks=bodies.to_json(body),
                received_on=today,
                sent_by=by,
            )
    except IntegrityError as taken:
        raise _contribution_sent(text["title"]) from taken
    record(by, "briefs.contribution_sent", contribution, organisation=organisation.pk)
    publish(
        ContributionReceived(
            contribution_id=contribution.pk, organisation_id=organisation.pk, received_on=today
        )
    )
    return contribution


@transaction.atomic
def return_contribution(*, by: User, contribution: Contribution, reason: str) -> Contribution:
    """Give an article back to its unit, with the reason. Mended, it is sent as a new one."""
    contribution = _locked_contribution(contribution)
    states.check_contribution_open(contribution.state)
    contribution.return_reason = states.reason_given(reason)
    contribution.state = Contribution.State.RETURNED
    contribution.save(update_fields=["state", "return_reason"])
    record(by, "briefs.contribution_returned", contribution)
    return contribution


@transaction.atomic
def start_issue(*, by: User, series: Series, year: int, starts_on: date, ends_on: date) -> Issue:
    """Begin an issue; its figures cover the span of days, both ends included."""
    states.check_year(year, starts_on, ends_on)
    issue = Issue.objects.create(
        series=series, year=year, starts_on=starts_on, ends_on=ends_on, edited_by=by
    )
    record(by, "briefs.issue_started", issue, series=series.pk)
    return issue


@transaction.atomic
def choose_figures(*, by: User, issue: Issue, left_out: Sequence[str]) -> Issue:
    """Say which figures the data page does not print."""
    issue = _locked_issue(issue)
    states.check_issue_step("edit", issue.state)
    issue.left_out = sorted({facts.fact_of(code).code for code in left_out})
    issue.save(update_fields=["left_out"])
    record(by, "briefs.figures_chosen", issue, left_out=issue.left_out)
    return issue


@transaction.atomic
def adopt(*, by: User, issue: Issue, contribution: Contribution, section: str) -> Article:
    """Take an article into an issue. The desk gets its own copy; what was sent stays as it came."""
    issue = _locked_issue(issue)
    contribution = _locked_contribution(contribution)
    states.check_issue_step("edit", issue.state)
    states.check_contribution_open(contribution.state)
    last = issue.articles.aggregate(last=Max("position"))["last"]
    article = Article.objects.create(
        issue=issue,
        contribution=contribution,
        position=0 if last is None else last + 1,
        section=states.needed(section, 30, "section", "栏目"),
        title=contribution.title,
        subtitle=contribution.subtitle,
        byline=contribution.byline,
        contributor=contribution.contributor,
        blocks=contribution.blocks,
    )
    contribution.state = Contribution.State.ADOPTED
    contribution.save(update_fields=["state"])
    record(
        by, "briefs.contribution_adopted", issue, article=article.pk, contribution=contribution.pk
    )
    return article


@transaction.atomic
def edit_article(
    *,
    by: User,
    article: Article,
    section: str,
    title: str,
    subtitle: str,
    byline: str,
    contributor: str,
    editor_note: str,
    blocks: Sequence[Any],
) -> Article:
    """Change the desk's copy of an article."""
    article = _locked_article(article)
    for field, value in _text(title, subtitle, byline, contributor).items():
        setattr(article, field, value)
    article.section = states.needed(section, 30, "section", "栏目")
    article.editor_note = states.at_most(editor_note.strip(), 1000, "editor_note", "编者按")
    article.blocks = bodies.to_json(bodies.read_blocks(blocks))
    article.save()
    record(by, "briefs.article_edited", article.issue, article=article.pk)
    return article


@transaction.atomic
def move_article(*, by: User, article: Article, position: int) -> Article:
    """Put an article at a place of its issue, counted from 0; the others make room."""
    article = _locked_article(article)
    others = list(article.issue.articles.exclude(pk=article.pk))
    others.insert(max(0, min(position, len(others))), article)
    for at, one in enumerate(others):
        one.position = at
    Article.objects.bulk_update(others, ["position"])
    record(by, "briefs.article_moved", article.issue, article=article.pk, position=article.position)
    return article


@transaction.atomic
def remove_article(*, by: User, article: Article) -> None:
    """Take an article out of its issue; its contribution waits at the desk again."""
    article = _locked_article(article)
    issue, contribution, pk = article.issue, article.contribution, article.pk
    article.delete()
    if contribution is not None:
        contribution = _locked_contribution(contribution)
        contribution.state = Contribution.State.RECEIVED
        contribution.save(update_fields=["state"])
    record(by, "briefs.article_removed", issue, article=pk)


@transaction.atomic
def submit_issue(*, by: User, issue: Issue) -> Issue:
    """Hand an issue to the leader. Whatever would stop the signature stops it here already."""
    issue = _locked_issue(issue)
    states.check_issue_step("submit", issue.state)
    _check_document(queries.document_of(issue))
    issue.state = Issue.State.IN_REVIEW
    issue.sent_back_reason = ""
    issue.save(update_fields=["state", "sent_back_reason"])
    record(by, "briefs.issue_submitted", issue)
    publish(IssueSubmitted(issue_id=issue.pk))
    return issue


@transaction.atomic
def send_back(*, by: User, issue: Issue, reason: str) -> Issue:
    """The leader gives an issue back to the desk, with the reason."""
    issue = _locked_issue(issue)
    states.check_issue_step("send_back", issue.state)
    issue.sent_back_reason = states.reason_given(reason)
    issue.state = Issue.State.EDITING
    issue.save(update_fields=["state", "sent_back_reason"])
    record(by, "briefs.issue_sent_back", issue)
    return issue


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
    issue = _locked_issue(issue)
    issue.series = series
    states.check_issue_step("sign", issue.state)
    states.check_signer(
        signer=by.pk, editor=issue.edited_by_id, has_edited=queries.has_edited(issue, by)
    )
    figures = queries.figures_of(issue)
    number, today = queries.next_number(series, issue.year), clock.today()
    document = queries.draft_document(
        issue, figures, number=number, issued_on=today, signer=by.full_name
    )
    _check_document(document)
    _freeze(issue, [one for one in figures if one.printed])
    issue.number = number
    issue.issued_on = today
    issue.signed_by = by
    issue.document = document.to_plain()
    issue.state = Issue.State.SIGNED
    issue.save()
    record(by, "briefs.issue_signed", issue, number=number, figures=len(figures))
    publish(IssueSigned(issue_id=issue.pk, issued_on=today))
    return issue


@transaction.atomic
def attach_print(issue_id: int, typeset: Typeset) -> Printed:
    """Keep the PDF of a signed issue. A second one changes nothing: the first is what was sent out."""
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue_id)
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


def _check_document(document: BriefDocument) -> None:
    states.check_has_articles(len(document.articles))
    _refuse_private(document.articles)
    hits = queries.private_hits(document)
    if hits:
        raise _private(hits)
    missing = queries.unprintable(document, press.fonts())
    if missing:
        raise RuleBroken(
            "glyph_missing",
            f"有排不出的字，请改用其他写法或联系管理员补充字体：{_some(missing)}",
        )


def _refuse_private(articles: Sequence[PrintedArticle], *, field: str = "") -> None:
    hits = privacy.private_in(one for article in articles for one in queries.article_texts(article))
    if hits:
        raise _private(hits, field)


def _private(hits: Sequence[privacy.Hit], field: str = "") -> RuleBroken:
    text = f"不能刊登个人号码和密级标识，请删去：{_some([str(hit) for hit in hits])}"
    return RuleBroken("private_in_brief", text, fields={field: text} if field else {})


def _some(named: Sequence[str]) -> str:
    rest = len(named) - NAMED_AT_MOST
    return "；".join(named[:NAMED_AT_MOST]) + (f"；另有{rest}处" if rest > 0 else "")


def _freeze(issue: Issue, figures: Sequence[ShownFigure]) -> None:
    IssueFigure.objects.bulk_create(
        IssueFigure(
            issue=issue,
            position=position,
            fact=one.code,
            label=one.label,
            unit=one.unit,
            value=one.value,
            query=one.query,
            as_of_event=one.as_of_event,
            records=[
                {
                    "label": row.label,
                    "url": row.url,
                    "value": None if row.value is None else str(row.value),
                }
                for row in one.records
            ],
        )
        for position, one in enumerate(figures)
    )


def _text(title: str, subtitle: str, byline: str, contributor: str) -> dict[str, str]:
    return {
        "title": states.needed(title, 120, "title", "标题"),
        "subtitle": states.at_most(subtitle.strip(), 120, "subtitle", "副标题"),
        "byline": states.at_most(byline.strip(), 60, "byline", "署名"),
        "contributor": states.at_most(contributor.strip(), 60, "contributor", "来稿落款"),
    }


def _locked_issue(issue: Issue) -> Issue:
    return (
        Issue.objects.select_for_update(of=("self",))
        .select_related("series__organisation", "edited_by")
        .get(pk=issue.pk)
    )


def _locked_article(article: Article) -> Article:
    """An article that may be edited; its issue is locked, so that it cannot be signed meanwhile."""
    issue = _locked_issue(article.issue)
    states.check_issue_step("edit", issue.state)
    found = issue.articles.select_related("contribution").filter(pk=article.pk).first()
    if found is None:
        raise RuleBroken("article_gone", "该稿件已移出本期，请刷新页面")
    return found


def _locked_contribution(contribution: Contribution) -> Contribution:
    return (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=contribution.pk)
    )


def _series_taken(title: str) -> RuleBroken:
    return RuleBroken("series_exists", f"已有名为“{title}”的简报", fields={"title": "已存在"})


def _contribution_sent(title: str) -> RuleBroken:
    return RuleBroken(
        "contribution_sent",
        f"《{title}》今天已经报送过，不必重复报送",
        fields={"title": "今天已经报送过"},
    )
