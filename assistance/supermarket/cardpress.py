"""Love cards on paper: ten on a sheet of A4, to be cut; each with the code that a scanner types."""

from collections.abc import Sequence
from importlib import resources

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from assistance.supermarket.models import LoveCard
from ground.briefs import press
from ground.kernel.identifiers import masked_name

ON_A_SHEET = 10


def cards_pdf(cards: Sequence[LoveCard]) -> bytes:
    """The cards as a PDF. They come from `queries.with_holder`; the name on a card is masked too."""
    faces = [
        {
            "card": one,
            "qr": qr_of(one),
            "holder": masked_name(vars(one)["holder_name"] or ""),
            "spaced": f"{one.number[:4]} {one.number[4:8]} {one.number[8:]}",
        }
        for one in cards
    ]
    sheets = [faces[start : start + ON_A_SHEET] for start in range(0, len(faces), ON_A_SHEET)]
    html = render_to_string("supermarket/card_sheets.html", {"sheets": sheets})
    style = resources.files(__package__).joinpath("cards.css").read_text(encoding="utf-8")
    return press.sheet(html, style).pdf


def qr_of(card: LoveCard) -> SafeString:
    drawn = segno.make(card.number, error="m", micro=False)
    svg = drawn.svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=1)
    return mark_safe(svg)  # noqa: S308 -- drawn here, from a number made here
