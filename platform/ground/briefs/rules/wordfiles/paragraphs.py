"""Paragraphs and tables of a Word file as plain lines; what is no text of the article is counted, not read.

What somebody deleted under tracked changes is not read, what somebody inserted is. A picture becomes
the mark of a photo on a line of its own. Text boxes, pictures in tables, comments, notes, formulas and
hidden text stay out.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from ground.briefs.rules.photos import Mark, mark_of
from ground.briefs.rules.wordfiles.numbering import Numbering
from ground.briefs.rules.wordfiles.pictures import OUTSIDE, Pictures, first_choice, relations_in
from ground.briefs.rules.wordfiles.styles import BODY_LEVEL, Style
from ground.briefs.rules.wordfiles.tree import child, children, is_on, name_of, number, value

# Around runs and around paragraphs: what stands within counts as if it stood there itself.
AROUND = {"ins", "moveTo", "hyperlink", "smartTag", "sdtContent", "sdt", "customXml", "fldSimple"}
AROUND |= {"dir", "bdo"}
FORMULAS = {"oMath", "oMathPara"}
DRAWN = {"drawing", "pict", "object", "AlternateContent"}
NOTES = {"footnoteReference": "脚注", "endnoteReference": "尾注", "commentReference": "批注"}
PHOTO = "photo"
LONGEST_IN_BOX = 36  # characters beside a picture that are its caption
_CAPTION_NUMBER = re.compile(r"^\s*(?:插图|图片?|照片)\s*(?:\d+\s*[:：．.、]?|[:：．.、])")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f]+")


@dataclass(frozen=True)
class Line:
    """One line of text: how it is meant (title, subtitle, a photo, a heading's level), and how it looks."""

    text: str
    role: str = ""
    level: int = 0
    is_centred: bool = False
    size: str = ""


@dataclass(frozen=True)
class Grid:
    """The cells of a table, each row as wide as it is there."""

    rows: tuple[tuple[str, ...], ...]


class Paragraphs:
    """Reads one document from its beginning to its end: numbers and fields go on from line to line."""

    def __init__(
        self, numbering: Numbering, styles: Mapping[str, Style], pictures: Pictures
    ) -> None:
        self.numbering, self.styles, self.pictures = numbering, styles, pictures
        self._tables = 0  # around what is read now
        self.left_out: Counter[str] = Counter()
        self._fields: list[bool] = []  # of the fields that are open: has its result begun?
        self._carried = ""  # of a paragraph whose end was deleted: it goes on in the next

    def read(self, node: Element) -> Iterator[Line | Grid]:
        for one in node:
            name = name_of(one)
            if name == "p":
                yield from self._paragraph(one)
            elif name == "tbl":
                yield from self._table(one)
            elif name in AROUND:
                yield from self.read(one)
            elif name == "altChunk":
                self.left_out["嵌入的文档"] += 1
            elif name in {"del", "moveFrom"}:
                self._count_deleted(one)

    def rest(self) -> Iterator[Line]:
        """What is left when the document has ended."""
        if said := clean(self._carried):
            yield Line(said)

    # --- paragraphs ---

    def _paragraph(self, node: Element) -> Iterator[Line]:
        looks = child(node, "pPr")
        style_id = value(child(looks, "pStyle"))
        style = self.styles.get(style_id, Style())
        text = self._carried + "".join(self._pieces(node))
        self._carried = ""
        if child(looks, "rPr", "del") is not None:
            self._carried = text
            return
        if style.role == "contents":
            if text.strip():
                self.left_out["目录行"] += 1
            return
        numbered = self._label(looks, style_id, style) if text.strip() else ""
        outline = child(looks, "outlineLvl")
        level = number(value(outline), BODY_LEVEL) + 1 if outline is not None else style.level
        centred = child(looks, "jc")
        line = Line(
            text="",
            role=style.role,
            level=level if 1 <= level <= 4 else 0,  # noqa: PLR2004 -- of a brief's four
            is_centred=value(centred) == "center" if centred is not None else style.is_centred,
            size=_size(node) or style.size,
        )
        for at, words in enumerate(text.split("\n")):
            if said := clean(numbered + words if at == 0 else words):
                yield Line(said, role=PHOTO) if mark_of(said) else replace(line, text=said)

    def _label(self, looks: Element | None, style_id: str, style: Style) -> str:
        own = child(looks, "numPr")
        of = value(child(own, "numId")) or style.list_id
        if not of or of == "0":
            return ""
        at = number(value(child(own, "ilvl")), -1)
        if at < 0:
            at = style.list_level if style.list_level is not None else -1
        if at < 0:
            at = self.numbering.level_of_style(of, style_id)
        return self.numbering.label(of, at)

    def _pieces(self, node: Element) -> Iterator[str]:
        for one in node:
            name = name_of(one)
            if name == "r":
                yield from self._run(one)
            elif name in AROUND:
                yield from self._pieces(one)
            elif name in {"del", "moveFrom"}:
                self._count_deleted(one)
            elif name in FORMULAS:
                self.left_out["公式"] += 1
            elif name in DRAWN:
                yield from self._drawn(one)

    def _run(self, run: Element) -> Iterator[str]:
        if is_on(child(run, "rPr", "vanish")):
            self.left_out["隐藏文字"] += any(name_of(one) == "t" for one in run)
            return
        for one in run:
            name = name_of(one)
            if name == "fldChar":
                self._turn_field(value(one, "fldCharType"))
            elif name in DRAWN:
                yield from self._drawn(one)
            elif name in NOTES:
                self.left_out[NOTES[name]] += 1
            elif all(self._fields):
                yield _said(one, name)

    def _turn_field(self, way: str) -> None:
        if way == "begin":
            self._fields.append(False)
        elif self._fields and way == "separate":
            self._fields[-1] = True
        elif self._fields and way == "end":
            self._fields.pop()

    def _count_deleted(self, node: Element) -> None:
        if any(name_of(one) == "delText" for one in node.iter()):
            self.left_out["修订中删去的文字"] += 1

    def _drawn(self, node: Element) -> Iterator[str]:
        """The marks of the pictures, each a line; what is drawn otherwise is counted."""
        names = {name_of(one) for one in node.iter()}
        if names & {"blip", "imagedata"}:
            kept = []
            for one in relations_in(node):
                number = OUTSIDE if self._tables else self.pictures.number_of(one)
                if isinstance(number, str):
                    self.left_out[number] += 1
                else:
                    kept.append(number)
                    yield f"\n{Mark(number)}\n"
            said = _CAPTION_NUMBER.sub("", "".join(_texts(node))).strip()
            # A box around a picture is LibreOffice's way to give it a caption.
            if said and len(kept) == 1 and len(said) <= LONGEST_IN_BOX:
                yield f"图：{said}\n"
            elif said:
                self.left_out["文本框"] += 1
        elif "txbxContent" in names:
            self.left_out["文本框"] += 1
        elif "chart" in names:
            self.left_out["图表"] += 1
        elif "OLEObject" in names:
            self.left_out["嵌入的对象"] += 1

    # --- tables ---

    def _table(self, node: Element) -> Iterator[Line | Grid]:
        rows = [tuple(self._cells(row)) for row in self._rows(node)]
        rows = [row for row in rows if any(row)]
        if max((len(row) for row in rows), default=0) > 1:
            yield Grid(tuple(rows))
            return
        for row in rows:  # a frame around paragraphs is no table
            for words in row[0].split("\n"):
                yield Line(words)

    def _rows(self, node: Element) -> Iterator[Element]:
        for one in node:
            name = name_of(one)
            if name == "tr":
                if child(one, "trPr", "del") is not None:
                    self.left_out["修订中删去的表格行"] += 1
                else:
                    yield one
            elif name in AROUND:
                yield from self._rows(one)

    def _cells(self, row: Element) -> Iterator[str]:
        for _ in range(_span(child(row, "trPr", "gridBefore"))):
            yield ""
        for cell in _each_cell(row):
            looks = child(cell, "tcPr")
            merged = child(looks, "vMerge")
            self._tables += 1
            words = "\n".join(self._in_cell(cell))
            self._tables -= 1
            yield "" if merged is not None and value(merged) != "restart" else words
            for _ in range(_span(child(looks, "gridSpan")) - 1):
                yield ""

    def _in_cell(self, cell: Element) -> Iterator[str]:
        for one in self.read(cell):
            if isinstance(one, Line):
                yield one.text
            else:
                yield from (" ".join(cell for cell in row if cell) for row in one.rows)


def clean(text: str) -> str:
    """Words as they are typed: one blank for several, nothing that has no shape, no private characters."""
    kept = "".join(
        one
        for one in text
        if one == "\t" or unicodedata.category(one) not in {"Cc", "Cf", "Co", "Cs"}
    )
    return _BLANKS.sub(" ", kept).strip(" \u3000")


def _texts(node: Element) -> Iterator[str]:
    """The words in a drawing."""
    return (one.text or "" for one in first_choice(node) if name_of(one) == "t")


def _said(one: Element, name: str) -> str:
    """What a part of a run says. A line that was broken by hand is a line of its own."""
    if name == "t":
        return (one.text or "").replace("\n", " ")
    if name == "cr" or (name == "br" and value(one, "type") in {"", "textWrapping"}):
        return "\n"
    if name == "ruby":  # 拼音指南: the characters, without what stands above them
        bases = (base.iter() for base in children(one, "rubyBase"))
        return "".join(
            found.text or "" for base in bases for found in base if name_of(found) == "t"
        )
    return {"tab": " ", "ptab": " ", "noBreakHyphen": "-"}.get(name, "")


def _each_cell(row: Element) -> Iterator[Element]:
    for one in row:
        if name_of(one) == "tc":
            yield one
        elif name_of(one) in AROUND:
            yield from _each_cell(one)


def _span(node: Element | None) -> int:
    """Columns that a cell stands over; no table is wider than Word makes them."""
    return min(max(number(value(node), 0), 0), 63)


def _size(node: Element) -> str:
    for run in children(node, "r"):
        return value(child(run, "rPr", "sz"))
    return ""
