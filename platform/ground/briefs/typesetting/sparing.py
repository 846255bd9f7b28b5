"""WeasyPrint does some things twice, or in vain; here they are done once. The bytes stay the same.

`install()` is for the release that `justify` names, which refuses any other; `tests/briefs/test_sparing.py`
says when the places that this reaches into have changed.

- A list of glyphs is handed on as an array with its length in its C type, and each new type is read by a
  parser of C: a type without a length is read once for all.
- A face is copied whole before it is cut, and the copy thrown away: it is copied only when somebody reads it.
- A face is cut twice, the second time of what the first cut has left already.
- A property that no rule of the style sheet gives to an element is inherited or initial, ten thousand times in
  ten pages: that is looked up before everything else that a property could be.
- A paragraph is shaped once for all its lines (`shaping`).
- Each part of a PDF is written and compressed twice, once for the hash of the whole (`write_once`).
"""

import re
from typing import Any

import pydyf
from weasyprint import css
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.pdf import fonts
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset

from ground.briefs.typesetting import shaping

_LENGTH = re.compile(r"\[\d+\]$")
_content_of, _open_font = fonts.get_hb_object_data, fonts.Font.__init__
_compute = css.ComputedStyle.__missing__

# Those that depend on others, or on more than the parent, are computed as ever.
_PLAIN = {
    key
    for key in INITIAL_VALUES
    if key not in {"page", "position", "float", "display"}
    and not key.startswith(("text_decoration_", "__"))
}
_INHERITED = _PLAIN & INHERITED
_INITIAL = {key: INITIAL_VALUES[key] for key in _PLAIN - INHERITED - INITIAL_NOT_COMPUTED}
# margin_left is given by margin_inline_start too.
_OTHER_NAMES = {
    key: tuple(name(block="ttb", inline=inline) for inline in ("ltr", "rtl"))
    for key, name in PHYSICAL_FUNCTIONS.items()
}


def install() -> None:
    fonts.ffi = _OpenArrays()
    fonts.Font.__init__ = _open_without_copying
    fonts.Font._harfbuzz_subset = _cut_once  # noqa: SLF001
    css.ComputedStyle.__missing__ = _look_up
    shaping.install()


def _look_up(style: Any, key: str) -> Any:
    given, parent = style.cascaded, style.parent_style
    if parent is None or key in given:
        return _compute(style, key)
    for one in _OTHER_NAMES.get(key, ()):
        if one in given:
            return _compute(style, key)
    if key in _INITIAL:
        value = style[key] = _INITIAL[key]
        return value
    if key in _INHERITED:
        value = style[key] = parent[key]
        return value
    return _compute(style, key)


class _OpenArrays:
    """The C interface of `fonts`, where an array takes its length from what is put into it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(ffi, name)

    def new(self, kind: str, *content: Any) -> Any:
        return ffi.new(_LENGTH.sub("[]", kind) if content else kind, *content)


class _Face(pydyf.Object):  # type: ignore[misc]
    """The content of a face, as bytes for whoever asks."""

    def __init__(self, face: Any) -> None:
        super().__init__()
        self._face = face

    @property
    def data(self) -> bytes:
        content: bytes = _content_of(self._face)
        return content

    def __getitem__(self, at: Any) -> Any:
        return self.data[at]

    def __len__(self) -> int:
        return len(self.data)


def _open_without_copying(font: Any, *given: Any) -> None:
    fonts.get_hb_object_data = _Face
    try:
        _open_font(font, *given)
    finally:
        fonts.get_hb_object_data = _content_of


# In the order of their numbers, as HarfBuzz wants them.
_DROPPED = [
    harfbuzz.hb_tag_from_string(name, -1)
    for name in (
        b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ",
    )
]  # fmt: skip


def _cut_once(font: Any, to_unicode: Any, hinting: bool) -> None:
    """Leave the face what these glyphs need, under the numbers that they have."""
    asked = ffi.gc(
        harfbuzz_subset.hb_subset_input_create_or_fail(),
        harfbuzz_subset.hb_subset_input_destroy,
    )
    glyphs = harfbuzz_subset.hb_subset_input_glyph_set(asked)
    _fill(glyphs, sorted(to_unicode))
    tables = harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG
    _fill(harfbuzz_subset.hb_subset_input_set(asked, tables), _DROPPED)
    flags = (
        harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS
        | harfbuzz_subset.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED
        | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    )
    if not hinting:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    if font.missing:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NOTDEF_OUTLINE
    harfbuzz_subset.hb_subset_input_set_flags(asked, flags)
    cut = harfbuzz_subset.hb_subset_or_fail(font.hb_face, asked)
    if cut == ffi.NULL:
        raise RuntimeError(f"HarfBuzz cannot cut the face {font.family!r}.")
    font.file_content = _content_of(ffi.gc(cut, harfbuzz.hb_face_destroy))


def _fill(numbers: Any, content: list[int]) -> None:
    array = ffi.new("hb_codepoint_t[]", content)
    harfbuzz.hb_set_add_sorted_array(numbers, array, len(content))


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object of a PDF that has been written and will not change."""

    data = b""
    compressible = True

    def __init__(self, one: Any) -> None:
        super().__init__()
        self.number, self.generation = one.number, one.generation
        self.data, self.compressible = one.data, one.compressible


def write_once(pdf: Any) -> None:
    """The last thing that is done to a PDF before it is put together."""
    pdf.objects[:] = [one if one.free == "f" else _Written(one) for one in pdf.objects]
