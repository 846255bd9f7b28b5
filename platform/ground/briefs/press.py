"""The one typesetter of this process, started when it is first needed."""

import threading
from collections import OrderedDict
from functools import lru_cache

from django.conf import settings

from ground.briefs.typesetting import (
    BriefDocument,
    FontSet,
    FontsUnavailable,
    Typeset,
    Typesetter,
    TypesettingFailed,
    page_images,
)
from ground.kernel.errors import RuleBroken

KEPT = 12
_lock = threading.Lock()
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


def preview(document: BriefDocument) -> Typeset:
    """A document typeset for the eye. The same document again comes from memory."""
    key = document.to_json()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    try:
        typeset = typesetter().typeset(document)
    except TypesettingFailed as failed:
        raise RuleBroken("typesetting_failed", failed.reason) from failed
    with _lock:
        _kept[key] = typeset
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return typeset


@lru_cache(maxsize=24)
def pictures(pdf: bytes, width_px: int) -> tuple[bytes, ...]:
    """Each page as a PNG; the last ones are kept."""
    return tuple(page_images(pdf, width_px))
