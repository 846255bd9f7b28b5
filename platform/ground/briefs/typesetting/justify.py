"""Chinese composition for WeasyPrint: lines spread between characters, marks that meet set narrow.

WeasyPrint justifies at spaces only, so a Chinese paragraph would keep a ragged edge. `install()`
replaces the functions of the release named here, and refuses any other: look at them again then.

- A justified line spreads what is left over between all its wide characters.
- A mark followed by a mark (：“ or 。”) gives up its empty half, through `halt` of the faces.
- A mark at either end of a justified line hangs its empty half over the edge: it looks straight.
- A distance at the end of a run is written before the next run: PDFium, in Chrome, forgets it.
- The invisible marks of `markup` are dropped when a line is drawn: nobody who searches meets them.
"""

import re
from collections.abc import Iterator
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.pdf.stream import Stream
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from ground.briefs.typesetting.faces import CLOSERS, OPENERS

MADE_FOR = "70."

_WIDE = re.compile(
    "[ \u00a0\u00b7\u2014\u2018\u2019\u201c\u201d\u2026\u2e80-\u9fff\uf900-\ufaff"
    "\uff01-\uff60\U00020000-\U000323af]+"
)
_MEETING = re.compile(
    f"[{CLOSERS}](?=\u200b?[{CLOSERS}{OPENERS}])|[{OPENERS}](?=\u200b?[{OPENERS}])"
)
# More than this would tear a line apart; it is then left as it is.
_MOST_EMS = 6

_BREAKS = str.maketrans("", "", "\u200b\u2060")
_DISTANCE_LAST = re.compile(r"(?<=>)-?[\d.]+$")
_show_text, _set_text_matrix = Stream.show_text, Stream.set_text_matrix
_set_plain_text = line_break.Layout.set_text


def install() -> None:
    if not weasyprint.__version__.startswith(MADE_FOR):
        raise RuntimeError(
            f"Chinese justification was written for WeasyPrint {MADE_FOR}x, "
            f"not {weasyprint.__version__}."
        )
    line_break.Layout.set_text = _set_text
    line_break.Layout.reactivate = _reactivate
    inline.justify_line = _justify_line
    Stream.set_text_matrix = _begin_line
    Stream.show_text = _show_run


def _begin_line(stream: Any, *matrix: float) -> None:
    stream.carried_distance = ""
    _set_text_matrix(stream, *matrix)


def _show_run(stream: Any, text: str) -> None:
    text = f"{stream.carried_distance} {text}".lstrip()
    last = _DISTANCE_LAST.search(text)
    stream.carried_distance = last.group() if last else ""
    _show_text(stream, _DISTANCE_LAST.sub("", text))


def _reactivate(layout: Any, style: Any) -> None:
    # A line is drawn: where it could have been broken no longer matters.
    layout.setup(style)
    layout.set_text(layout.text.translate(_BREAKS) or layout.text, justify=True)


def _set_text(layout: Any, text: str, justify: bool = False) -> None:
    # WeasyPrint's own word spacing is kept out: spaces are spread with the characters.
    spacing, layout.justification_spacing = layout.justification_spacing, 0
    _set_plain_text(layout, text, justify)
    layout.justification_spacing = spacing
    written = layout.text
    meeting = list(_MEETING.finditer(written))
    spread = list(_WIDE.finditer(written)) if justify and spacing else []
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        if not meeting and not spread:
            return
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    own = layout.style["letter_spacing"]
    distance = int(((0 if own == "normal" else own) + spacing) * TO_UNITS)
    for match in meeting:
        _apply(attributes, pango.pango_attr_font_features_new(b"halt 1"), written, match)
    for match in spread:
        _apply(attributes, pango.pango_attr_letter_spacing_new(distance), written, match)
    pango.pango_layout_set_attributes(layout.layout, attributes)


def _apply(attributes: Any, attribute: Any, text: str, match: re.Match[str]) -> None:
    attribute.start_index = len(text[: match.start()].encode())
    attribute.end_index = len(text[: match.end()].encode())
    pango.pango_attr_list_change(attributes, attribute)


def _leaves(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        if box.text.strip("\u200b"):
            yield box
    elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            yield from _leaves(child)


def _wide(text: str) -> int:
    return sum(len(match.group()) for match in _WIDE.finditer(text))


def _justify_line(_context: Any, line: Any, extra_width: float) -> None:
    texts = list(_leaves(line))
    if not texts:
        return
    first, last = texts[0].text.lstrip("\u200b"), texts[-1].text.rstrip("\u200b ")
    em = texts[-1].style["font_size"]
    indented = texts[0].position_x - line.position_x > em / 2
    hang = em / 2 if first[:1] and first[0] in OPENERS and not indented else 0
    extra_width += hang
    if last and last[-1] in CLOSERS and not _measured_half(texts[-1]):
        extra_width += em / 2
    # Half of a character's spacing goes before it and half after, but for the ends of a text.
    starts, ends = _starts_wide(first), _starts_wide(last[-1:])
    gaps = sum(_wide(text.text) for text in texts) - 0.5 * starts - 0.5 * ends
    if gaps > 0 and extra_width <= _MOST_EMS * em:
        spacing = extra_width / gaps
        _spread(line, spacing, -hang - (spacing / 2 if starts else 0))


def _measured_half(text: Any) -> bool:
    """Whether the last mark of a line has half a width already: it met one of the next line."""
    whole = line_break.Layout(text.style)
    whole.set_text(text.text)
    width, _ = line_break.line_size(whole.get_first_line()[0], text.style)
    return bool(width > text.width + text.style["font_size"] / 4)


def _starts_wide(text: str) -> bool:
    return _WIDE.match(text.lstrip("\u200b")) is not None


def sleeping_layout(text: str, spacing: float) -> Any:
    """A layout that is set when its line is drawn (`_reactivate`): until then its text will do."""
    layout = object.__new__(line_break.Layout)
    layout.text, layout.justification_spacing = text, spacing
    layout.max_width, layout.first_line_direction = None, 0
    return layout


def _spread(box: Any, spacing: float, shift: float) -> float:
    """Move `box` by `shift`, widen its wide characters by `spacing`; the next one's shift."""
    if isinstance(box, boxes.TextBox):
        box.position_x += shift + (spacing / 2 if _starts_wide(box.text) else 0)
        if count := _wide(box.text):
            box.justification_spacing = spacing
            box.pango_layout = sleeping_layout(box.text, spacing)
            box.width += spacing * count
            shift += spacing * count
    elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x += shift
        before = shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _spread(child, spacing, shift)
        box.width += shift - before
    else:
        box.translate(shift, 0)
    return shift
