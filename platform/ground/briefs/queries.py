"""What the desk and its readers look at: figures, the document, the next number, lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from ground.accounts.models import User
from ground.audit.queries import trail_of
from ground.briefs import facts, permissions
from ground.briefs.facts import Record
from ground.briefs.models import Article, Contribution, Issue, IssueFigure, Series
from ground.briefs.rules import blocks, numbering, privacy, states, sums
from ground.briefs.typesetting import (
    Bar,
    BarChart,
    BriefDocument,
    DataPage,
    Footer,
    Masthead,
    missing_glyphs,
)
from ground.briefs.typesetting import Article as PrintedArticle
from ground.briefs.typesetting import Figure as PrintedFigure
from ground.briefs.typesetting.document import Table
from ground.briefs.typesetting.fontset import FontSet
from ground.kernel import clock, money
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

PUBLIC_STATES = (Issue.State.SIGNED, Issue.State.TYPESET)
DATA_TITLE = "数据资料"


@dataclass(frozen=True, kw_only=True)
class ShownFigure:
    """A figure of an issue, computed now or as it was frozen; `printed` is False where it is left out."""

    code: str
    label: str
    unit: str
    value: Decimal
    query: str
    as_of_event: int
    records: Sequence[Record]
    frozen: bool
    charted: str = ""
    printed: bool = True

    @property
    def shown(self) -> str:
        return money.shown_short(self.value)


def figures_of(issue: Issue) -> list[ShownFigure]:
    """The figures of an issue in their order: computed now while it is edited, frozen once it is signed."""
    if issue.state in PUBLIC_STATES:
        return [_frozen(row) for row in issue.figures.all()]
    return [_computed(issue, one) for one in facts.facts()]


def figure_of(issue: Issue, code: str) -> ShownFigure | None:
    """One figure; None where the issue has none of this code."""
    if issue.state in PUBLIC_STATES:
        row = issue.figures.filter(fact=code).first()
        return _frozen(row) if row else None
    try:
        return _computed(issue, facts.fact_of(code))
    except RuleBroken:
        return None


def document_of(issue: Issue, figures: Sequence[ShownFigure] | None = None) -> BriefDocument:
    """What is typeset: the frozen value of a signed issue, otherwise a draft of it as it stands now.

    A draft bears the number it would get today and no date: its page says 未签发.
    """
    if issue.document is not None:
        return BriefDocument.from_plain(issue.document)
    return draft_document(issue, figures_of(issue) if figures is None else figures)


def draft_document(
    issue: Issue,
    figures: Sequence[ShownFigure],
    *,
    number: int | None = None,
    issued_on: date | None = None,
    signer: str = "",
) -> BriefDocument:
    """The document of an issue from its articles and the figures given."""
    series = issue.series
    return BriefDocument(
        masthead=masthead_of(
            series, issue.year, number or next_number(series, issue.year), issued_on
        ),
        articles=tuple(printed_article(article) for article in issue.articles.all()),
        data_page=_data_page(issue, [one for one in figures if one.printed]),
        footer=Footer(
            report_to=series.report_to,
            send_to=series.send_to,
            distribute_to=series.distribute_to,
            print_run=series.print_run,
            editor=issue.edited_by.full_name,
            signer=signer,
        ),
    )


def masthead_of(series: Series, year: int, number: int, issued_on: date | None) -> Masthead:
    return Masthead(
        name=series.title,
        number_line=numbering.number_line(year, number),
        issuer=series.issuer,
        issue_date=issued_on,
        marking=series.marking,  # type: ignore[arg-type]  # checked when the series was founded
    )


def printed_article(article: Article) -> PrintedArticle:
    return PrintedArticle(
        title=article.title,
        section=article.section,
        subtitle=article.subtitle,
        byline=article.byline,
        contributor=article.contributor,
        editor_note=article.editor_note,
        blocks=blocks.read_blocks(article.blocks),
    )


def next_number(series: Series, year: int) -> int:
    """The number that the next signed issue of this year gets. Lock the series before relying on it."""
    signed = series.issues.filter(year=year, number__isnull=False).values_list("number", flat=True)
    return numbering.next_number(
        year=year,
        signed=[number for number in signed if number is not None],
        paper_year=series.paper_year,
        paper_number=series.paper_number,
    )


def has_edited(issue: Issue, user: User) -> bool:
    """Whether the trail holds a line of this person's editing of the issue."""
    return trail_of(issue).filter(actor_id=user.pk, action__in=states.EDITING).exists()


# --- checks before a signature ----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Sums:
    """The relief money that the articles name, and the figures of the same amount."""

    named: Sequence[Decimal]
    total: Decimal
    agrees_with: Sequence[str]


def unprintable(document: BriefDocument, fonts: FontSet) -> list[str]:
    """Characters that no face holds, each with its place in words."""
    return [str(one) for one in missing_glyphs(document, fonts)]


def private_hits(document: BriefDocument) -> list[privacy.Hit]:
    """What the document must not print, each with its place."""
    return privacy.private_in(texts_of(document))


