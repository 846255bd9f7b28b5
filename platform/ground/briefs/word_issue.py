"""A signed issue for Word and WPS: masthead, contents, articles, data and foot, as styles and fields.

It is a copy to work with. What counts is the PDF with its hash.
"""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from types import MappingProxyType
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt, RGBColor

from ground.briefs.typesetting import Article, BriefDocument, DataPage, Footer, Masthead
from ground.briefs.typesetting import Table as PrintedTable
from ground.briefs.typesetting.data_page import numbered, told_of
from ground.briefs.typesetting.foot import people_of, print_run_of, receivers_of
from ground.briefs.typesetting.layout import DATA_SECTION, brief_name, masthead_size
from ground.briefs.typesetting.markup import chinese_date, clean
from ground.briefs.typesetting.photos import rows_of
from ground.briefs.typesetting.titles import title_lines
from ground.briefs.word import add_block
from ground.briefs.word_parts import (
    bookmark,
    floor_table,
    outline,
    page_of,
    rule_paragraph,
    timeless,
)
from ground.briefs.word_styles import (
    BODY,
    FIRST,
    LINE,
    NO_3,
    NO_4,
    SECOND,
    SMALL_4,
    TITLE,
    chinese_marks,
    dress,
    dress_all,
    set_face,
    set_page,
)
from ground.briefs.word_tables import add_photos, add_table, lie, widen

RED = RGBColor(0xD7, 0x00, 0x0F)
WIDTH = Mm(156)
# Eighths of a point: 6 (as thick as Word draws), 2.25, 1 (0.35 mm) and 0.75 (0.25 mm).
BLOCK, THICK, RULE, FINE = 48, 18, 8, 6
OWN_STYLES = (  # style, face, size, level of the outline
    ("简报栏目", FIRST, NO_3, 0),
    ("简报标题", TITLE, Pt(22), 1),
    ("简报副标题", SECOND, NO_3, None),
    ("简报按语", SECOND, NO_3, None),
    ("简报目录", BODY, NO_3, None),
    ("简报报尾", BODY, NO_4, None),
)


def word_of(
    told: BriefDocument,
    *,
    pages: Mapping[str, int],
    photos: Mapping[int, bytes] = MappingProxyType({}),
) -> bytes:
    """The issue as a .docx. `pages` says on which page of the PDF a title stands: Word counts anew.

    `photos` are the pictures by the keys of the blocks that show them. The same issue gives the
    same bytes.
    """
    document = Document()
    set_page(document)
    dress_all(document)
    for name, face, size, level in OWN_STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.element.get_or_add_rPr().get_or_add_rFonts()
        dress(style, face, size)
        if level is not None:
            outline(style, level)
    _properties(document, told)
    _masthead(document, told.masthead)
    several = len(told.articles) > 1
    if told.lists_contents:
        _contents(document, told, pages)
    _articles(document, told, photos, several=several)
    if told.data_page:
        _data_page(document, told.data_page)
    _footer(document, told.footer)
    chinese_marks(document)
    file = io.BytesIO()
    document.save(file)
    return timeless(file)


def _properties(document: Any, told: BriefDocument) -> None:
    properties = document.core_properties
    properties.title, properties.comments = clean(brief_name(told)), ""
    properties.author = properties.last_modified_by = clean(told.masthead.issuer.removesuffix("编"))
    properties.subject = clean("；".join(one.title for one in told.articles))[:200]
    properties.language = "zh-CN"
    if day := told.masthead.issue_date:
        properties.created = properties.modified = datetime.combine(day, time())


def _masthead(document: Any, told: Masthead) -> None:
    if told.marking:
        marking = document.add_paragraph()
        set_face(marking.add_run(told.marking.replace(" ", "　")), FIRST)
    name = _centred(document)
    name.paragraph_format.line_spacing = Mm(24)
    run = name.add_run(clean(told.name))
    run.font.size, run.font.color.rgb = Pt(round(masthead_size(told.name))), RED
    set_face(run, TITLE)
    cumulative = f"（{told.cumulative_line}）" if told.cumulative_line else ""
    set_face(_centred(document).add_run(clean(told.number_line + cumulative)), SECOND)
    line = document.add_paragraph()
    line.paragraph_format.space_before = Pt(14)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = NO_3
    line.paragraph_format.tab_stops.add_tab_stop(WIDTH - NO_3, WD_TAB_ALIGNMENT.RIGHT)
    day = chinese_date(told.issue_date) if told.issue_date else "未签发"
    line.add_run(f"{clean(told.issuer)}\t{day}")
    rule = document.add_paragraph()
    rule.paragraph_format.line_spacing = Pt(6)
    rule_paragraph(rule, bottom=THICK, colour=str(RED))


def _contents(document: Any, told: BriefDocument, pages: Mapping[str, int]) -> None:
    head = _centred(document)
    head.paragraph_format.space_before, head.paragraph_format.space_after = Pt(29), Pt(14)
    words = head.add_run("目　录")
    words.font.size = Pt(22)
    set_face(words, TITLE)
    for section, articles in told.in_sections():
        if section:
            _column(document, section)
        for article in articles:
            _entry(document, article.title, _mark(told, article), pages)
            if article.subtitle:
                under = document.add_paragraph(style="简报目录")
                under.paragraph_format.left_indent = NO_3 * 3
                words = under.add_run(clean(article.subtitle))
                words.font.size = NO_4
                set_face(words, SECOND)
    if told.data_page:
        _column(document, DATA_SECTION)
        _entry(document, told.data_page.title, "data", pages)


def _column(document: Any, section: str) -> None:
    column = document.add_paragraph(style="简报目录")
    column.paragraph_format.keep_with_next = True
    column.paragraph_format.space_before = Mm(3.4)
    set_face(column.add_run(clean(section)), FIRST)


