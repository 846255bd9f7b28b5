"""A PDF looked at again: its pages as pictures, and the text it really prints."""

import io
import re

import pypdfium2

# The type area of a page from its top, and half of a line, in points.
TYPE_TOP, TYPE_BOTTOM, HALF_A_LINE = 104, 743, 12
FOOT = ("报：", "送：", "发：", "本期增发：", "编辑：", "核稿：", "签发：")
_TOGETHER = re.compile("[\u200b\u2060\u00ad\ufffe\x02]")


def page_images(pdf: bytes, width_px: int) -> list[bytes]:
    """Each page as a PNG, `width_px` wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = []
        for page in document:
            picture = io.BytesIO()
            scale = width_px / page.get_width()
            page.render(scale=scale).to_pil().save(picture, format="PNG", optimize=True)
            pictures.append(picture.getvalue())
        return pictures
    finally:
        document.close()


def starts_of(pdf: bytes) -> dict[str, int]:
    """The page on which each bookmark begins; of two that are called alike, the first."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found: dict[str, int] = {}
        for entry in document.get_toc():
            place = entry.get_dest()
            if place is not None:
                found.setdefault(entry.get_title(), (place.get_index() or 0) + 1)
        return found
    finally:
        document.close()


def text_of(pdf: bytes) -> list[str]:
    """The text of each page, a line of the page a line of text."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            _TOGETHER.sub("", page.get_textpage().get_text_range()).replace("\r\n", "\n")
            for page in document
        ]
    finally:
        document.close()


def count_pages(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def lines_on(pdf: bytes, number: int) -> int:
    """Lines of text on a page, counted from 1: without the page's number and the foot of the issue."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[number - 1]
        text, height = page.get_textpage(), page.get_height()
        rows: list[int] = []
        for at in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(at)
            above = height - (top + bottom) / 2
            if not TYPE_TOP < above < TYPE_BOTTOM:
                continue
            if text.get_text_bounded(left, bottom, right, top).strip().startswith(FOOT):
                break
            if all(abs(above - row) > HALF_A_LINE for row in rows):
                rows.append(round(above))
        return len(rows)
    finally:
        document.close()
