"""Tables and photos of a Word file, and the pages that lie across for wide tables."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx.enum.section import WD_ORIENTATION, WD_SECTION_START
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ground.briefs.typesetting import Table
from ground.briefs.typesetting.markup import clean
from ground.briefs.typesetting.photos import Placed
from ground.briefs.word_parts import bare_table, rule_table
from ground.briefs.word_styles import BODY, FIRST, NO_4, NO_5, SECOND, SMALL_4, set_face

IN_A_LINE = (SMALL_4, Pt(17))  # size and line of a cell
IN_A_WIDE_LINE = (NO_5, Pt(15.3))
ABOVE, ABOVE_IN_WIDE = Mm(1.2), Mm(1)  # and as much below the words of a cell


def lie(document: Any, *, across: bool) -> None:
    """What comes next stands on pages that lie across, or upright again."""
    last = document.sections[-1]
    if (last.orientation == WD_ORIENTATION.LANDSCAPE) == across:
        return
    section = document.add_section(WD_SECTION_START.NEW_PAGE)
    section.orientation = WD_ORIENTATION.LANDSCAPE if across else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = last.page_height, last.page_width
    margins = (26, 24, 22, 22) if across else (37, 35, 28, 26)
    section.top_margin, section.bottom_margin = map(Mm, margins[:2])
    section.left_margin, section.right_margin = map(Mm, margins[2:])


def add_table(document: Any, told: Table) -> None:
    """Each head of a column repeated on every page, no row broken over two."""
    if told.caption:
        caption = document.add_paragraph(clean(told.caption), style="Caption")
        caption.paragraph_format.space_before = Pt(0 if told.wide else 14.5)
    table = document.add_table(rows=0, cols=len(told.header))
    table.autofit = True
    heads = [told.header]
    if told.groups:
        spans = [(group.label, *[""] * (group.span - 1)) for group in told.groups]
        heads.insert(0, tuple(label for span in spans for label in span))
    for number, row in enumerate((*heads, *told.rows)):
        cells = table.add_row().cells
        is_head = number < len(heads)
        for at, (cell, text) in enumerate(zip(cells, row, strict=True)):
            _cell(cell, clean(text), is_head=is_head, at=at, told=told)
        properties = table.rows[-1]._tr.get_or_add_trPr()  # noqa: SLF001 -- there is no other way
        properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
    if told.groups:
        _group(table, told)
    rule_table(table, heads=len(heads), padding=ABOVE_IN_WIDE if told.wide else ABOVE)
    document.add_paragraph().paragraph_format.line_spacing = Pt(12)


def widen(table: Any, widths: Sequence[int]) -> None:
    """So wide each column, in millimetres."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _group(table: Any, told: Table) -> None:
    """One cell for each head over several columns; without a label each column's own reaches over both."""
    above, below = table.rows[0].cells, table.rows[1].cells
    at = 0
    for group in told.groups:
        last = at + group.span - 1
        if group.label:
            above[at].merge(above[last])
        else:
            for column in range(at, last + 1):
                above[column].merge(below[column])
        at = last + 1


def _cell(cell: Any, text: str, *, is_head: bool, at: int, told: Table) -> None:
    size, line = IN_A_WIDE_LINE if told.wide else IN_A_LINE
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = line
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if text:
        run = paragraph.add_run(text)
        run.font.size = size
        set_face(run, FIRST if is_head else BODY)
    if at in told.numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif is_head or at not in told.starting:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def add_photos(document: Any, row: Sequence[Placed], photos: Mapping[int, bytes]) -> None:
    """A photo in the middle of its line, or two side by side; captions below on the same page."""
    if len(row) == 1:
        places: list[Any] = [document]
    else:
        table = document.add_table(rows=1, cols=len(row))
        bare_table(table)
        places = list(table.rows[0].cells)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    for place, placed in zip(places, row, strict=True):
        told = placed.photo
        line = document.add_paragraph() if place is document else place.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        line.paragraph_format.space_before = Mm(2)
        line.paragraph_format.keep_with_next = bool(told.caption)
        picture = io.BytesIO(photos[told.key])
        line.add_run().add_picture(picture, Mm(placed.width), Mm(placed.height))
        (spoken,) = line._p.iter(qn("wp:docPr"))  # noqa: SLF001 -- there is no other way
        spoken.set("descr", clean(told.caption) or f"照片{told.number}")
        if told.caption:
            caption = place.add_paragraph()
            caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
            caption.paragraph_format.line_spacing = Mm(7.4)
            words = caption.add_run(clean(told.caption))
            words.font.size = NO_4
            set_face(words, SECOND)
    if len(row) > 1:
        document.add_paragraph().paragraph_format.line_spacing = Pt(6)
