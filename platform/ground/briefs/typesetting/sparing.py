"""WeasyPrint does some things twice, or in vain; here they are done once. The bytes stay the same.

`install()` is for the release that `justify` names, which refuses any other; `tests/briefs/test_sparing.py`
says when the places that this reaches into have changed.

- A list of glyphs is handed on as an array with its length in its C type, and each new type is read by a
  parser of C: a type without a length is read once for all.
- A face is copied whole before it is cut, and the copy thrown away: it is copied only when somebody reads it.
- Each part of a PDF is written and compressed twice, once for the hash of the whole (`write_once`).
"""

import re
from typing import Any

import pydyf
from weasyprint.pdf import fonts
from weasyprint.text.ffi import ffi

_LENGTH = re.compile(r"\[\d+\]$")
_content_of, _open_font = fonts.get_hb_object_data, fonts.Font.__init__


def install() -> None:
    fonts.ffi = _OpenArrays()
    fonts.Font.__init__ = _open_without_copying


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
