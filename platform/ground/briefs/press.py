"""The one typesetter of this process, started when it is first needed."""

import hashlib
import io
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import pypdfium2
from django.conf import settings
from django.utils.html import escape
from PIL import Image, ImageChops

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
SKETCHES_KEPT = 240  # some sixty thousand bytes each
MARK = (  # stands in the lower left corner of a page of any size
    "@page { size: 180mm 10mm; margin: 4mm 0 0 14mm }"
    'body { margin: 0; font: 7pt/1.2 "SL Latin", "SL Song"; color: #555; white-space: nowrap }'
)
COLOURS = 24  # paper, ink and red, with the greys between
SHADES = 16  # of a page without colour
QUICK = 4  # of the nine levels of compression
_SHADE = [round(at * (SHADES - 1) / 255) for at in range(256)]
_SHADES = [value for at in range(SHADES) for value in (round(at * 255 / (SHADES - 1)),) * 3]
COLOURS_OF_PHOTOS = 256
_lock = threading.Lock()
_starting = threading.Lock()
_pdfium = threading.Lock()  # the library that draws pages is not made for threads
_kept: "OrderedDict[str, Typeset]" = OrderedDict()
_sketches: "OrderedDict[bytes, bytes]" = OrderedDict()
_beside = ThreadPoolExecutor(max_workers=8, thread_name_prefix="press")


def typesetter() -> Typesetter:
    """Raises RuleBroken where the faces have not been built: the operator mends that."""
    with _starting:  # two threads at once must not get one each
        return _typesetter()


@lru_cache(maxsize=1)
def _typesetter() -> Typesetter:
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
    return begin(document).result()


def begin(document: BriefDocument) -> Future[Typeset]:
    """`preview` while the caller does something else. Its photos are read before, on the caller's connection."""
    key = document.to_json()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            known: Future[Typeset] = Future()
            known.set_result(_kept[key])
            return known
    return _beside.submit(_kept_for_the_eye, key, document, photos_for_print(document))


def _kept_for_the_eye(key: str, document: BriefDocument, photos: Mapping[str, bytes]) -> Typeset:
    try:
        typeset = typesetter().typeset(document, photos)
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
    """While somebody writes, most pages come out as they were: such a one is drawn, and found again."""
    drawn = page.render(scale=width_px / page.get_width())
    key = hashlib.blake2b(drawn.buffer).digest() + bytes(f"{drawn.width}", "ascii")
    with _lock:
        found = _sketches.get(key)
    if found is None:
        found = _packed(drawn.to_pil().convert("RGB"), has_photos=_has_photos(page))
    with _lock:
        _sketches[key] = found
        _sketches.move_to_end(key)
        while len(_sketches) > SKETCHES_KEPT:
            _sketches.popitem(last=False)
    return found


def _has_photos(page: Any) -> bool:
    return any(True for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))


def _packed(drawn: Image.Image, *, has_photos: bool) -> bytes:
    """A picture of a page as a PNG of few colours, of more where it shows photos."""
    file = io.BytesIO()
    if has_photos:
        few = drawn.quantize(COLOURS_OF_PHOTOS, Image.Quantize.FASTOCTREE)
        few.save(file, format="PNG", compress_level=QUICK)
    elif _is_grey(drawn):
        few = drawn.getchannel("G").point(_SHADE)
        few.putpalette(_SHADES)
        few.save(file, format="PNG", bits=4, compress_level=QUICK)
    else:
        few = drawn.quantize(COLOURS, Image.Quantize.FASTOCTREE)
        few.save(file, format="PNG", compress_level=QUICK)
    return file.getvalue()


def _is_grey(drawn: Image.Image) -> bool:
    red, green, blue = drawn.split()
    return not any(ImageChops.difference(red, one).getbbox() for one in (green, blue))


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
