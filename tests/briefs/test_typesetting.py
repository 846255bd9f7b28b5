"""The Changde brief of 2008, set with the real faces by the real program, and read back."""

import ctypes
import itertools
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from ground.briefs.typesetting import (
    Article,
    BriefDocument,
    FontsUnavailable,
    Masthead,
    Paragraph,
    Typesetter,
    font_directory,
    page_images,
    text_of,
)

ROOT = Path(__file__).resolve().parents[2]
STORY = json.loads((ROOT / "platform/runtime/story/changde_2008_2.json").read_text("utf-8"))
LINK = "https://shuanglian.example.org/figures/1"
MM = 72 / 25.4


def squeezed(text):
    return re.sub(r"\s|— \d+ —", "", text)


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
    plain = {
        "masthead": masthead | {"marking": "内部资料 注意保存"},
        "articles": corrected_articles(),
        "data_page": {
            "title": "“双联”工作有关数据",
            "figures": [
                {
                    "code": "pairing.agencies",
                    "label": "参联机关单位",
                    "value": "138",
                    "unit": "个",
                    "link": LINK,
                }
            ],
            "charts": [
                {"title": "走访", "unit": "户", "bars": [{"label": "桃源县", "value": "143"}]}
            ],
        },
        "footer": {"report_to": "省“双联”办", "distribute_to": "各区县“双联”办", "print_run": 180},
    }
    return BriefDocument.from_plain(plain)


@pytest.fixture(scope="session")
def typeset(typesetter, changde):
    return typesetter.typeset(changde)


@pytest.fixture(scope="session")
def pages(typeset):
    return text_of(typeset.pdf)


