"""The one typesetter of this process, started when it is first needed."""

import io
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pypdfium2
from django.conf import settings
from django.utils.html import escape
from PIL import Image

from ground.briefs.queries.photos import photos_for_print
from ground.briefs.typesetting import (
    BriefDocument,
    FontSet,
    FontsUnavailable,
    Typeset,
    Typesetter,
    TypesettingFailed,
    count_pages,
    lines_on,
    page_images,
    starts_of,
)
from ground.kernel.errors import RuleBroken

KEPT = 12
MARK = (  # stands in the lower left corner of a page of any size
    "@page { size: 180mm 10mm; margin: 4mm 0 0 14mm }"
    'body { margin: 0; font: 7pt/1.2 "SL Latin", "SL Song"; color: #555; white-space: nowrap }'
)
COLOURS = 24  # paper, ink and red, with the greys between
COLOURS_OF_PHOTOS = 256
_lock = threading.Lock()
_pdfium = threading.Lock()  # the library that draws pages is not made for threads
_kept: "OrderedDict[str, Typeset]" = OrderedDict()


@lru_cache(maxsize=1)
def typesetter() -> Typesetter:
    """Raises RuleBroken where the faces have not been built: the operator mends that."""
    try:
        return Typesetter(settings.FONT_DIR)
    except FontsUnavailable as missing:
        raise RuleBroken("fonts_missing", "排版字体尚未安装，请联系管理员生成排版字体") from missing


def fonts() -> FontSet:
    return typesetter().fonts


def set_document(document: BriefDocument) -> Typeset:
    """A document typeset with its photos. Raises TypesettingFailed."""
    return typesetter().typeset(document, photos_for_print(document))


def preview(document: BriefDocument) -> Typeset:
    """A document typeset for the eye. The same document again comes from memory."""
    key = document.to_json()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    try:
        typeset = set_document(document)
    except TypesettingFailed as failed:
        raise RuleBroken("typesetting_failed", failed.reason) from failed
    with _lock:
        _kept[key] = typeset
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return typeset


def sheet(html: str, style: str) -> Typeset:
    """Pages that are no brief (contact cards, certificates), typeset under the same guard."""
    try:
        return typesetter().sheet(html, style)
    except TypesettingFailed as failed:
        raise RuleBroken("typesetting_failed", failed.reason) from failed


def joined(parts: Sequence[bytes]) -> bytes:
    """Several PDFs as one: what is too much for one job is set in parts."""
    if len(parts) == 1:
        return parts[0]
    with _pdfium:
        whole = pypdfium2.PdfDocument.new()
        try:
            for part in parts:
                document = pypdfium2.PdfDocument(part)
                whole.import_pages(document)
                document.close()
            file = io.BytesIO()
            whole.save(file)
        finally:
            whole.close()
    return file.getvalue()


def marked(pdf: bytes, line: str) -> bytes:
    """The PDF with a line at the foot of every page: who took it out."""
    return laid_over(pdf, sheet(escape(line), MARK).pdf)


def laid_over(pdf: bytes, top: bytes) -> bytes:
    """The PDF with the first page of another over each of its own, in the lower left corner."""
    with _pdfium:
        whole, one = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument(top)
        try:
            form = one.page_as_xobject(0, whole)
            for page in whole:
                page.insert_obj(form.as_pageobject())
                page.gen_content()
            file = io.BytesIO()
            whole.save(file)
        finally:
            one.close()
            whole.close()
    return file.getvalue()


def sketches(pdf: bytes, width_px: int) -> list[bytes]:
    """Each page as a small PNG of few colours, of more where it shows photos: for a proof."""
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_sketch(page, width_px) for page in document]
        finally:
            document.close()


def _sketch(page: Any, width_px: int) -> bytes:
    drawn = page.render(scale=width_px / page.get_width()).to_pil()
    file = io.BytesIO()
    has_photos = any(True for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    colours = COLOURS_OF_PHOTOS if has_photos else COLOURS
    drawn.convert("RGB").quantize(colours, Image.Quantize.FASTOCTREE).save(file, format="PNG")
    return file.getvalue()


def starts(pdf: bytes) -> dict[str, int]:
    """The page on which each title of an issue stands."""
    with _pdfium:
        return starts_of(pdf)


def last_of_text(pdf: bytes, data_title: str) -> tuple[int, int]:
    """The last page of the articles, before the data page of this title, and how many lines stand on it."""
    with _pdfium:
        after = starts_of(pdf).get(data_title) if data_title else None
        last = after - 1 if after else count_pages(pdf)
        return last, lines_on(pdf, last) if last else 0


@lru_cache(maxsize=24)
def pictures(pdf: bytes, width_px: int) -> tuple[bytes, ...]:
    """Each page as a PNG; the last ones are kept."""
    with _pdfium:
        return tuple(page_images(pdf, width_px))
