"""Photos among the text: how large each stands, and its bytes for that size.

One alone takes the width of the type area; of several that follow one another, two stand side by
side, unless one of them is a panorama.
"""

import io
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from PIL import Image

from ground.briefs.typesetting.document import Block, BriefDocument, Photo
from ground.briefs.typesetting.markup import NOTHING, Html, tag, void

WIDTH, HALF = 156.0, 76.0  # mm
TALLEST, TALLEST_OF_TWO = 112.4, 76.0  # eleven lines; a square
WIDEST_OF_TWO = 2  # times its height
LINE, CAPTION_LINE, GAP = 10.22, 7.4, 2.0
EM = 4.94  # mm; 14 pt
DPI = 300
QUALITY = 84
SCHEME = "photo:"


@dataclass(frozen=True)
class Placed:
    """A photo at its size on paper, in millimetres."""

    photo: Photo
    width: float
    height: float

    @property
    def pixels(self) -> tuple[int, int]:
        """As many as are printed at 300 to the inch, and never more than there are."""
        most = max(1, min(round(self.width / 25.4 * DPI), self.photo.width))
        return most, max(1, round(most * self.photo.height / self.photo.width))

    @property
    def name(self) -> str:
        """What the page calls its bytes: another picture, or another size, is another name."""
        return f"{self.photo.sha256}-{self.pixels[0]}"


def rows_of(blocks: Sequence[Block]) -> Iterator[Block | tuple[Placed, ...]]:
    """The blocks; photos that follow one another as rows of two, an odd one alone at the end."""
    for is_photo, some in groupby(blocks, lambda one: isinstance(one, Photo)):
        if not is_photo:
            yield from some
            continue
        photos = [one for one in some if isinstance(one, Photo)]
        while photos:
            count = 1 if any(map(_is_wide, photos[:2])) else 2
            yield _placed(photos[:count])
            del photos[:count]


def _is_wide(photo: Photo) -> bool:
    """Half as wide as the text, it would be a strip, and the one beside it too."""
    return photo.width > photo.height * WIDEST_OF_TWO


def placed_in(blocks: Sequence[Block]) -> Iterator[Placed]:
    for row in rows_of(blocks):
        if isinstance(row, tuple):
            yield from row


def check_handed(document: BriefDocument, photos: Collection[str]) -> None:
    """A page without one of its photos would be another page: raises ValueError."""
    wanted = {one.name for article in document.articles for one in placed_in(article.blocks)}
    if missing := wanted.difference(photos):
        raise ValueError(f"缺少{len(missing)}张照片")


def resolution_of(blocks: Sequence[Block]) -> Iterator[tuple[Photo, int]]:
    """Each photo with how many of its pixels stand on an inch of paper."""
    return ((one.photo, round(one.photo.width / one.width * 25.4)) for one in placed_in(blocks))


def _placed(photos: Sequence[Photo]) -> tuple[Placed, ...]:
    """Side by side both are as high; the smaller of what their widths allow."""
    wide, high = (WIDTH, TALLEST) if len(photos) == 1 else (HALF, TALLEST_OF_TWO)
    high = min(high, *(wide * one.height / one.width for one in photos))
    return tuple(Placed(one, high * one.width / one.height, high) for one in photos)


def row_source(row: Sequence[Placed]) -> Html:
    """A row as HTML, in whole lines, so that the text below stays on the grid."""
    room = WIDTH if len(row) == 1 else HALF
    captions = max(_caption_lines(one.photo.caption, room) for one in row)
    lines = math.ceil((row[0].height + GAP + captions * CAPTION_LINE + GAP) / LINE)
    return tag(
        "figure",
        *(tag("div", _picture(one), _caption(one), class_="photo") for one in row),
        class_="photos" if len(row) == 1 else "photos two",
        style=f"min-height:{lines * LINE:.2f}mm",
    )


def _picture(one: Placed) -> Html:
    return void(
        "img",
        src=f"{SCHEME}{one.name}",
        alt=one.photo.caption or f"照片{one.photo.number}",
        style=f"width:{one.width:.2f}mm;height:{one.height:.2f}mm",
    )


def _caption(one: Placed) -> Html:
    return tag("figcaption", one.photo.caption) if one.photo.caption else NOTHING


def _caption_lines(caption: str, room: float) -> int:
    ems = sum(0.5 if one.isascii() else 1.0 for one in caption)
    return math.ceil(ems / math.floor(room / EM))


def for_print(content: bytes, size: tuple[int, int]) -> bytes:
    """A kept photo with no more pixels than are printed. The same photo gives the same bytes."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as kept:
        if kept.width <= size[0] and kept.mode == "RGB":
            return content
        kept.draft("RGB", size)
        smaller = kept.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    out = io.BytesIO()
    smaller.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
