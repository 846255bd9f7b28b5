"""The Changde brief of 2008, set with the real faces by the real program, and read back."""

import ctypes
import re
import subprocess
import sys
from datetime import date

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from ground.briefs.typesetting import (
    Article,
    BriefDocument,
    Masthead,
    Paragraph,
    font_directory,
    page_images,
    text_of,
)
from tests.briefs.conftest import LINK, MM, ROOT, STORY, links_on


def squeezed(text):
    return re.sub(r"\s|— \d+ —", "", text)


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
    found = links_on(typeset.pdf, typeset.pages)
    assert found == [LINK]


def test_title_author_and_outline(typeset):
    document = pypdfium2.PdfDocument(typeset.pdf)
    described = document.get_metadata_dict()
    outline = [(entry.level, entry.get_title()) for entry in document.get_toc()]
    document.close()
    assert described["Title"] == "常德“双联”简报2008年第二期"
    assert described["Author"] == "常德市“双联”工作领导小组办公室"
    assert described["Subject"].startswith("整合帮扶力量　服务企业职工；临澧县")
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
