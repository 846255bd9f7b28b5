"""What a Word document needs and python-docx has no name for: rules, fields, places, a foot."""

import io
import zipfile
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

HAIR, HEAD, EDGE = 2, 6, 12  # eighths of a point
GREY = "999999"
FIXED = (1980, 1, 1, 0, 0, 0)
# What may stand after the element in question: the order is part of the format.
_AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
    "w:textAlignment", "w:outlineLvl", "w:rPr",
)  # fmt: skip
_AFTER_CELL_BORDERS = (
    "w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark",
)  # fmt: skip
_IN_TABLE = (
    "w:tblStyle", "w:tblpPr", "w:tblOverlap", "w:bidiVisual", "w:tblStyleRowBandSize",
    "w:tblStyleColBandSize", "w:tblW", "w:jc", "w:tblCellSpacing", "w:tblInd", "w:tblBorders",
    "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook",
)  # fmt: skip


def rule_paragraph(
    paragraph: Any, *, top: int = 0, left: int = 0, bottom: int = 0, colour: str
) -> None:
    """Rules above, to the left and below, in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    for side, size in (("top", top), ("left", left), ("bottom", bottom)):
        if size:
            borders.append(_rule(side, size, colour, space=4))
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 -- there is no other way
    properties.insert_element_before(borders, *_AFTER_BORDERS)


def rule_table(table: Any, *, heads: int, padding: int) -> None:
    """Three rules, and hairlines between the rows; so much room above and below the words of a cell."""
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    sides = (("top", EDGE, "000000"), ("bottom", EDGE, "000000"), ("insideH", HAIR, GREY))
    _set_borders(table, sides)
    _pad(table, padding)
    for cell in table.rows[heads - 1]._tr.tc_lst:  # noqa: SLF001
        borders = OxmlElement("w:tcBorders")
        borders.append(_rule("bottom", HEAD, "000000"))
        cell.get_or_add_tcPr().insert_element_before(borders, *_AFTER_CELL_BORDERS)


def bare_table(table: Any) -> None:
    """A table without a rule: what stands side by side."""
    _set_borders(table, ())
    _pad(table, 0)


def _pad(table: Any, padding: int) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(padding / 635)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    _put(table, margins)


def floor_table(table: Any, width: int, *, edge: int, inner: int) -> None:
    """Stand a table on the lower margin of its page, with rules above, below and between rows."""
    sides = (("top", edge, "000000"), ("bottom", edge, "000000"), ("insideH", inner, "000000"))
    _set_borders(table, sides)
    table.autofit = False
    table.columns[0].width = width
    for row in table.rows:
        row.cells[0].width = width
    place = OxmlElement("w:tblpPr")
    for key, value in (
        ("vertAnchor", "margin"),
        ("horzAnchor", "margin"),
        ("tblpXSpec", "center"),
        ("tblpYSpec", "bottom"),
    ):
        place.set(qn(f"w:{key}"), value)
    _put(table, place)


def bookmark(paragraph: Any, name: str) -> None:
    """A name for the place of a paragraph; its number is that of the paragraph's order."""
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = str(len(paragraph.part.element.findall(f".//{qn('w:bookmarkStart')}")) + 1)
    begin.set(qn("w:id"), number)
    begin.set(qn("w:name"), name)
    end.set(qn("w:id"), number)
    first = paragraph.runs[0]._element  # noqa: SLF001
    first.addprevious(begin)
    paragraph._p.append(end)  # noqa: SLF001


def page_of(paragraph: Any, mark: str, *, shown: str) -> None:
    """The page of a bookmark: a field that Word computes anew, with what is shown until then."""
    for kind in ("begin", "code", "separate", "text", "end"):
        run = paragraph.add_run()
        if kind == "text":
            run.text = shown
            continue
        part = OxmlElement("w:instrText" if kind == "code" else "w:fldChar")
        if kind == "code":
            part.text = f" PAGEREF {mark} \\h "
        else:
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)  # noqa: SLF001


def outline(style: Any, level: int) -> None:
    """Name a style in the outline: it then stands in Word's navigation."""
    properties = style.element.get_or_add_pPr()
    at = OxmlElement("w:outlineLvl")
    at.set(qn("w:val"), str(level))
    properties.append(at)


def _set_borders(table: Any, sides: tuple[tuple[str, int, str], ...]) -> None:
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in sides:
        borders.append(_rule(side, size, colour))
    order = ("top", "left", "bottom", "right", "insideH", "insideV")
    for side in set(order).difference(side for side, *_ in sides):
        none = _rule(side, 0, "auto")
        none.set(qn("w:val"), "nil")
        borders.append(none)
    borders[:] = sorted(borders, key=lambda one: order.index(one.tag.partition("}")[2]))
    _put(table, borders)


def _put(table: Any, element: Any) -> None:
    """Put a property of a table where the format wants it."""
    properties = table._tbl.tblPr  # noqa: SLF001
    for old in properties.findall(element.tag):
        properties.remove(old)
    name = f"w:{element.tag.partition('}')[2]}"
    after = {qn(one) for one in _IN_TABLE[_IN_TABLE.index(name) + 1 :]}
    behind = next((one for one in properties if one.tag in after), None)
    if behind is None:
        properties.append(element)
    else:
        behind.addprevious(element)


def _rule(side: str, size: int, colour: str, *, space: int = 0) -> Any:
    rule = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", size), ("space", space), ("color", colour)):
        rule.set(qn(f"w:{key}"), str(value))
    return rule


def timeless(file: io.BytesIO) -> bytes:
    """The package without the times at which its parts were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as written, zipfile.ZipFile(out, "w") as kept:
        for part in written.infolist():
            entry = zipfile.ZipInfo(part.filename, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, written.read(part))
    return out.getvalue()
