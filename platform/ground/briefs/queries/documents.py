"""An issue as the value that is typeset, and the number that it would get."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Manager, Prefetch, QuerySet

from ground.briefs.facts import RECORDS_KEPT, Count, compute
from ground.briefs.kinds import kind_of
from ground.briefs.models import Article, Issue, Photo, Series
from ground.briefs.queries.citations import Citations
from ground.briefs.queries.figures import ShownFigure, figure_link, figures_of
from ground.briefs.queries.photos import with_photos_of
from ground.briefs.rules import blocks, numbering, printing
from ground.briefs.typesetting import Article as PrintedArticle
from ground.briefs.typesetting import (
    Bar,
    BarChart,
    BriefDocument,
    DataPage,
    FigureSource,
    Footer,
    Masthead,
)
from ground.briefs.typesetting import Figure as PrintedFigure
from ground.kernel import clock

DATA_TITLE = "本期数据"


def document_of(
    issue: Issue,
    figures: Sequence[ShownFigure] | None = None,
    count: Count = compute,
) -> BriefDocument:
    """What is typeset: the frozen value of a signed issue, otherwise a draft of it as it stands.

    A draft bears the number it would get today and no date: its page says 未签发.
    """
    if issue.document is not None:
        return BriefDocument.from_plain(issue.document)
    figures = figures_of(issue, count) if figures is None else figures
    return draft_document(issue, figures, cited=Citations(issue, figures, count))


def draft_document(
    issue: Issue,
    figures: Sequence[ShownFigure],
    *,
    cited: Citations | None = None,
    number: int | None = None,
    issued_on: date | None = None,
    signer: str = "",
) -> BriefDocument:
    """The document of an issue from its articles and the figures given.

    Raises RuleBroken where an article cites what there is not; every such place is named.
    """
    series = issue.series
    cited = cited or Citations(issue, figures)
    articles = tuple(
        cited.printed(printed_article(article)) for article in _with_rows(issue.articles)
    )
    cited.check()
    by_kind = kind_of(series.kind).has_data_page
    has_page = {"always": True, "never": False}.get(series.data_page, by_kind)
    shown = [one for one in figures if one.printed and has_page]
    sources = {one.code: one for one in shown} | cited.used
    return BriefDocument(
        masthead=masthead_of(
            series, issue.year, number or next_number(series, issue.year), issued_on
        ),
        articles=articles,
        data_page=_data_page(issue, shown),
        footer=Footer(
            report_to=series.report_to,
            send_to=series.send_to,
            distribute_to=series.distribute_to,
            extra_to=issue.extra_to,
            print_run=issue.print_run or series.print_run,
            editor=issue.edited_by.full_name,
            signer=signer,
        ),
        sources=tuple(_source(one) for one in sources.values()) if issued_on else (),
        has_contents=series.has_contents,
    )


def _source(one: ShownFigure) -> FigureSource:
    """A figure as it goes into the signed PDF as data; of its records only how many there are."""
    is_sum = any(row.value is not None for row in one.records)
    return FigureSource(
        code=one.code,
        label=one.label,
        value=f"{one.value:f}",
        unit=one.unit,
        starts_on=one.period.starts_on,
        ends_on=one.period.ends_on,
        query=one.query,
        as_of_event=one.as_of_event,
        records=len(one.records) if is_sum else int(one.value),
        is_counted=not is_sum or len(one.records) < RECORDS_KEPT,
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
        blocks=with_photos_of(article, blocks.read_blocks(article.blocks)),
    )


def _with_rows(articles: Manager[Article]) -> QuerySet[Article]:
    """Articles with the rows of their photos."""
    return articles.prefetch_related(
        Prefetch("photos", Photo.objects.select_related("file").filter(file__isnull=False))
    )


def articles_of(issue: Issue) -> list[Article]:
    """The articles of an issue as a reader gets them: once it is signed, with what their citations said."""
    rows = list(_with_rows(issue.articles))
    if issue.document is not None:
        for row, told in zip(rows, document_of(issue).articles, strict=True):
            row.title, row.subtitle, row.editor_note = told.title, told.subtitle, told.editor_note
            row.blocks = blocks.printed_to_json(told.blocks)
    return rows


def line_of(issue: Issue) -> str:
    """`2008年第二期`; an issue without a number says so."""
    if issue.number is None:
        return f"{issue.year}年（未编号）"
    return numbering.number_line(issue.year, issue.number)


def next_number(series: Series, year: int) -> int:
    """The number of the next signed issue of this year. Lock the series before relying on it."""
    signed = series.issues.filter(year=year, number__isnull=False).values_list("number", flat=True)
    return numbering.next_number(
        year=year,
        signed=[number for number in signed if number is not None],
        paper_year=series.paper_year,
        paper_number=series.paper_number,
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
            if len(bars) >= printing.BARS_OF_A_CHART
        ),
    )


def _cn(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
