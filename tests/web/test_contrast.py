"""Whether people can read it: the contrast of colours that are used together, in both themes."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "platform/ground/web/static/web/tokens.css"
GROUNDS = ["paper", "surface", "sunken"]
TEXT = [
    *[
        (ink, ground)
        for ink in ("ink", "ink-2", "action", "bad", "warn", "good")
        for ground in GROUNDS
    ],
    ("action-ink", "action"),
    ("action-ink", "action-strong"),
    ("accent-ink", "accent"),
    ("accent", "surface"),
    ("surface", "good"),
    ("surface", "bad"),
    *[(tone, f"{tone}-soft") for tone in ("info", "good", "warn", "bad", "neutral")],
    *[("ink", f"{tone}-soft") for tone in ("info", "good", "warn", "bad")],
    ("action", "action-soft"),
    ("ink-2", "neutral-soft"),
]
SHAPES = [
    *[(shape, ground) for shape in ("line-strong", "focus", "action") for ground in GROUNDS],
    ("accent", "surface"),
    ("accent", "sunken"),
    ("action", "neutral-soft"),
]


def tokens(theme: str) -> dict[str, str]:
    sheet = TOKENS.read_text(encoding="utf-8")
    start = sheet.index(f'[data-bs-theme="{theme}"] {{')
    block = sheet[start : sheet.index("}", start)]
    return dict(re.findall(r"--sl-([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(theme, ink, ground):
    colours = tokens(theme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_outlines_can_be_seen(theme, shape, ground):
    colours = tokens(theme)
    assert contrast(colours[shape], colours[ground]) >= 3
