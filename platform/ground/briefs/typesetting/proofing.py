"""What cannot be printed, found before anybody signs."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ground.briefs.typesetting.document import (
    Article,
    BarChart,
    BriefDocument,
    DataPage,
    Footer,
    Masthead,
    Photo,
    Table,
)
from ground.briefs.typesetting.fontset import FontSet
from ground.briefs.typesetting.markup import clean


@dataclass(frozen=True, kw_only=True)
class MissingGlyph:
    """A character that no face holds, and where it stands first, in words for the editor."""

    char: str
    where: str

    def __str__(self) -> str:
        return f"“{self.char}”（U+{ord(self.char):04X}），见{self.where}"


def missing_glyphs(document: BriefDocument, fonts: FontSet) -> list[MissingGlyph]:
    """Every character of `document` that would print as a box, once each, in reading order."""
    found: dict[str, str] = {}
    for where, text in printed_texts(document):
        for character in clean(text):
            # A selector of variants is no character of its own.
            invisible = "VARIATION SELECTOR" in unicodedata.name(character, "")
            if ord(character) not in fonts.characters and not invisible:
                found.setdefault(character, where)
    return [MissingGlyph(char=character, where=where) for character, where in found.items()]


def printed_texts(document: BriefDocument) -> Iterator[tuple[str, str]]:
    """Every text of the document with its place."""
    yield from _masthead(document.masthead)
    for position, article in enumerate(document.articles):
        yield from _article(f"第{position + 1}篇《{article.title}》", article)
    if document.data_page:
        yield from _data_page(document.data_page)
    yield from _footer(document.footer)


def _masthead(masthead: Masthead) -> Iterator[tuple[str, str]]:
    yield "报头名称", masthead.name
    yield "报头期号", masthead.number_line + masthead.cumulative_line
    yield "编发单位", masthead.issuer


def _article(place: str, article: Article) -> Iterator[tuple[str, str]]:
    yield "栏目名", article.section
    yield f"{place}的标题", article.title
    yield f"{place}的副标题", article.subtitle
    yield f"{place}的署名", article.byline
    yield f"{place}的来稿单位", article.contributor
    yield f"{place}的按语", article.editor_note
    for position, block in enumerate(article.blocks):
        where = f"{place}第{position + 1}段"
        if isinstance(block, Table):
            yield f"{where}（表格）", "".join((block.caption, *block.header))
            for row, cells in enumerate(block.rows):
                yield f"{where}（表格第{row + 1}行）", "".join(cells)
        elif isinstance(block, BarChart):
            yield f"{where}（图）", _chart(block)
        elif isinstance(block, Photo):
            yield f"{where}（图注）", block.caption
        else:
            yield where, getattr(block, "lead", "") + block.text


def _data_page(page: DataPage) -> Iterator[tuple[str, str]]:
    yield "数据页标题", page.title + page.note
    for figure in page.figures:
        yield f"数据“{figure.label}”", figure.label + figure.value + figure.unit + figure.remark
    for chart in page.charts:
        yield f"图《{chart.title}》", _chart(chart)


def _chart(chart: BarChart) -> str:
    return chart.title + chart.unit + "".join(bar.label + bar.value for bar in chart.bars)


def _footer(footer: Footer) -> Iterator[tuple[str, str]]:
    receivers = footer.report_to + footer.send_to + footer.distribute_to + footer.extra_to
    yield "报尾", receivers + footer.editor + footer.checker + footer.signer
