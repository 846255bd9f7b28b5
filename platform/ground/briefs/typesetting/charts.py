"""Bar charts as inline SVG, drawn in tenths of a millimetre over the width of the type area."""

from decimal import Decimal

from ground.briefs.typesetting.document import Bar, BarChart
from ground.briefs.typesetting.markup import Html, joined, plain, tag

WIDTH = 1560
MOST_STANDING = 12
RED = "#c8102e"
GREY = "#8a8a8a"
LABEL, VALUE = 41, 43  # 11.6 and 12.2 pt
_CHINESE = "SL Latin, SL FangSong, SL Marks, SL Song"


def bar_chart(chart: BarChart) -> Html:
    body, height = _drawn(chart)
    spoken = "，".join(f"{bar.label}{bar.value}{chart.unit}" for bar in chart.bars)
    return tag(
        "svg",
        tag("title", plain(f"{chart.title}：{spoken}")),
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        width=f"{WIDTH / 10:g}mm",
        height=f"{height / 10:g}mm",
    )


def chart_height(chart: BarChart) -> float:
    """Millimetres of the drawing, without its caption."""
    return _drawn(chart)[1] / 10


def _drawn(chart: BarChart) -> tuple[Html, int]:
    slot = (WIDTH - 40) / len(chart.bars)
    longest = max(len(bar.label) for bar in chart.bars)
    standing = len(chart.bars) <= MOST_STANDING and longest * LABEL * 1.05 <= slot
    return _standing(chart.bars, slot) if standing else _lying(chart.bars)


def _share(bar: Bar, bars: tuple[Bar, ...]) -> float:
    most = max(Decimal(other.value) for other in bars)
    return float(Decimal(bar.value) / most) if most else 0.0


def _standing(bars: tuple[Bar, ...], slot: float) -> tuple[Html, int]:
    top, tallest, foot = 60, 380, 70
    base = top + tallest
    width = min(slot * 0.46, 96)
    drawn = []
    for position, bar in enumerate(bars):
        middle = 20 + slot * (position + 0.5)
        high = tallest * _share(bar, bars)
        drawn += [
            _box(middle - width / 2, base - high, width, high),
            _words(bar.value, middle, base - high - 16, VALUE, "middle"),
            _words(bar.label, middle, base + 56, LABEL, "middle"),
        ]
    drawn.append(_rule(0, base, WIDTH, base))
    return joined(*drawn), base + foot


def _lying(bars: tuple[Bar, ...]) -> tuple[Html, int]:
    pitch, thick = 70, 38
    longest = max(len(bar.label) for bar in bars)
    size = min(LABEL, 560 / longest)
    left = max(longest * size, 120) + 36
    longest_value = max(len(bar.value) for bar in bars)
    room = WIDTH - left - longest_value * VALUE * 0.55 - 40
    drawn = []
    for position, bar in enumerate(bars):
        middle = pitch * (position + 0.5)
        wide = room * _share(bar, bars)
        drawn += [
            _words(bar.label, left - 22, middle + size * 0.36, size, "end"),
            _box(left, middle - thick / 2, wide, thick),
            _words(bar.value, left + wide + 16, middle + VALUE * 0.34, VALUE, "start"),
        ]
    height = pitch * len(bars)
    drawn.append(_rule(left, 0, left, height))
    return joined(*drawn), height


def _box(x: float, y: float, width: float, height: float) -> Html:
    size = {"width": f"{width:.1f}", "height": f"{height:.1f}"}
    return tag("rect", x=f"{x:.1f}", y=f"{y:.1f}", fill=RED, **size)


def _rule(x1: float, y1: float, x2: float, y2: float) -> Html:
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    return tag("line", stroke=GREY, stroke_width="3", **ends)


def _words(text: str, x: float, y: float, size: float, anchor: str) -> Html:
    return tag(
        "text",
        plain(text),
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        font_size=f"{size:.1f}",
        font_family=_CHINESE,
        text_anchor=anchor,
    )
