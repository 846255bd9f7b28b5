"""How a Word file of ours looks: faces by the names that offices have, sizes, the page, its numbers."""

from typing import Any

from docx.enum.section import WD_SECTION_START
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

LATIN = "Times New Roman"
TITLE, BODY, FIRST, SECOND = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
NO_2, NO_3, NO_4, SMALL_4, NO_5 = (
    Pt(22),
    Pt(16),
    Pt(14),
    Pt(12),
    Pt(10.5),
)  # 二号 三号 四号 小四 五号
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


def set_page(document: Any, *, line: str = "", head: str = "") -> None:
    """A4 with the type area of GB/T 9704; the number right on odd pages, left on even ones."""
    section = document.sections[0]
    section.start_type = WD_SECTION_START.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The dash of the number stands 7 mm under the type area, one character in from its edge.
    section.footer_distance = Mm(22 if line else 25.2)
    document.settings.odd_and_even_pages_header_footer = True
    for foot, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        number = foot.paragraphs[0]
        number.alignment = side
        number.paragraph_format.line_spacing = NO_3
        number.paragraph_format.left_indent = number.paragraph_format.right_indent = NO_4
        number.add_run("— ")
        add_field(number.add_run(), "PAGE")
        number.add_run(" —")
        if line:
            told = foot.add_paragraph(line)
            told.runs[0].font.size = Pt(7)
            told.paragraph_format.line_spacing = Pt(9)
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
    if style.name == "Normal":  # no air between Chinese and figures: 2008年
        for air in ("w:autoSpaceDE", "w:autoSpaceDN"):
            _put_before(style.element.get_or_add_pPr(), air)
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


def _put_before(properties: Any, name: str) -> None:
    """A switch that is off, where the format wants it."""
    switch = OxmlElement(name)
    switch.set(qn("w:val"), "0")
    properties.insert_element_before(
        switch, "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc"
    )


def chinese_marks(document: Any) -> None:
    """Quotes, dashes and dots (“ ” —— ……) stand in Latin and in Chinese faces: in the Chinese one here."""
    feet = [foot for one in document.sections for foot in (one.footer, one.even_page_footer)]
    for part in (document.element.body, *(foot._element for foot in feet)):  # noqa: SLF001
        for run in part.iter(qn("w:r")):
            run.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


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