def lines_of(pdf, page_number):
    """The printed lines of a page from the top: (baseline, left, right, text), in points."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[page_number - 1].get_textpage()
    lines = {}
    for position in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, position))
        if character.isspace():
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, position, x, y)
        left, _, right, _ = text.get_charbox(position, loose=True)
        lines.setdefault(round(y.value), []).append((left, right, character))
    document.close()
    found = []
    for baseline in sorted(lines, reverse=True):
        characters = sorted(lines[baseline])
        words = "".join(character for *_, character in characters)
        found.append((baseline, characters[0][0], characters[-1][1], words))
    return found


def one_page(text, **more):
    masthead = Masthead(
        name="简报", number_line="第一期", issuer="办公室", issue_date=date(2026, 1, 5)
    )
    article = Article(title="题目", blocks=(Paragraph(text=text),))
    return BriefDocument(masthead=masthead, articles=(article,), **more)


def test_every_block_is_printed_word_for_word(changde, pages):
    printed = squeezed("".join(pages))
    blocks = [block for article in changde.articles for block in article.blocks]
    assert len(blocks) == 25
    for block in blocks:
        assert squeezed(getattr(block, "lead", "") + block.text) in printed
    for article in changde.articles:
        assert squeezed(article.title) in printed


def test_it_has_ten_pages(typeset):
    assert typeset.pages == 10


def test_the_page_is_22_lines_of_28_characters(typeset):
    lines = [line for line in lines_of(typeset.pdf, 6) if not line[3].startswith("—")]
    assert len(lines) == 22
    pitches = {high[0] - low[0] for high, low in itertools.pairwise(lines)}
    assert pitches <= {28, 29, 30}
    assert (lines[0][0] - lines[-1][0]) / 21 == pytest.approx(10.22 * MM, abs=0.05)
    full = [line for line in lines if len(line[3]) >= 28 and not re.search(r"[0-9A-Za-z]", line[3])]
    assert full
    for _, left, right, words in full:
        assert len(words) == 28 or re.search(r"[，。：；？！”’）][“‘（”’]", words)
        assert left == pytest.approx(28 * MM, abs=8)
        assert right == pytest.approx(184 * MM, abs=8)


def test_justified_lines_end_at_the_edge(typeset):
    for page in (2, 3, 5, 6, 7, 8):
        for _, _, right, words in lines_of(typeset.pdf, page):
            if len(words) < 26 or words[-1] in "，。、；：”’":
                continue
            assert right == pytest.approx(184 * MM, abs=0.4), words


def test_marks_that_meet_share_one_character(typeset):
    (line,) = (words for words in lines_of(typeset.pdf, 2) if "强调：“要通过" in words[3])
    # Marks and Han for 28.5 characters in the width of 28, and not a hair over the edge.
    assert line[2] == pytest.approx(184 * MM, abs=0.3)


def test_a_mark_that_meets_the_next_line_stays_on_the_page(typesetter):
    text = "各县（市、区）共走访困难职工家庭共八百五十七户次，“双联”办汇总建档，做到“一户一档”。"
    (first, second, *_) = lines_of(typesetter.typeset(one_page(text)).pdf, 1)[4:]
    assert first[3].endswith("，")
    assert second[3].startswith("“")
    # The empty half of the comma hangs over the edge, its ink does not.
    assert first[2] == pytest.approx(184 * MM + 7.9, abs=0.4)


def test_marks_of_two_faces_meet_as_well(typesetter):
    # Parentheses come from another face than quotes. PDFium used to lose the distance in between.
    text = (
        "调查中发现有的职工因病致困。”（详见附表）《工会法》宣传资料已经印发到各单位和各车间班组。"
    )
    (first, *_) = lines_of(typesetter.typeset(one_page(text)).pdf, 1)[4:]
    assert first[2] <= 184 * MM + 8.2


def test_contents_name_the_pages_where_the_titles_are(changde, pages):
    entries = [(article.title, article.title) for article in changde.articles]
    entries.append((changde.data_page.title, changde.data_page.title))
    contents = squeezed(pages[0]).replace("·", "")
    for title, shown in entries:
        number = int(re.search(re.escape(squeezed(shown)) + r"(?:——[^0-9]*)?(\d+)", contents)[1])
        assert squeezed(title) in squeezed(pages[number - 1])
        assert not any(squeezed(title) in squeezed(page) for page in pages[1 : number - 1])


def test_the_contents_stand_under_their_sections(pages):
    contents = squeezed(pages[0])
    order = ["工作动态", "整合帮扶力量", "临澧县县级领导", "经验交流", "顺应发展拓领域", "数据资料"]
    assert [contents.index(part) for part in order] == sorted(
        contents.index(part) for part in order
    )


def test_the_footer_is_at_the_foot_of_the_last_page(typeset, pages):
    assert [at for at, page in enumerate(pages, 1) if "共印180份" in page] == [10]
    footer = [line for line in lines_of(typeset.pdf, 10) if "共印" in line[3]]
    # The type area ends 35 mm above the edge of the paper; the last line of the footer sits on it.
    assert 35 * MM < footer[0][0] < 42 * MM


def test_page_numbers_stand_outside(typeset):
    for page in (2, 3):
        (line,) = (line for line in lines_of(typeset.pdf, page) if line[3] == f"—{page}—")
        outside = line[1] < 60 * MM if page % 2 == 0 else line[2] > 150 * MM
        assert outside


def test_nobody_signed_prints_a_draft(typesetter, changde):
    plain = changde.to_plain()
    plain["masthead"]["issue_date"] = None
    pages = text_of(typesetter.typeset(BriefDocument.from_plain(plain)).pdf)
    assert "未签发" in pages[0]
    assert all("未经签发" in page for page in pages)


def test_a_signed_issue_is_no_draft(pages):
    assert "2008年6月25日" in pages[0]
    assert not any("签发" in page for page in pages)


def test_the_same_document_gives_the_same_bytes_in_another_process(typeset, changde):
    code = (
        "import sys; from ground.briefs.typesetting import BriefDocument, Typesetter\n"
        "with Typesetter(sys.argv[1]) as typesetter:\n"
        "    print(typesetter.typeset(BriefDocument.from_json(sys.stdin.buffer.read())).sha256)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(font_directory())],
        input=changde.to_json().encode(),
        capture_output=True,
        check=True,
        cwd="/",
        env={
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
            "PYTHONHASHSEED": "7",
            "TZ": "Asia/Shanghai",
        },
    )
    assert told.stdout.decode().strip() == typeset.sha256


def test_a_document_survives_json(changde):
    assert BriefDocument.from_json(changde.to_json()) == changde
    assert BriefDocument.from_plain(changde.to_plain()) == changde


def test_figures_link_to_their_sources(typeset):
    document = pypdfium2.PdfDocument(typeset.pdf)
    page = document[typeset.pages - 1]
    start, link, found = ctypes.c_int(0), pdfium.FPDF_LINK(), []
    while pdfium.FPDFLink_Enumerate(page, start, link):
        action = pdfium.FPDFLink_GetAction(link)
        address = ctypes.create_string_buffer(200)
        pdfium.FPDFAction_GetURIPath(document, action, address, 200)
        found.append(address.value.decode())
    document.close()
    assert found == [LINK]


def test_title_author_and_outline(typeset):
    document = pypdfium2.PdfDocument(typeset.pdf)
    described = document.get_metadata_dict()
    outline = [(entry.level, entry.get_title()) for entry in document.get_toc()]
    document.close()
    assert described["Title"] == "常德“双联”简报2008年第二期"
    assert described["Author"] == "常德市“双联”工作领导小组办公室编"
    assert described["CreationDate"].startswith("D:20080625")
    assert described["ModDate"].startswith("D:20080625")
    assert (0, "工作动态") in outline
    assert (1, "整合帮扶力量　服务企业职工") in outline
    assert (2, "一、领导重视，依托“支点”") in outline


def test_pages_as_pictures(typeset):
    pictures = page_images(typeset.pdf, 240)
    assert len(pictures) == 10
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_the_corrections_fit_the_raw_text(changde):
    for correction in STORY["corrections"]:
        blocks = STORY["articles"][correction["article"]]["blocks"]
        raw = [block.get("lead", "") + "\n" + block["text"] for block in blocks]
        assert sum(text.count(correction["raw"]) for text in raw) == 1
    printed = "".join(block.text for article in changde.articles for block in article.blocks)
    assert "肃条" not in printed
    assert "萧条" in printed


def test_the_familys_child_is_not_named(pages):
    assert "女工家中，为她12岁的女儿不幸患上" in squeezed("".join(pages))
