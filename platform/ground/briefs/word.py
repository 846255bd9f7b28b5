"""A paper for Word: real styles, tables whose head is repeated, page numbers, Chinese faces by name.

The faces are those that an office has (方正小标宋, 仿宋_GB2312 …); Word puts its own where one is not there.
"""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from ground.briefs.typesetting import BarChart, Block, Heading, Paper, Paragraph, RunIn, Table
from ground.briefs.typesetting.markup import chinese_date, clean
from ground.briefs.word_styles import (
    DRAFT,
    NO_3,
    SECOND,
    chinese_marks,
    dress_all,
    set_face,
    set_page,
)
from ground.briefs.word_tables import add_table, lie


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
    lie(document, across=False)
    for number, words in enumerate((paper.sender, chinese_date(paper.day))):
        signed = document.add_paragraph(clean(words))
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signed.paragraph_format.right_indent = Pt(32)
        signed.paragraph_format.keep_with_next = number == 0
        signed.paragraph_format.space_before = Pt(0 if number else 28.95)
    chinese_marks(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _properties(document: Any, paper: Paper) -> None:
    told = document.core_properties
    told.title, told.author = clean(paper.article.title), clean(paper.sender)
    told.language, told.comments = "zh-CN", ""


def add_block(document: Any, block: Block) -> None:
    """A block of a text; a wide table on pages that lie across."""
    lie(document, across=isinstance(block, Table) and block.wide)
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
            caption = f"{block.title}（单位：{block.unit}）"
            header = ("项目", "数值")
            add_table(
                document,
                Table(caption=caption, header=header, rows=bars, numeric=(1,), starting=(0,)),
            )


def indented(document: Any) -> Any:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = NO_3 * 2
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph
