"""Love cards on paper: ten on a sheet of A4, to be cut; each with the code that a scanner types."""

from collections.abc import Sequence
from importlib import resources

from django.template.loader import render_to_string

from assistance.supermarket.models import LoveCard
from ground.briefs import press
from ground.kernel.identifiers import masked_name
from ground.web.outside import qr_of

ON_A_SHEET = 10


def cards_pdf(cards: Sequence[LoveCard]) -> bytes:
    """The cards as a PDF. They come from `queries.with_holder`; the name on a card is masked too."""
    faces = [
        {
            "card": one,
            "qr": qr_of(one.number),
            "holder": masked_name(vars(one)["holder_name"] or ""),
            "spaced": f"{one.number[:4]} {one.number[4:8]} {one.number[8:]}",
        }
        for one in cards
    ]
    sheets = [faces[start : start + ON_A_SHEET] for start in range(0, len(faces), ON_A_SHEET)]
    html = render_to_string("supermarket/card_sheets.html", {"sheets": sheets})
    style = resources.files(__package__).joinpath("cards.css").read_text(encoding="utf-8")
    return press.sheet(html, style).pdf
