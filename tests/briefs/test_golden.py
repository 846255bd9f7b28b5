"""The Changde brief 2008年第二期 as it must stay: its text in reading order, and how its pages look.

The pictures of `golden/` are 240 pixels wide. Where a page is meant to look different:

    UPDATE_GOLDEN=1 pytest tests/briefs/test_golden.py     and look at every picture that changed
"""

import io
import os
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from ground.briefs.typesetting import BriefDocument, missing_glyphs, page_images, text_of
from tests.briefs.conftest import STORY, faces_of
from tests.briefs.test_typesetting import one_page, squeezed

GOLDEN = Path(__file__).parent / "golden"
WIDTH = 240
# Of 255: how far a page may be off on the whole, and any patch of a centimetre by itself.
PAGE_OFF, PATCH_OFF, PATCH = 1.5, 12, 12


def body_of(document):
    """What the pages after the contents print, in the order in which it is read."""
    for section, articles in document.in_sections():
        yield section
        for article in articles:
            byline = f"（{article.byline.strip('（）')}）" if article.byline else ""
            yield from (article.editor_note, article.title, article.subtitle, byline)
            for block in article.blocks:
                yield getattr(block, "lead", "") + block.text
            contributor = article.contributor.removeprefix("来稿：")
            yield f"来稿：{contributor}" if contributor else ""


def test_the_text_is_read_in_order_and_nothing_is_added_or_lost(changde, pages):
    printed = squeezed("".join(pages[1:-1]))
    assert printed == squeezed("".join(body_of(changde)))


def test_the_first_page_names_what_follows(changde, pages):
    printed = squeezed(re.sub("[·. ]", "", pages[0]))
    masthead = (STORY["name"], STORY["number_line"], STORY["issuer"], "2008年6月25日")
    assert all(squeezed(words) in printed for words in masthead)
    titles = [squeezed(article.title) for article in changde.articles]
    assert sorted(printed.index(title) for title in titles) == [
        printed.index(title) for title in titles
    ]


def softened(picture):
    seen = Image.open(io.BytesIO(picture)).convert("RGB").filter(ImageFilter.GaussianBlur(1.2))
    return np.asarray(seen, dtype=np.float32)


def patches(difference):
    high, wide = (size // PATCH * PATCH for size in difference.shape)
    cut = difference[:high, :wide].reshape(high // PATCH, PATCH, wide // PATCH, PATCH)
    return cut.mean(axis=(1, 3))


def test_the_pages_look_as_they_did(typeset):
    pictures = page_images(typeset.pdf, WIDTH)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        for number, picture in enumerate(pictures, 1):
            drawn = Image.open(io.BytesIO(picture)).convert("RGB").quantize(16)
            drawn.save(GOLDEN / f"changde-{number:02}.png", optimize=True)
    kept = sorted(GOLDEN.glob("changde-*.png"))
    assert len(kept) == len(pictures)
    for path, picture in zip(kept, pictures, strict=True):
        now, then = softened(picture), softened(path.read_bytes())
        assert now.shape == then.shape
        difference = np.abs(now - then).max(axis=2)
        assert difference.mean() < PAGE_OFF, path.name
        assert patches(difference).max() < PATCH_OFF, path.name


RARE = "𬭎㛃龘𠅤䶮𬱖㐂𨭎"


def ink_of(typeset, page=1, width=1400):
    picture = Image.open(io.BytesIO(page_images(typeset.pdf, width)[page - 1])).convert("L")
    return np.asarray(picture) < 128


@pytest.mark.parametrize("part", ["title", "heading", "text", "byline"])
def test_rare_characters_come_from_a_real_face_in_every_part(typesetter, part):
    plain = one_page("文").to_plain()
    article = plain["articles"][0]
    if part in {"title", "byline"}:
        article[part] = RARE
    else:
        kind = {"kind": "paragraph"} if part == "text" else {"kind": "heading", "level": 2}
        article["blocks"] = [kind | {"text": RARE}]
    document = BriefDocument.from_plain(plain)
    assert missing_glyphs(document, typesetter.fonts) == []
    typeset = typesetter.typeset(document)
    assert RARE in text_of(typeset.pdf)[0]
    assert any(name.endswith("+SL-Song") for name in faces_of(typeset.pdf))


def test_no_two_rare_characters_look_alike(typesetter):
    """A box for a missing character would be the same box each time."""
    seen = {ink_of(typesetter.typeset(one_page(one))).tobytes() for one in RARE}
    assert len(seen) == len(RARE)
