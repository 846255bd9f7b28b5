"""Contact cards on paper: one A6 card on a page, or four on a sheet of A4 to be cut."""

from collections.abc import Iterable
from importlib import resources
from itertools import islice
from typing import Literal

from django.template.loader import render_to_string
from django.urls import reverse

from assistance.pairing.models import ContactCard
from assistance.pairing.queries import token_of
from ground.briefs import press
from ground.web.outside import qr_of, whole_address

Layout = Literal["a6", "a4"]
ON_A_SHEET = {"a6": 1, "a4": 4}
RELATED = ("group__link_point", "group__lead_agency")


def cards_pdf(cards: Iterable[ContactCard], layout: Layout) -> bytes:
    """The cards as a PDF. They come with `RELATED` and `holders__agency` at hand."""
    faces = iter([{"card": card, "qr": qr_of(address_of(card))} for card in cards])
    sheets = []
    while sheet := list(islice(faces, ON_A_SHEET[layout])):
        sheets.append(sheet)
    html = render_to_string("pairing/card_sheets.html", {"sheets": sheets, "layout": layout})
    style = resources.files(__package__).joinpath("cards.css").read_text(encoding="utf-8")
    return press.sheet(html, style).pdf


def address_of(card: ContactCard) -> str:
    """Where the enterprise that holds the card says what it needs."""
    return whole_address(reverse("problems:card", args=[token_of(card)]))
