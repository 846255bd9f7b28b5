"""What a camera would have seen: drawn, since nobody and nothing here is real."""

import io

from PIL import Image, ImageDraw

from ground.accounts.models import User
from ground.files import services as stored
from ground.files.models import StoredFile

PAPER, INK, SEAL = "#fdfdf8", "#4b5563", "#b91c1c"


def filled_in_form(by: User, name: str) -> StoredFile:
    """A signed form that was photographed: ruled lines, a signature."""
    page = Image.new("RGB", (620, 877), PAPER)
    _written(page, (0, 0, 620, 877))
    return _kept(by, page, name)


def notice_on_its_wall(by: User, name: str) -> StoredFile:
    """A notice under glass on a board: a heading, lines of writing, a round red seal."""
    wall = Image.new("RGB", (900, 675), "#c9c3b6")
    draw = ImageDraw.Draw(wall)
    draw.rectangle((90, 60, 810, 615), fill="#7c5a3a")
    draw.rectangle((115, 85, 785, 590), fill="#a9c2b4")
    draw.rectangle((275, 110, 625, 570), fill=PAPER)
    _written(wall, (275, 110, 625, 570))
    draw.ellipse((500, 455, 585, 540), outline=SEAL, width=5)
    draw.rectangle((525, 494, 560, 500), fill=SEAL)
    return _kept(by, wall, name)


def shelves_of_the_shop(by: User, name: str) -> StoredFile:
    """The shop of the love supermarket before it opens: three shelves of boxes, sacks and bottles."""
    shop = Image.new("RGB", (1600, 1067), "#e9e4d8")
    draw = ImageDraw.Draw(shop)
    draw.rectangle((0, 900, 1600, 1067), fill="#b9a98c")
    draw.rectangle((90, 90, 1510, 190), fill=SEAL)
    for shelf, bottom in enumerate((430, 650, 870)):
        draw.rectangle((90, bottom, 1510, bottom + 22), fill="#8a6b48")
        for at in range(14):
            left, high = 105 + at * 100, 120 - (at * 7 + shelf * 11) % 50
            colour = ("#d8b24a", "#7d9bb5", "#a8bf8f", "#c98a6b")[(at + shelf) % 4]
            draw.rounded_rectangle((left, bottom - high, left + 82, bottom), 8 + 7 * shelf, colour)
            draw.rectangle((left + 20, bottom - high // 2, left + 62, bottom - 20), fill=PAPER)
    return _kept(by, shop, name)


def _written(picture: Image.Image, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    draw = ImageDraw.Draw(picture)
    inset, step = (right - left) // 8, (bottom - top) // 16
    middle = (left + right) // 2
    draw.rectangle((middle - inset * 2, top + step, middle + inset * 2, top + step + 14), fill=INK)
    for line in range(3, 13):
        y = top + line * step
        draw.line((left + inset, y, right - inset * (1 + line % 3), y), fill=INK, width=3)
    draw.line((right - inset * 3, bottom - step, right - inset, bottom - step), fill=INK, width=5)


def _kept(by: User, picture: Image.Image, name: str) -> StoredFile:
    taken = io.BytesIO()
    picture.save(taken, "JPEG")
    return stored.keep(by=by, content=taken.getvalue(), name=name)
