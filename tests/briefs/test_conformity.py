"""What an independent validator of PDF/A-3u and PDF/UA-1 found amiss once, read back without it."""

import ctypes
import io
from datetime import date

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from fontTools.ttLib import TTFont

from ground.briefs.typesetting import (
    Article,
    BriefDocument,
    ColumnGroup,
    Heading,
    Paper,
    Paragraph,
    Table,
    paper_source,
)
from ground.web.outside import qr_of
from tests.briefs.test_golden import RARE
from tests.briefs.test_typesetting import one_page


def programs_in(pdf):
    """The font programs that a PDF embeds, by name."""
    document = pypdfium2.PdfDocument(pdf)
    found = {}
    for page in document:
        for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=8):
            font = pdfium.FPDFTextObj_GetFont(one)
            name, size = (ctypes.c_char * 80)(), ctypes.c_size_t()
            pdfium.FPDFFont_GetBaseFontName(font, name, 80)
            pdfium.FPDFFont_GetFontData(font, None, 0, size)
            room = (ctypes.c_uint8 * size.value)()
            pdfium.FPDFFont_GetFontData(font, room, size.value, size)
            found[name.value.decode()] = bytes(room)
    document.close()
    return found


def written(ask, *given):
    """A text that PDFium writes into room given to it."""
    size = ask(*given, None, 0)
    room = ctypes.create_string_buffer(size)
    ask(*given, room, size)
    return room.raw.decode("utf-16-le").rstrip("\0")


def scope_of(element):
    """What a head of a table says that it heads: Column, Row or nothing."""
    for at in range(pdfium.FPDF_StructElement_GetAttributeCount(element)):
        attributes = pdfium.FPDF_StructElement_GetAttributeAtIndex(element, at)
        value = pdfium.FPDF_StructElement_Attr_GetValue(attributes, b"Scope")
        if value:
            room, size = ctypes.create_string_buffer(80), ctypes.c_ulong()
            pdfium.FPDF_StructElement_Attr_GetStringValue(value, room, 80, size)
            return room.raw[: size.value].decode("utf-16-le").rstrip("\0")
    return ""


def elements_of(pdf):
    """The structure, page by page, in the order of reading: (type, what a head heads, other text)."""

    def walk(element):
        yield (
            written(pdfium.FPDF_StructElement_GetType, element),
            scope_of(element),
            written(pdfium.FPDF_StructElement_GetAltText, element),
        )
        for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
            if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, at):
                yield from walk(child)

    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        for at in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            found += walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, at))
        pdfium.FPDF_StructTree_Close(tree)
    document.close()
    return found


def headings_of(pdf):
    return [int(kind[1]) for kind, *_ in elements_of(pdf) if kind[0] == "H" and len(kind) == 2]


def test_the_number_of_a_glyph_is_its_position(typesetter, typeset):
    """ISO 32000-1, 9.7.4.2. MuPDF and Ghostscript showed other characters, PDFium the right ones."""
    keyed = 0
    for pdf in (typeset.pdf, typesetter.typeset(one_page(RARE)).pdf):
        for name, program in programs_in(pdf).items():
            font = TTFont(io.BytesIO(program))
            top = font["CFF "].cff.topDictIndex[0] if "CFF " in font else None
            if top is not None and hasattr(top, "ROS"):
                keyed += 1
                numbers = [int(glyph.removeprefix("cid")) for glyph in top.charset[1:]]
                assert [one for at, one in enumerate(numbers, 1) if one != at][:5] == [], name
    assert keyed >= 7


def test_each_head_of_a_table_says_what_it_heads(typesetter, typeset):
    groups = (ColumnGroup(label="", span=1), ColumnGroup(label="上半年", span=2))
    table = Table(
        caption="表", header=("县", "户", "元"), rows=(("桃源", "1", "2"),), groups=groups
    )
    article = Article(title="题目", blocks=(table,))
    brief = BriefDocument(masthead=one_page("文").masthead, articles=(article,))
    set_ = typesetter.typeset(brief)
    assert [scope for kind, scope, _ in elements_of(set_.pdf) if kind == "TH"] == ["Column"] * 4
    told = [scope for kind, scope, _ in elements_of(typeset.pdf) if kind == "TH"]
    assert told == ["Column", "Column", "Row"]  # the page of figures


def test_without_a_scope_a_head_beside_cells_heads_its_row(typesetter):
    rows = "<tr><th>甲<th>乙<tr><th>丙<td>丁"
    page = f'<html lang="zh-CN"><title>页</title><table>{rows}</table>'
    heads = [one for one in elements_of(typesetter.sheet(page, "").pdf) if one[0] == "TH"]
    assert [scope for _, scope, _ in heads] == ["Column", "Column", "Row"]


@pytest.mark.parametrize(
    ("levels", "told"),
    [((1, 2, 3, 4), [3, 4, 5, 6]), ((2, 3, 2), [3, 4, 3]), ((3, 1, 4), [3, 3, 4])],
)
def test_no_level_of_heading_is_left_out(typesetter, levels, told):
    """Offices begin a text with （一）."""
    blocks = tuple(Heading(level=level, text="小标题") for level in levels)
    article = Article(title="题目", blocks=blocks)
    brief = BriefDocument(masthead=one_page("文").masthead, articles=(article,))
    assert headings_of(typesetter.typeset(brief).pdf) == [1, 2, *told]


def test_the_title_of_a_paper_is_its_first_heading(typesetter):
    blocks = (Heading(level=1, text="一、走访"), Paragraph(text="文"))
    paper = Paper(article=Article(title="总结", blocks=blocks), sender="办", day=date(2026, 1, 5))
    assert headings_of(typesetter.sheet(str(paper_source(paper)), "").pdf) == [1, 2]


def test_a_code_on_paper_says_what_it_is(typesetter):
    page = f'<html lang="zh-CN"><title>卡</title>{qr_of("https://example.org/c/1")}'
    figures = [one for one in elements_of(typesetter.sheet(page, "").pdf) if one[0] == "Figure"]
    assert figures == [("Figure", "", "二维码")]
