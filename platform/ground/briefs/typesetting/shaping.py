"""A Chinese paragraph is shaped once for all its lines; WeasyPrint shapes four lines to get each one.

Text without spaces, soft hyphens or controls is broken where Pango breaks it and nowhere else, so the lines of
one layout are the very lines that one layout after another would give. Everything else, the first line of a
paragraph (its indent makes it narrower) and lines beside a float go the usual way. `sparing.install` puts it
to work.
"""

import re
from math import inf
from typing import Any

from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from ground.briefs.typesetting import justify

_PLAIN = re.compile("[^\x00-\x20\x7f-\xa0\xad\u2028\u2029]+").fullmatch
_WRAPPED = ("normal", "pre-wrap", "pre-line")
_MOST = 1024  # lines that wait to be asked for; what is asked for again after that is shaped again

_usual = line_break.split_first_line

# Text, its bytes, where the next line begins, width, height and baseline.
_Line = tuple[str, int, int | None, float, float, float]
# By text, width and the address of a style, which is kept with it, that no other takes its place in memory.
_waiting: dict[tuple[str, float, int], tuple[Any, _Line]] = {}
_measured: dict[tuple[Any, ...], tuple[Any, ...]] = {}
_refused: dict[tuple[float, int], Any] = {}  # where words have been met that are wider than a line


def install() -> None:
    inline.split_first_line = _first_line
    preferred.split_first_line = _measures


def _first_line(text: str, style: Any, context: Any, width: Any, spacing: float, **how: Any) -> Any:
    """As `split_first_line`: the layout of a line, its length, where the next begins, and its measures."""
    key = (text, width, id(style))
    if key not in _waiting and _breaks_freely(text, style, width):
        _shape(text, style, context, width)
    if (found := _waiting.get(key)) is None:
        return _usual(text, style, context, width, spacing, **how)
    line, *measures = found[1]
    return justify.sleeping_layout(line, spacing), *measures


def _measures(
    text: str, style: Any, context: Any, width: Any, spacing: float, **how: Any
) -> tuple[Any, ...]:
    """As `split_first_line` for who only wants to know how wide a cell must be: once for the same words."""
    key = (text, id(style), width, spacing, *how.values())
    if key not in _measured:
        if len(_measured) > _MOST:
            _measured.clear()
        _, *measures = _usual(text, style, context, width, spacing, **how)
        _measured[key] = style, *measures
    return _measured[key]


def _breaks_freely(text: str, style: Any, width: Any) -> bool:
    """Whether a text of more than one line is broken where Pango breaks it, and nowhere else."""
    return (
        width not in (None, inf)
        and len(text) * style["font_size"] > width
        and (width, id(style)) not in _refused
        and style["white_space"] in _WRAPPED
        and style["hyphens"] == "none"
        and style["letter_spacing"] == "normal"
        and style["text_decoration_line"] == "none"
        and _PLAIN(text) is not None
    )


def _shape(text: str, style: Any, context: Any, width: float) -> None:
    """Break a text into all its lines, and let them wait until they are asked for."""
    if len(_waiting) > _MOST:
        _waiting.clear()
    layout = line_break.create_layout(text, style, context, width, 0)
    lines: list[Any] = []
    while (line := pango.pango_layout_get_line_readonly(layout.layout, len(lines))) != ffi.NULL:
        lines.append(line)
    written, extents = text.encode(), ffi.new("PangoRectangle *")
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
        broad = extents.width * FROM_UNITS
        if broad > width:  # a word to be broken; its lines would be tried one after another
            _refused[width, id(style)] = style
            return
        start, length = line.start_index, line.length
        _waiting[written[start:].decode(), width, id(style)] = (
            style,
            (
                written[start : start + length].decode(),
                length,
                following.start_index - start if following else None,
                broad,
                extents.height * FROM_UNITS,
                -extents.y * FROM_UNITS,
            ),
        )
