"""A paper for Word: real styles, tables whose head is repeated, page numbers, Chinese faces by name.

The faces are those that an office has (方正小标宋, 仿宋_GB2312 …); Word puts its own where one is not there.
"""

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION_START
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from ground.briefs.typesetting import (
    BarChart,
    Block,
    Heading,
    Paper,
    Paragraph,
    Photo,
    RunIn,
    Table,
)
from ground.briefs.typesetting.markup import chinese_date, clean
from ground.briefs.typesetting.photos import placed_in

LATIN = "Times New Roman"
TITLE, BODY, FIRST, SECOND = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
NO_2, NO_3, NO_4, NO_5 = Pt(22), Pt(16), Pt(14), Pt(10.5)  # 二号 三号 四号 五号
LINE = Pt(28.95)  # 22 lines on 225 mm
BLACK = RGBColor(0, 0, 0)
DRAFT = "草　稿"
STYLES = (  # style, face, size
    ("Normal", BODY, NO_3),
    ("Title", TITLE, NO_2),
    ("Subtitle", SECOND, NO_4),
    ("Heading 1", FIRST, NO_3),
    ("Heading 2", SECOND, NO_3),
    ("Heading 3", BODY, NO_3),
    ("Heading 4", BODY, NO_3),
    ("Caption", FIRST, NO_4),
    ("Header", FIRST, NO_5),
    ("Footer", "宋体", NO_4),
)


def document_of(paper: Paper, line: str) -> bytes:
    """The paper as a .docx; `line` stands at the foot of each page."""
    document = Document()
    _properties(document, paper)
    set_page(document, line=line, head=DRAFT if paper.is_draft else "")
    dress_all(document)
    article = paper.article
    document.add_paragraph(clean(article.title), style="Title")
    for words in (article.subtitle, f"（{article.byline}）" if article.byline else ""):
        if words:
            document.add_paragraph(clean(words), style="Subtitle")
    for block in article.blocks:
        add_block(document, block)
    for number, words in enumerate((paper.sender, chinese_date(paper.day))):
        signed = document.add_paragraph(clean(words))
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signed.paragraph_format.right_indent = Pt(32)
        signed.paragraph_format.keep_with_next = number == 0
        signed.paragraph_format.space_before = Pt(0 if number else 28.95)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _properties(document: Any, paper: Paper) -> None:
    told = document.core_properties
    told.title, told.author = clean(paper.article.title), clean(paper.sender)
    told.language, told.comments = "zh-CN", ""


def set_page(document: Any, *, line: str = "", head: str = "") -> None:
    """A4 with the type area of GB/T 9704; the number right on odd pages, left on even ones."""
    section = document.sections[0]
    section.start_type = WD_SECTION_START.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(22)
    document.settings.odd_and_even_pages_header_footer = True
    for foot, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        number = foot.paragraphs[0]
        number.alignment = side
        number.add_run("— ")
        add_field(number.add_run(), "PAGE")
        number.add_run(" —")
        if line:
            foot.add_paragraph(line).runs[0].font.size = Pt(7)
    if head:
        for top in (section.header, section.even_page_header):
            top.paragraphs[0].text = head
            top.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def dress_all(document: Any) -> None:
    for name, face, size in STYLES:
        dress(document.styles[name], face, size)


def dress(style: Any, face: str, size: Pt) -> None:
    """One face and size for a style, whatever the template's theme says."""
    font = style.font
    font.name, font.size, font.bold, font.italic = LATIN, size, False, False
    font.color.rgb = BLACK
    faces = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{theme}"), None)
    faces.set(qn("w:eastAsia"), face)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    if style.name in {"Header", "Footer"}:
        return
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    layout.widow_control = False
    if style.name == "Title":
        layout.alignment, layout.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(14)
        border = style.element.pPr.find(qn("w:pBdr"))
        if border is not None:
            style.element.pPr.remove(border)
        layout.line_spacing = Pt(36)
    elif style.name in {"Subtitle", "Caption"}:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
        layout.keep_with_next = style.name == "Caption"
    elif style.name.startswith("Heading"):
        layout.first_line_indent, layout.keep_with_next = size * 2, True


def add_block(document: Any, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(clean(block.text), level=block.level)
        case Paragraph():
            indented(document).add_run(clean(block.text))
        case RunIn():
            paragraph = indented(document)
            lead = paragraph.add_run(clean(block.lead))
            set_face(lead, SECOND)
            paragraph.add_run(clean(block.text))
        case Table():
            add_table(document, block)
        case BarChart():  # what a chart draws, as the numbers that it draws
            bars = tuple((bar.label, bar.value) for bar in block.bars)
            header = ("项目", f"数值（{block.unit}）")
            add_table(
                document,
                Table(caption=block.title, header=header, rows=bars, numeric=(1,), starting=(0,)),
            )


def add_photo(document: Any, told: Photo, content: bytes) -> None:
    """A photo in the middle of its line, its caption below on the same page."""
    (placed,) = placed_in([told])
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    line.paragraph_format.keep_with_next = bool(told.caption)
    line.add_run().add_picture(io.BytesIO(content), Mm(placed.width), Mm(placed.height))
    (spoken,) = line._p.iter(qn("wp:docPr"))  # noqa: SLF001 -- there is no other way
    spoken.set("descr", clean(told.caption) or f"照片{told.number}")
    if told.caption:
        caption = document.add_paragraph()
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        words = caption.add_run(clean(told.caption))
        words.font.size = NO_4
        set_face(words, SECOND)


def indented(document: Any) -> Any:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = NO_3 * 2
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph


def add_table(document: Any, told: Table) -> None:
    """Each head of a column repeated on every page, no row broken over two."""
    if told.caption:
        document.add_paragraph(clean(told.caption), style="Caption")
    table = document.add_table(rows=1, cols=len(told.header))
    table.style = "Table Grid"
    table.autofit = True
    for number, row in enumerate((told.header, *told.rows)):
        cells = (table.rows[0] if number == 0 else table.add_row()).cells
        for at, (cell, text) in enumerate(zip(cells, row, strict=True)):
            _cell(cell, clean(text), is_head=number == 0, at=at, told=told)
        properties = table.rows[-1]._tr.get_or_add_trPr()  # noqa: SLF001 -- there is no other way
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
    document.add_paragraph().paragraph_format.line_spacing = Pt(12)


def _cell(cell: Any, text: str, *, is_head: bool, at: int, told: Table) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = Pt(16)
    run = paragraph.add_run(text)
    run.font.size = NO_5
    set_face(run, FIRST if is_head else BODY)
    if is_head or (at not in told.numeric and at not in told.starting):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif at in told.numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def set_face(run: Any, face: str) -> None:
    """A Chinese face for some words, Latin letters and figures in the Latin one."""
    run.font.name = LATIN
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)  # noqa: SLF001 -- there is no other way


def add_field(run: Any, code: str) -> None:
    """A field that Word computes: the number of the page."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._element.append(part)  # noqa: SLF001 -- there is no other way