def sums_of(document: BriefDocument, figures: Sequence[ShownFigure]) -> Sums:
    named = sums.relief_named(text for _, text in texts_of(document))
    total = sum(named, Decimal(0))
    same = [one.label for one in figures if one.unit == "元" and one.printed and one.value == total]
    return Sums(named=named, total=total, agrees_with=same if named else [])


def texts_of(document: BriefDocument) -> Iterator[tuple[str, str]]:
    """Every text that people wrote, with its place in words."""
    yield "报头", f"{document.masthead.name}\n{document.masthead.issuer}"
    for article in document.articles:
        yield from article_texts(article)
    footer = document.footer
    yield "报尾", "\n".join((footer.report_to, footer.send_to, footer.distribute_to))


def article_texts(article: PrintedArticle) -> Iterator[tuple[str, str]]:
    place = f"《{article.title}》"
    head = (article.section, article.title, article.subtitle, article.byline, article.contributor)
    yield f"{place}标题部分", "\n".join(head)
    yield f"{place}编者按", article.editor_note
    for position, block in enumerate(article.blocks, 1):
        where = f"{place}第{position}段"
        if isinstance(block, Table):
            cells = (block.caption, *block.header, *(cell for row in block.rows for cell in row))
            yield where, "\n".join(cells)
        else:
            yield where, blocks.text_of(block)


# --- lists ------------------------------------------------------------------------------------------


def readable_issues(user: User) -> QuerySet[Issue]:
    """What a person may read: signed issues in scope; whoever edits or signs there, the others too."""
    signed = Issue.objects.visible_to(user, permissions.READ_BRIEFS.code).filter(
        state__in=PUBLIC_STATES
    )
    desk = Issue.objects.none()
    if user.may(permissions.EDIT_ISSUE.code):
        desk |= Issue.objects.visible_to(user, permissions.EDIT_ISSUE.code)
    if user.may(permissions.SIGN_ISSUE.code):
        desk |= Issue.objects.visible_to(user, permissions.SIGN_ISSUE.code).exclude(
            state=Issue.State.EDITING
        )
    return Issue.objects.filter(
        Q(pk__in=signed.values("pk")) | Q(pk__in=desk.values("pk"))
    ).select_related("series__organisation", "edited_by", "signed_by")


def series_of(user: User) -> QuerySet[Series]:
    """The series that a person may edit."""
    return Series.objects.visible_to(user, permissions.EDIT_ISSUE.code).order_by("title")


def contributions_to_handle(user: User) -> QuerySet[Contribution]:
    """The desk's inbox: what waits, in the editor's area, oldest first."""
    return (
        Contribution.objects.visible_to(user, permissions.EDIT_ISSUE.code)
        .filter(state=Contribution.State.RECEIVED)
        .select_related("organisation", "sent_by")
        .order_by("received_on", "pk")
    )


def contributions_sent(user: User) -> QuerySet[Contribution]:
    """What a person's units have sent in, newest first."""
    return Contribution.objects.visible_to(user, permissions.SEND_CONTRIBUTION.code).select_related(
        "organisation", "sent_by"
    )


# --- inside -----------------------------------------------------------------------------------------


def _computed(issue: Issue, one: facts.Fact) -> ShownFigure:
    period = Period(starts_on=issue.starts_on, ends_on=issue.ends_on)
    figure = facts.compute(one, issue.series.organisation, period)
    return ShownFigure(
        code=one.code,
        label=one.label,
        unit=one.unit,
        value=Decimal(figure.value),
        query=figure.query,
        as_of_event=figure.as_of_event,
        records=figure.records,
        frozen=False,
        charted=one.charted,
        printed=one.code not in issue.left_out,
    )


def _frozen(row: IssueFigure) -> ShownFigure:
    return ShownFigure(
        code=row.fact,
        label=row.label,
        unit=row.unit,
        value=row.value,
        query=row.query,
        as_of_event=row.as_of_event,
        records=[
            Record(
                label=one["label"],
                url=one["url"],
                value=None if one["value"] is None else Decimal(one["value"]),
            )
            for one in row.records
        ],
        frozen=True,
    )


def _data_page(issue: Issue, figures: Sequence[ShownFigure]) -> DataPage | None:
    if not figures:
        return None
    charts: dict[tuple[str, str], list[Bar]] = {}
    for one in figures:
        if one.charted and one.value >= 0:
            bars = charts.setdefault((one.charted, one.unit), [])
            bars.append(Bar(label=one.label, value=f"{one.value.normalize():f}"))
    return DataPage(
        title=DATA_TITLE,
        note=f"统计时段：{_cn(issue.starts_on)}至{_cn(issue.ends_on)}",
        figures=tuple(
            PrintedFigure(
                code=one.code,
                label=one.label,
                value=one.shown,
                unit=one.unit,
                link=figure_link(issue, one.code),
                as_of=clock.today(),
            )
            for one in figures
        ),
        charts=tuple(
            BarChart(title=title, unit=unit, bars=tuple(bars))
            for (title, unit), bars in charts.items()
        ),
    )


def figure_link(issue: Issue, code: str) -> str:
    """The absolute address at which a figure opens to its records."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("briefs:figure", args=[issue.pk, code])


def _cn(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
