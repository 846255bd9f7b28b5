"""The pictures of a proof: few colours, the same again, never those of another page."""

import io

import pytest
from PIL import Image

from ground.briefs import press
from ground.briefs.typesetting import Article, BriefDocument, Footer, Masthead, Paragraph

TEXT = "五月十四日走访企业，了解困难职工生活。" * 24


def document(text: str) -> BriefDocument:
    return BriefDocument(
        masthead=Masthead(
            name="双联简报", number_line="2008年第一期", issuer="办公室编", issue_date=None
        ),
        articles=(Article(title="走访企业", blocks=(Paragraph(text=TEXT), Paragraph(text=text))),),
        footer=Footer(),
    )


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch) -> None:
    monkeypatch.setattr(press, "_sketches", type(press._sketches)())


def sketches(text: str, width: int = 400) -> list[bytes]:
    return press.sketches(press.preview(document(text)).pdf, width)


def test_a_page_in_red_stays_red_and_a_grey_one_grey():
    first, second = (Image.open(io.BytesIO(one)) for one in sketches("完。"))
    colours = [one for _, one in first.convert("RGB").getcolors(100_000)]
    assert any(red > 150 and green < 60 for red, green, _ in colours)
    assert len(colours) <= press.COLOURS
    greys = [one for _, one in second.convert("RGB").getcolors(100_000)]
    assert all(red == green == blue for red, green, blue in greys)
    assert max(greys) == (255, 255, 255)
    assert len(greys) <= press.SHADES


def test_an_unchanged_page_is_found_again_and_a_changed_one_drawn():
    first = sketches("完。")
    assert len(press._sketches) == 2
    assert sketches("完。") == first
    changed = sketches("未完。")
    assert changed[0] == first[0]
    assert changed[1] != first[1]
    assert len(press._sketches) == 3


def test_a_picture_of_another_width_is_another():
    assert sketches("完。", 300) != sketches("完。", 400)


def test_no_more_pictures_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(press, "SKETCHES_KEPT", 1)
    sketches("完。")
    assert len(press._sketches) == 1


def test_two_threads_at_once_get_one_typesetter():
    begun = [press.begin(document(f"第{at}篇。")) for at in range(3)]
    assert len({one.result().sha256 for one in begun}) == 3
    assert press.typesetter() is press.typesetter()
