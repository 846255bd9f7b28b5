"""Files of LibreOffice 7.4: written by it out of .odt, and out of .odt by way of .doc."""

import io
from pathlib import Path

import pytest
from PIL import Image

from ground.briefs.rules import writing
from ground.briefs.rules.wordfiles import read_word
from tests.briefs_desk import samples

FILES = Path(__file__).parent / "files"
BOX = """<w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing><w:txbxContent><w:p><w:r>
<w:drawing><a:blip xmlns:a="a" xmlns:r="r" r:embed="{0}"/></w:drawing></w:r><w:r><w:t>{1}</w:t></w:r></w:p>
</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>{1}</w:t></w:r></w:p>
</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""


@pytest.mark.parametrize("name", ["libreoffice.docx", "libreoffice-from-doc.docx"])
def test_an_article_of_libreoffice_is_read_whole(name):
    found = read_word((FILES / name).read_bytes(), name=name)
    assert (found.title, found.left_out) == ("机关干部进车间", ())
    assert found.text.split("\n") == [
        "# 走访企业",
        "五月十四日，走访企业。",
        "[[照片1：]]",
        "之后。",
        "[[照片1：]]",
        "带着图的一段。",
        "[[照片1：座谈会现场]]",  # in a box of its own, called 插图 1: there
        "## 送政策",
        "1.第一件办了。",
        "2.第二件办了。",
        "·其中一点。",
        "表：表1　走访情况",
        "| 企业 | 户数 |  |",
        "| 纺织厂 | 3 | 1,500 |",
        "",
        "完。",
    ]
    (picture,) = found.pictures.values()
    assert Image.open(io.BytesIO(picture)).size == (1600, 1200)
    assert "table" in {block.kind for block in writing.blocks_of(found.text)}


@pytest.mark.parametrize(
    ("relation", "words", "text", "left_out"),
    [
        ("in", "图 2：座谈会", "[[照片1：座谈会]]", ()),
        ("in", "图书室里座谈", "[[照片1：图书室里座谈]]", ()),
        ("in", "话" * 37, "[[照片1：]]", ("文本框 1 处",)),
        ("out", "图2：座谈会", "", ("图片 1 处", "文本框 1 处")),
    ],
)
def test_a_box_around_a_picture_is_its_caption(relation, words, text, left_out):
    body = '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>题目</w:t></w:r></w:p>'
    body += "<w:p><w:r><w:t>正文。</w:t></w:r></w:p>" + BOX.format(relation, words)
    relations = '<Relationships><Relationship Id="in" Target="media/a.jpg"/></Relationships>'
    parts = {
        "word/document.xml": f"<w:document {samples.W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations,
        "word/media/a.jpg": b"\xff\xd8\xff",
    }
    found = read_word(samples.packed(parts))
    assert found.text == "\n".join(part for part in ("正文。", text) if part)
    assert found.left_out == left_out
