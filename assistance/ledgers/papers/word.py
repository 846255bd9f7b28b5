"""The file form for Word: a template made here from the form's layout, filled by docxtpl.

An office that wants another look changes the document afterwards; the template is not kept anywhere.
"""

import io
from functools import lru_cache
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docxtpl import DocxTemplate

from assistance.ledgers.papers.form import MAKERS, OPINIONS, PEOPLE, ROWS

WIDTH = 6
OPINION_HEIGHT = Cm(2.6)


def document_of(facts: dict[str, Any], line: str) -> bytes:
    """The form as a .docx; `line` is the watermark in its foot."""
    template = DocxTemplate(io.BytesIO(_template()))
    template.render({**facts, "line": line}, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


@lru_cache(maxsize=1)
def _template() -> bytes:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    _fonts(document.styles["Normal"])
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("困难职工档案表")
    run.bold, run.font.size = True, Pt(18)
    document.add_paragraph(
        "档案编号：{{ file_no }}　建档单位（盖章）：{{ unit }}　申请日期：{{ opened_on }}"
    )
    _facts(document)
    _caption(document, "家庭成员")
    _members(document)
    _caption(document, "收入和支出（元）")
    _items(document)
    _caption(document, "意见")
    _opinions(document)
    makers = "　　　　　　　　".join(f"{one}：" for one in MAKERS)
    document.add_paragraph(f"{makers}　　　　　　　　日期：")
    document.sections[0].footer.paragraphs[0].text = "{{ line }}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _fonts(style: Any) -> None:
    style.font.name, style.font.size = "宋体", Pt(9.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    style.paragraph_format.space_after = Pt(2)


def _caption(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(6)
    paragraph.add_run(text).bold = True


def _facts(document: Any) -> None:
    """The layout's rows: label and value beside each other, a pair alone over the whole width."""
    table = document.add_table(rows=0, cols=WIDTH)
    table.style = "Table Grid"
    for at, row in enumerate(ROWS):
        cells = table.add_row().cells
        if len(row) == 1:
            cells[1].merge(cells[WIDTH - 1])
        for number in range(len(row)):
            cells[number * 2].text = f"{{{{ rows[{at}][{number}].label }}}}"
            cells[number * 2 + 1].text = f"{{{{ rows[{at}][{number}].value }}}}"


def _members(document: Any) -> None:
    table = document.add_table(rows=1, cols=len(PEOPLE))
    table.style = "Table Grid"
    for at, cell in enumerate(table.rows[0].cells):
        cell.text = f"{{{{ headings[{at}] }}}}"
    table.add_row().cells[0].text = "{%tr for row in members %}"
    for at, cell in enumerate(table.add_row().cells):
        cell.text = f"{{{{ row[{at}] }}}}"
    table.add_row().cells[0].text = "{%tr endfor %}"


def _items(document: Any) -> None:
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, ("项目", "金额", "凭证"), strict=True):
        cell.text = text
    table.add_row().cells[0].text = "{%tr for one in items %}"
    for cell, name in zip(table.add_row().cells, ("kind", "amount", "proof"), strict=True):
        cell.text = f"{{{{ one.{name} }}}}"
    table.add_row().cells[0].text = "{%tr endfor %}"


def _opinions(document: Any) -> None:
    """A box for each opinion, with room for the seal, the signature and the day."""
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label in OPINIONS:
        row = table.add_row()
        row.height = OPINION_HEIGHT
        row.cells[0].width, row.cells[1].width = Cm(3.6), Cm(13.4)
        row.cells[0].text = label
        row.cells[1].text = "\n\n（盖章）　　签字：　　　　　　　　　　年　　月　　日"
