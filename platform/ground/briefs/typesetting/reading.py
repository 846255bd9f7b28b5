"""A PDF looked at again: its pages as pictures, and the text it really prints."""

import io
import re

import pypdfium2

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
