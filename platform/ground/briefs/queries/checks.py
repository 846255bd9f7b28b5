"""Before a signature: what cannot be printed, what must not be, what should agree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ground.briefs.queries.figures import ShownFigure
from ground.briefs.rules import blocks, privacy, sums, wording
from ground.briefs.typesetting import Article, BriefDocument, missing_glyphs
from ground.briefs.typesetting.document import Table
from ground.briefs.typesetting.fontset import FontSet
from ground.kernel.periods import Period


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


def wording_of(document: BriefDocument, period: Period) -> list[str]:
    """What a careful reader finds in the articles, each with its place. Tables are not read as sentences."""
    return [
        f"{place}：{one}"
        for article in document.articles
        for place, text in article_texts(article, tables=False)
        for one in wording.findings(text, period)
    ]


def whole_text(document: BriefDocument) -> str:
    """All that people wrote, for a search."""
    return "\n".join(text for _, text in texts_of(document))


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
    yield "报尾", f"{footer.report_to}\n{footer.send_to}\n{footer.distribute_to}"


def article_texts(article: Article, *, tables: bool = True) -> Iterator[tuple[str, str]]:
    place = f"《{article.title}》"
    head = [article.section, article.title, article.subtitle, article.byline, article.contributor]
    yield f"{place}标题部分", "\n".join(head)
    yield f"{place}编者按", article.editor_note
    for position, block in enumerate(article.blocks, 1):
        where = f"{place}第{position}段"
        if isinstance(block, Table) and not tables:
            continue
        if isinstance(block, Table):
            cells = (block.caption, *block.header, *(cell for row in block.rows for cell in row))
            yield where, "\n".join(cells)
        else:
            yield where, blocks.text_of(block)
