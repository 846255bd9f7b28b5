"""The Changde brief of 2008, set once, and the means to read a page back from its own coordinates."""

import ctypes
import json
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from ground.briefs.typesetting import BriefDocument, FontsUnavailable, Typesetter, text_of

ROOT = Path(__file__).resolve().parents[2]
STORY = json.loads((ROOT / "platform/runtime/story/changde_2008_2.json").read_text("utf-8"))
LINK = "https://shuanglian.example.org/figures/1"
MM = 72 / 25.4
HEIGHT = 297 * MM


def corrected_articles():
    articles = json.loads(json.dumps(STORY["articles"]))
    for correction in STORY["corrections"]:
        for block in articles[correction["article"]]["blocks"]:
            for part in {"lead", "text"} & block.keys():
                block[part] = block[part].replace(correction["raw"], correction["corrected"])
    return articles


@pytest.fixture(scope="session")
def typesetter():
    try:
        typesetter = Typesetter()
    except FontsUnavailable as reason:
        pytest.fail(str(reason))
    with typesetter:
        yield typesetter


@pytest.fixture(scope="session")
def changde():
    masthead = {key: STORY[key] for key in ("name", "number_line", "issuer", "issue_date")}
    figure = {"code": "pairing.agencies", "label": "参联机关单位", "value": "138", "unit": "个"}
    plain = {
        "masthead": masthead | {"marking": "内部资料 注意保存"},
        "articles": corrected_articles(),
        "data_page": {
            "title": "“双联”工作有关数据",
            "figures": [figure | {"link": LINK}],
            "charts": [
                {"title": "走访", "unit": "户", "bars": [{"label": "桃源县", "value": "143"}]}
            ],
        },
        "footer": {"report_to": "省“双联”办", "distribute_to": "各区县“双联”办", "print_run": 180},
        "sources": [
            figure
            | {
                "starts_on": "2008-01-01",
                "ends_on": "2008-06-25",
                "query": "SELECT COUNT(*) AS value FROM (\nSELECT 1\n) AS counted",
                "as_of_event": 41,
                "records": 138,
            }
        ],
    }
    return BriefDocument.from_plain(plain)


@pytest.fixture(scope="session")
def typeset(typesetter, changde):
    return typesetter.typeset(changde)


@pytest.fixture(scope="session")
def pages(typeset):
    return text_of(typeset.pdf)


@dataclass(frozen=True)
class Glyph:
    """A printed character in millimetres from the upper left corner of its page.

    `left` and `baseline` are where it starts; `right` is how far its width reaches; `top` and `bottom`
    bound its ink.
    """

    text: str
    left: float
    right: float
    baseline: float
    top: float
    bottom: float


def glyphs_of(pdf, page_number):
    """The characters of a page, by line from the top, each line from the left."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[page_number - 1]
    height = page.get_height()
    text = page.get_textpage()
    lines = {}
    for position in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, position))
        if character.isspace() or ord(character) < 32:
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, position, x, y)
        _, _, right, _ = text.get_charbox(position, loose=True)
        _, bottom, _, top = text.get_charbox(position)
        lines.setdefault(round(y.value), []).append(
            Glyph(
                text=character,
                left=x.value / MM,
                right=right / MM,
                baseline=(height - y.value) / MM,
                top=(height - top) / MM,
                bottom=(height - bottom) / MM,
            )
        )
    document.close()
    return [sorted(lines[at], key=lambda one: one.left) for at in sorted(lines, reverse=True)]


def boxes_of(pdf, page_number):
    """The bordered boxes of a page from the top: (left, top, right, bottom, colour), in mm."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[page_number - 1]
    height = page.get_height()
    found = []
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=8):
        left, bottom, right, top = one.get_bounds()
        channels = [ctypes.c_uint() for _ in range(4)]
        pdfium.FPDFPageObj_GetFillColor(one, *channels)
        colour = tuple(channel.value for channel in channels[:3])
        edges = (edge / MM for edge in (left, height - top, right, height - bottom))
        found.append((*edges, colour))
    document.close()
    return sorted(found, key=lambda box: box[1])


def bars_of(pdf, page_number, *, at, per_mm=40):
    """The rules that cross the column `at` (mm) of a page: (top, bottom, colour of its middle)."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[page_number - 1]
    wide, high = page.get_width(), page.get_height()
    crop = (at * MM, 0, wide - at * MM - 0.5, 0)
    column = page.render(scale=per_mm / MM, crop=crop).to_pil().convert("RGB")
    pixels = [column.getpixel((column.width // 2, y)) for y in range(column.height)]
    document.close()
    found, start = [], None
    for y, pixel in enumerate([*pixels, (255, 255, 255)]):
        if min(pixel) < 128 and start is None:
            start = y
        elif min(pixel) >= 128 and start is not None:
            found.append((start / per_mm, y / per_mm, pixels[(start + y) // 2]))
            start = None
    assert len(pixels) == pytest.approx(high / MM * per_mm, abs=1)
    return found


def faces_of(pdf):
    """The faces that a PDF prints with: name → (whether it is embedded, its size in bytes)."""
    document = pypdfium2.PdfDocument(pdf)
    faces = {}
    for page in document:
        for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=8):
            font = pdfium.FPDFTextObj_GetFont(one)
            name, size = (ctypes.c_char * 80)(), ctypes.c_size_t()
            pdfium.FPDFFont_GetBaseFontName(font, name, 80)
            pdfium.FPDFFont_GetFontData(font, None, 0, size)
            faces[name.value.decode()] = (bool(pdfium.FPDFFont_GetIsEmbedded(font)), size.value)
    document.close()
    return faces


def links_on(pdf, number):
    """The addresses that a page leads to, counted from 1, in the order of its links."""
    document = pypdfium2.PdfDocument(pdf)
    start, link, found = ctypes.c_int(0), pdfium.FPDF_LINK(), []
    while pdfium.FPDFLink_Enumerate(document[number - 1], start, link):
        action = pdfium.FPDFLink_GetAction(link)
        address = ctypes.create_string_buffer(200)
        pdfium.FPDFAction_GetURIPath(document, action, address, 200)
        found.append(address.value.decode())
    document.close()
    return found