def _entry(document: Any, title: str, mark: str, pages: Mapping[str, int]) -> None:
    entry = document.add_paragraph(style="简报目录")
    entry.paragraph_format.left_indent = NO_3
    entry.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    entry.add_run(f"{clean(title)}\t")
    page_of(entry, mark, shown=str(pages.get(title, "")))


def _mark(told: BriefDocument, article: Article) -> str:
    return f"article{next(at for at, one in enumerate(told.articles) if one is article) + 1}"


def _articles(
    document: Any, told: BriefDocument, photos: Mapping[int, bytes], *, several: bool
) -> None:
    breaks = several
    for section, articles in told.in_sections():
        for number, article in enumerate(articles):
            if section and number == 0:
                head = document.add_paragraph(clean(section), style="简报栏目")
                head.paragraph_format.page_break_before = breaks
                head.paragraph_format.space_before = Pt(0) if breaks else LINE
                head.paragraph_format.keep_with_next = True
                head.paragraph_format.left_indent = NO_3 // 2
                rule_paragraph(head, left=BLOCK, bottom=RULE, colour=str(RED))
                breaks = False
            _article(document, article, _mark(told, article), photos, breaks=breaks)
            breaks = False


def _article(
    document: Any, article: Article, mark: str, photos: Mapping[int, bytes], *, breaks: bool
) -> None:
    lie(document, across=False)
    if article.editor_note:
        note = document.add_paragraph(clean(article.editor_note), style="简报按语")
        note.paragraph_format.left_indent = note.paragraph_format.right_indent = NO_3 * 2
        note.paragraph_format.first_line_indent = NO_3 * 2
        note.paragraph_format.space_before = Pt(14)
        rule_paragraph(note, top=FINE, bottom=FINE, colour=str(RED))
    title = _centred(document, "简报标题")
    for number, line in enumerate(title_lines(article.title)):
        run = title.add_run(clean(line))
        if number + 1 < len(title_lines(article.title)):
            run.add_break()
    bookmark(title, mark)
    layout = title.paragraph_format
    layout.keep_with_next = True
    layout.page_break_before = breaks and not article.editor_note
    layout.space_before = Pt(29)
    layout.space_after = Pt(0 if article.subtitle or article.byline else 29)
    byline = f"（{article.byline.strip('（）')}）" if article.byline else ""
    under = [words for words in (article.subtitle, byline) if words]
    for number, words in enumerate(under, 1):
        paragraph = _centred(document, "简报副标题")
        paragraph.add_run(clean(words))
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = Pt(29 if number == len(under) else 0)
    for block in rows_of(article.blocks):
        if isinstance(block, tuple):
            lie(document, across=False)
            add_photos(document, block, photos)
        else:
            add_block(document, block)
    if article.contributor:
        sent = document.add_paragraph(style="简报副标题")
        sent.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        sent.paragraph_format.right_indent = NO_3 * 2
        sent.paragraph_format.space_before = Pt(29)
        sent.add_run(f"来稿：{clean(article.contributor.removeprefix('来稿：'))}")


def _data_page(document: Any, page: DataPage) -> None:
    lie(document, across=False)
    title = _centred(document, "简报标题")
    title.add_run(clean(page.title))
    title.paragraph_format.page_break_before = True
    bookmark(title, "data")
    note, remarks = told_of(page)
    if note:
        words = _centred(document).add_run(clean(note))
        words.font.size = SMALL_4
        set_face(words, SECOND)
    figures = zip(page.figures, remarks, strict=True)
    if page.figures:
        rows = tuple((one.label, one.value, one.unit, remark) for one, remark in figures)
        shown = 4 if any(remarks) else 3
        table = PrintedTable(
            caption="",
            header=("指标", "数值", "单位", "说明")[:shown],
            rows=tuple(row[:shown] for row in rows),
            numeric=(1,),
            starting=(0, 2, 3),
        )
        add_table(document, table)
        widen(document.tables[-1], (56, 42, 14, 44) if any(remarks) else (90, 48, 18))
    for at, chart in enumerate(page.charts):
        title = numbered("图", at, len(page.charts)) + chart.title
        add_block(document, replace(chart, title=title))


def _footer(document: Any, footer: Footer) -> None:
    """The foot as a table that stands on the lower edge of the type area of the last page."""
    rows = [(f"{label}{names}", "") for label, names in receivers_of(footer)]
    people = "　　".join(f"{label}{name}" for label, name in people_of(footer))
    if people or print_run_of(footer):
        rows.append((people, print_run_of(footer)))
    if not rows:
        return
    table = document.add_table(rows=len(rows), cols=1)
    for row, (left, right) in zip(table.rows, rows, strict=True):
        (paragraph,) = row.cells[0].paragraphs
        paragraph.style = "简报报尾"
        layout = paragraph.paragraph_format
        layout.line_spacing, layout.right_indent = Pt(21), NO_4
        hang = 0 if right else NO_4 * (5 if left.startswith("本期增发") else 2)
        layout.left_indent, layout.first_line_indent = NO_4 + hang, -hang
        paragraph.add_run(clean(left))
        if right:
            layout.tab_stops.add_tab_stop(WIDTH - NO_4, WD_TAB_ALIGNMENT.RIGHT)
            paragraph.add_run(f"\t{clean(right)}")
    floor_table(table, WIDTH, edge=RULE, inner=FINE)
    # A table that floats hangs on the paragraph after it.
    document.add_paragraph().paragraph_format.line_spacing = Pt(1)


def _centred(document: Any, style: str = "Normal") -> Any:
    paragraph = document.add_paragraph(style=style)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph
