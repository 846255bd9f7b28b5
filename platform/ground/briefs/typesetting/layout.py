"""A BriefDocument as HTML for `brief.css`: one function a part, in the order of the page."""

import math
from collections.abc import Callable, Iterator, Sequence

from ground.briefs.typesetting.charts import bar_chart, chart_height
from ground.briefs.typesetting.data_page import ANCHOR, data_page
from ground.briefs.typesetting.document import (
    Article,
    BarChart,
    Block,
    BriefDocument,
    Heading,
    Masthead,
    Paragraph,
    Part,
    Photo,
    RunIn,
    Table,
)
from ground.briefs.typesetting.faces import CLOSERS, OPENERS
from ground.briefs.typesetting.foot import foot_of
from ground.briefs.typesetting.markup import (
    NOTHING,
    Html,
    chinese_date,
    escaped,
    joined,
    plain,
    tag,
    void,
)
from ground.briefs.typesetting.photos import row_source, rows_of
from ground.briefs.typesetting.titles import title_lines

# A longer table would take minutes; the whole of it belongs into an attachment.
MAX_ROWS = 300
UNSIGNED_TIME = "2000-01-01T00:00:00+08:00"
KEPT_TOGETHER = 10  # rows of a table that is not broken over two pages
DATA_SECTION = "数据资料"
LINE = 10.22  # mm; a chart within an article takes whole lines, so that the text below stays on the grid
LONGEST_SUBJECT = 400


def brief_name(document: BriefDocument) -> str:
    return f"{document.masthead.name}{document.masthead.number_line}"


def page_source(document: BriefDocument) -> Html:
    """The whole document as one HTML page."""
    masthead = document.masthead
    name = brief_name(document)
    titles = "；".join(article.title for article in document.articles)
    signed = masthead.issue_date
    time = f"{signed.isoformat()}T00:00:00+08:00" if signed else UNSIGNED_TIME
    head = tag(
        "head",
        void("meta", charset="utf-8"),
        tag("title", plain(name)),
        void("meta", name="author", content=masthead.issuer.removesuffix("编")),
        void("meta", name="description", content=titles[:LONGEST_SUBJECT]),
        void("meta", name="dcterms.created", content=time),
        void("meta", name="dcterms.modified", content=time),
    )
    several = len(document.articles) > 1
    body = tag(
        "body",
        _masthead(masthead),
        _contents(document) if document.lists_contents else NOTHING,
        _articles(document),
        data_page(document.data_page) if document.data_page else NOTHING,
        foot_of(document.footer, wide=_ends_wide(document)),
        class_=" ".join(["several" if several else "single"] + ["draft"] * (signed is None)),
    )
    return joined(Html("<!DOCTYPE html>"), tag("html", head, body, lang="zh-CN"))


def masthead_size(name: str) -> float:
    """Points for the name of a brief: 58 at most, and never wider than the type area."""
    # A quote or bracket of the name counts half.
    ems = sum(0.5 if character in OPENERS + CLOSERS else 1 for character in name)
    return max(26.0, min(58.0, 400 / (ems * 1.08)))


def _masthead(masthead: Masthead) -> Html:
    size = masthead_size(masthead.name)
    name = [
        tag("span", character, class_="mark") if character in OPENERS + CLOSERS else character
        for character in masthead.name
    ]
    day = masthead.issue_date
    cumulative = masthead.cumulative_line
    return tag(
        "header",
        tag("p", masthead.marking.replace(" ", "　"), class_="marking"),
        tag("h1", *name, style=f"font-size:{size:.2f}pt"),
        tag("p", masthead.number_line, f"（{cumulative}）" if cumulative else "", class_="number"),
        tag("p", masthead.issuer, class_="issuer"),
        tag("p", chinese_date(day), class_="day") if day else tag("p", "未签发", class_="unsigned"),
        class_="masthead",
    )


def _contents(document: BriefDocument) -> Html:
    entries: list[Html] = []
    for section, articles in document.in_sections():
        if section:
            entries.append(tag("p", section, class_="section"))
        entries += [
            _entry(_anchor(document, article), article.title, article.subtitle)
            for article in articles
        ]
    if page := document.data_page:
        entries += [tag("p", DATA_SECTION, class_="section"), _entry(ANCHOR, page.title, "")]
    return tag("nav", tag("h2", "目　录"), *entries, class_="contents")


def _entry(anchor: str, title: str, subtitle: str) -> Html:
    lines = [tag("span", subtitle, class_="subtitle")] if subtitle else []
    return tag("p", tag("a", title, href=f"#{anchor}"), *lines, class_="entry")


def _anchor(document: BriefDocument, article: Article) -> str:
    position = next(at for at, other in enumerate(document.articles) if other is article)
    return f"article-{position + 1}"


def anchors_of(document: BriefDocument) -> dict[str, str]:
    """What stands at each place that the contents and the citations lead to."""
    data = {ANCHOR: document.data_page.title} if document.data_page else {}
    cited = {
        link.address: link.note
        for article in document.articles
        for block in article.blocks
        if isinstance(block, Paragraph | RunIn)
        for link in block.links
        if link.note
    }
    return {_anchor(document, one): one.title for one in document.articles} | data | cited


def _articles(document: BriefDocument) -> Html:
    return joined(
        *(
            _article(article, section if first else "", _anchor(document, article))
            for section, articles in document.in_sections()
            for first, article in zip([True] + [False] * len(articles), articles, strict=False)
        )
    )


def article_source(article: Article) -> Html:
    """One article that stands by itself: no masthead is above its title."""
    return _article(article, "", "article-1", top=1)


def _article(article: Article, section: str, anchor: str, *, top: int = 2) -> Html:
    """An article whose title is a heading of the level `top` to whoever has the page read aloud."""
    title = joined(
        *(tag("span", line, class_="line") for line in title_lines(article.title)),
    )
    head = tag(
        "div",
        tag("p", tag("span", section), class_="section", data_label=section)
        if section
        else NOTHING,
        tag("div", article.editor_note, class_="note") if article.editor_note else NOTHING,
        tag(f"h{top}", title, class_="title", data_label=article.title),
        tag("p", article.subtitle, class_="subtitle") if article.subtitle else NOTHING,
        tag("p", f"（{article.byline.strip('（）')}）", class_="byline")
        if article.byline
        else NOTHING,
        class_="head",
    )
    contributor = article.contributor.removeprefix("来稿：")
    return tag(
        "article",
        head,
        *_set(article.blocks, top),
        tag("p", f"来稿：{contributor}", class_="contributor") if contributor else NOTHING,
        id=anchor,
    )


def _set(blocks: Sequence[Block], top: int) -> Iterator[Html]:
    """The blocks of a text; PDF/UA allows no level left out where it begins with （一）."""
    above: list[int] = []
    for one in rows_of(blocks):
        if isinstance(one, Heading):
            above = [*(level for level in above if level < one.level), one.level]
            level = f"h{top + len(above)}"
            yield tag(level, one.text, class_=f"level-{one.level}", data_label=one.text)
        else:
            yield row_source(one) if isinstance(one, tuple) else _block(one)


def _block(block: Block) -> Html:
    match block:
        case Paragraph():
            return tag("p", *_linked(block.parts))
        case RunIn():
            return tag("p", tag("span", block.lead, class_="lead"), *_linked(block.parts))
        case Table():
            return _table(block)
        case BarChart():
            caption = tag("figcaption", f"{block.title}（单位：{block.unit}）")
            lines = math.ceil(chart_height(block) / LINE) + 1
            return tag(
                "figure",
                caption,
                bar_chart(block),
                class_="drawn",
                style=f"height:{lines * LINE:.2f}mm",
            )
        case Heading() | Photo():
            raise ValueError("headings are set by their depth, photos in rows")


def _linked(parts: Sequence[Part]) -> Iterator[Html]:
    for part in parts:
        text = escaped(part.text)
        yield tag("a", text, href=part.link.address) if part.link else text


def _table(table: Table) -> Html:
    followed = {(cell.row, cell.column): cell.address for cell in table.cells}

    def shown(row: int, column: int, text: str) -> str | Html:
        address = followed.get((row, column))
        return tag("a", text, href=address) if address else text

    def cell(name: str, column: int, text: str | Html, **attributes: str) -> Html:
        aligned = "number" if column in table.numeric else ""
        aligned = "start" if column in table.starting and name == "td" else aligned
        return tag(name, text, class_=aligned, **attributes)

    rows = (
        tag("tr", *(cell("td", column, shown(at, column, text)) for column, text in enumerate(row)))
        for at, row in enumerate(table.rows[:MAX_ROWS])
    )
    left_out = len(table.rows) - MAX_ROWS
    rest = f"（表中只列前{MAX_ROWS}行，其余{left_out}行见电子附件。）"
    set_ = joined(
        tag(
            "table",
            tag("caption", table.caption) if table.caption else NOTHING,
            tag("thead", *_heads(table, cell)),
            tag("tbody", *rows),
            class_="table",
        ),
        tag("p", rest, class_="left-out") if left_out > 0 else NOTHING,
    )
    if table.wide:
        return tag("div", set_, class_="wide")
    return tag("div", set_, class_="kept") if len(table.rows) <= KEPT_TOGETHER else set_


def _heads(table: Table, cell: Callable[..., Html]) -> list[Html]:
    """The heads of the columns: one row; with groups two, where ungrouped heads reach over both."""
    if not table.groups:
        heads = (cell("th", at, text, scope="col") for at, text in enumerate(table.header))
        return [tag("tr", *heads)]
    upper: list[Html] = []
    lower: list[Html] = []
    at = 0
    for group in table.groups:
        columns = [*enumerate(table.header[at : at + group.span], start=at)]
        at += group.span
        if group.label:
            upper.append(tag("th", group.label, scope="colgroup", colspan=str(group.span)))
            lower += [cell("th", column, text, scope="col") for column, text in columns]
        else:
            upper += [
                cell("th", column, text, scope="col", rowspan="2") for column, text in columns
            ]
    return [tag("tr", *upper), tag("tr", *lower)]


def _ends_wide(document: BriefDocument) -> bool:
    """Whether the last page is that of a wide table: the foot belongs on it."""
    blocks = document.articles[-1].blocks if document.articles else ()
    last = blocks[-1] if blocks else None
    return document.data_page is None and isinstance(last, Table) and last.wide
