"""Photos on the printed page: their size, their captions, their bytes; and that nothing else is fetched."""

import ctypes
import hashlib
import io
import random
from datetime import date

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from ground.briefs.typesetting import (
    Article,
    BriefDocument,
    Masthead,
    Paragraph,
    Photo,
    TypesettingFailed,
    text_of,
)
from ground.briefs.typesetting.photos import (
    TALLEST,
    TALLEST_OF_TWO,
    for_print,
    placed_in,
    row_source,
    rows_of,
)
from tests.briefs.conftest import MM

LINE = "走访企业，与困难职工座谈，送去慰问金，答复了社会保险接续的问题。"


def jpeg(width: int, height: int, mode: str = "RGB", **more: object) -> bytes:
    """Noise, the same each time: nothing makes it small."""
    noise = random.Random(width).randbytes((width // 4) * (height // 4))
    image = Image.frombytes("L", (width // 4, height // 4), noise).resize((width, height))
    image = image.convert(mode)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=84, **more)
    return out.getvalue()


def photo(number: int, width: int, height: int, caption: str = "座谈会现场") -> Photo:
    sha256 = hashlib.sha256(f"{width}×{height}".encode()).hexdigest()
    return Photo(
        number=number, caption=caption, key=number, sha256=sha256, width=width, height=height
    )


def brief(*blocks: object) -> BriefDocument:
    masthead = Masthead(
        name="简报", number_line="第一期", issuer="办公室编", issue_date=date(2008, 6, 25)
    )
    return BriefDocument(masthead=masthead, articles=(Article(title="题目", blocks=blocks),))


def handed(document: BriefDocument) -> dict[str, bytes]:
    return {
        one.name: for_print(jpeg(one.photo.width, one.photo.height), one.pixels)
        for article in document.articles
        for one in placed_in(article.blocks)
    }


def pictures_on(pdf: bytes) -> list[list[tuple[float, ...]]]:
    """Each page's pictures: left, bottom, right, top in millimetres, and their dots to the inch."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        on_page = []
        for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = one.get_bounds()
            wide, _ = one.get_px_size()
            on_page.append(
                (*(round(edge / MM, 1) for edge in (left, bottom, right, top)),
                 round(wide / (right - left) * 72))
            )  # fmt: skip
        found.append(on_page)
    document.close()
    return found


def test_one_takes_the_width_of_the_text_and_two_stand_side_by_side():
    wide, tall, small = photo(1, 2048, 1365), photo(2, 1365, 2048), photo(3, 2000, 1500)
    rows = list(
        rows_of((wide, Paragraph(text="文"), tall, small, photo(4, 800, 600), photo(5, 1500, 500)))
    )
    sizes = [
        [(round(one.width, 1), round(one.height, 1)) for one in row]
        for row in rows
        if isinstance(row, tuple)
    ]
    assert sizes == [
        [(156.0, 104.0)],
        [(38.0, 57.0), (76.0, 57.0)],
        [(149.9, 112.4)],
        [(156.0, 52.0)],
    ]
    assert isinstance(rows[1], Paragraph)


@pytest.mark.parametrize("sides", [(1, 4000), (4000, 1), (300, 2048), (2048, 2048)])
def test_no_photo_is_higher_than_its_bound(sides):
    (alone,) = placed_in([photo(1, *sides)])
    row, *_ = rows_of([photo(1, *sides), photo(2, 1000, 1000)])
    assert alone.height <= TALLEST
    assert alone.width <= 156
    assert len(row) == 1 or all(one.height <= TALLEST_OF_TWO and one.width <= 76.01 for one in row)
    assert all(min(one.pixels) >= 1 for one in (alone, *row))


def test_what_is_printed_has_three_hundred_dots_to_the_inch_at_most_and_stands_in_the_type_area(
    typesetter,
):
    document = brief(
        Paragraph(text=LINE), photo(1, 2048, 1365), photo(2, 2048, 1365), photo(3, 2048, 1365)
    )
    photos = handed(document)
    (first, second) = pictures_on(typesetter.typeset(document, photos).pdf)
    assert [one[4] for one in (*first, *second)] == [300, 300, 300]
    (left, right), (alone,) = first, second
    assert (left[0], left[2], right[0], right[2]) == (28.0, 104.0, 108.0, 184.0)
    assert (left[1], left[3]) == (right[1], right[3])
    assert (alone[0], alone[2]) == (28.0, 184.0)
    assert sum(map(len, photos.values())) < 1_300_000


def test_a_small_photo_is_not_made_larger():
    content = jpeg(640, 480)
    (one,) = placed_in([photo(1, 640, 480)])
    assert one.pixels == (640, 480)
    assert for_print(content, one.pixels) == content


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_photo_of_other_colours_is_printed_in_red_green_and_blue(mode):
    with Image.open(io.BytesIO(for_print(jpeg(2000, 1500, mode), (500, 375)))) as printed:
        assert (printed.mode, printed.size, printed.info.get("exif")) == ("RGB", (500, 375), None)


def test_a_caption_stays_with_its_photo_and_the_text_below_on_the_grid(typesetter):
    filler = [Paragraph(text=LINE * 2) for _ in range(5)]
    document = brief(*filler, photo(1, 2048, 1536, "图注与照片同页"), Paragraph(text=LINE * 3))
    pdf = typesetter.typeset(document, handed(document)).pdf
    pictures, texts = pictures_on(pdf), text_of(pdf)
    (page,) = [at for at, found in enumerate(pictures) if found]
    assert "图注与照片同页" in texts[page]
    source = row_source(next(row for row in rows_of(document.articles[0].blocks[5:6])))
    (height,) = [
        float(part.removesuffix("mm"))
        for part in source.split("min-height:")[1:]
        for part in [part.split('"')[0]]
    ]
    assert height / 10.22 == pytest.approx(round(height / 10.22))
    lines = [found for found in texts[page].split("\n") if "走访企业" in found]
    assert lines


def test_the_longest_captions_stay_on_the_page(typesetter):
    long = "照片说明" * 20
    document = brief(
        photo(1, 1000, 2048, long), photo(2, 1000, 2048, long), photo(3, 2048, 2048, long)
    )
    pdf = typesetter.typeset(document, handed(document)).pdf
    assert [len(found) for found in pictures_on(pdf)] == [2, 1]
    assert "".join(text_of(pdf)).replace("\n", "").replace("\r", "").count("照片说明") == 60
    assert all(one[1] >= 35 for found in pictures_on(pdf) for one in found)


def test_the_same_document_gives_the_same_bytes(typesetter):
    document = brief(photo(1, 2048, 1365), Paragraph(text=LINE), photo(2, 600, 800, ""))
    first = typesetter.typeset(document, handed(document))
    assert typesetter.typeset(document, handed(document)).sha256 == first.sha256
    assert first.pdf.count(b"/Subtype /Image") == 2
    assert b"/Interpolate true" not in first.pdf  # PDF/A
    assert b"/DeviceCMYK" not in first.pdf


def test_another_picture_is_another_document(typesetter):
    one, other = (brief(photo(1, 800, 600, words)) for words in ("甲", "乙"))
    photos = handed(one)
    assert photos.keys() == handed(other).keys()
    first, second = (typesetter.typeset(document, photos).sha256 for document in (one, other))
    assert first != second


def test_a_reader_of_screens_hears_the_caption(typesetter):
    document = brief(photo(1, 800, 600, "干部走访纺织厂"), photo(2, 900, 600, ""))
    pdf = typesetter.typeset(document, handed(document)).pdf
    opened = pypdfium2.PdfDocument(pdf)
    tree = pdfium.FPDF_StructTree_GetForPage(opened[0])
    told = set()

    def walk(element):
        size = pdfium.FPDF_StructElement_GetAltText(element, None, 0)
        if size > 2:
            room = ctypes.create_string_buffer(size)
            pdfium.FPDF_StructElement_GetAltText(element, room, size)
            told.add(room.raw.decode("utf-16-le").rstrip("\0"))
        for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
            if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, at):
                walk(child)

    for at in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, at))
    pdfium.FPDF_StructTree_Close(tree)
    opened.close()
    assert told == {"干部走访纺织厂", "照片2"}


def test_a_page_without_one_of_its_photos_is_not_set(typesetter):
    document = brief(photo(1, 800, 600))
    with pytest.raises(TypesettingFailed, match="缺少1张照片"):
        typesetter.typeset(document)
    assert typesetter.typeset(brief(Paragraph(text="文"))).pages == 1


@pytest.mark.parametrize(
    "wrong", [{"sha256": "../../etc/passwd"}, {"sha256": "http://example.org/"}, {"width": 0}]
)
def test_what_names_no_picture_is_no_photo(wrong):
    right = {"number": 1, "caption": "", "key": 1, "sha256": "0" * 64, "width": 4, "height": 3}
    with pytest.raises(ValueError, match="尺寸或校验值"):
        Photo(**right | wrong)
