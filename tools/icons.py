"""Draw the icons of the installed application from the mark: `python tools/icons.py`.

The paths are those of `web/favicon.svg`: two links of a chain, drawn as thick lines with round joints.
"""

import math
from pathlib import Path

from PIL import Image, ImageDraw

OUT = Path(__file__).resolve().parents[1] / "platform/ground/web/static/web/icons"
RED, PAPER = "#c8102e", "#ffffff"
BOX, THICK, FINER = 32.0, 3.4, 4

Point = tuple[float, float]


def arc(centre: Point, radius: float, begin: float, end: float) -> list[Point]:
    """Points on a circle from one angle (degrees, clockwise from the east) to another."""
    steps = 24
    turned = (math.radians(begin + (end - begin) * one / steps) for one in range(steps + 1))
    return [(centre[0] + radius * math.cos(at), centre[1] + radius * math.sin(at)) for at in turned]


LINKS: list[list[Point]] = [
    [(17, 8), (9, 8), *arc((9, 13), 5, 270, 180), *arc((9, 15), 5, 180, 90), (10.5, 20)],
    [(12.5, 8), (15, 8), *arc((15, 13), 5, 270, 360), *arc((15, 15), 5, 0, 40)],
    [(15, 24), (23, 24), *arc((23, 19), 5, 90, 0), *arc((23, 17), 5, 0, -90), (22.5, 12)],
    [(20, 24), (17, 24), *arc((17, 19), 5, 90, 180), *arc((17, 17), 5, 180, 220)],
]


def icon(size: int, *, margin: float, ink: str, ground: str) -> Image.Image:
    """The mark in a square, drawn larger and made smaller, so that its edges are smooth."""
    large = size * FINER
    image = Image.new("RGB", (large, large), ground)
    pen = ImageDraw.Draw(image)
    scale = large * (1 - 2 * margin) / BOX
    half = THICK * scale / 2
    for link in LINKS:
        points = [(large * margin + x * scale, large * margin + y * scale) for x, y in link]
        pen.line(points, fill=ink, width=round(half * 2), joint="curve")
        for x, y in points:
            pen.ellipse((x - half, y - half, x + half, y + half), fill=ink)
    return image.resize((size, size), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    icon(192, margin=0.06, ink=RED, ground=PAPER).save(OUT / "icon-192.png", optimize=True)
    icon(512, margin=0.06, ink=RED, ground=PAPER).save(OUT / "icon-512.png", optimize=True)
    icon(512, margin=0.18, ink=PAPER, ground=RED).save(OUT / "icon-maskable-512.png", optimize=True)
