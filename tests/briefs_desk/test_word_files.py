"""Articles read from Word files: what comes in, what stays out, what is refused and with which words."""

import pytest

from ground.briefs.rules import writing
from ground.briefs.rules.wordfiles import read_word
from ground.kernel.errors import RuleBroken
from tests.briefs_desk import samples
from tests.briefs_desk.samples import document

NUMBERING = f"""<w:numbering {samples.W}>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>
 <w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%5"/></w:lvl>
</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="1"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def p(inner: str, looks: str = "") -> str:
    return f"<w:p><w:pPr>{looks}</w:pPr>{inner}</w:p>"


def r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, level: int, of: int = 7) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{of}"/></w:numPr>')


def text_of(body: str, **parts: str) -> str:
    """The text of a body after a head that is always the same."""
    title = p(r("题目"), '<w:jc w:val="center"/>')
    return read_word(document(title + body, **parts)).text


def test_an_article_of_an_office_is_read_whole():
    found = read_word(samples.article())
    assert (found.title, found.subtitle, found.byline, found.contributor) == (
        "机关干部进车间", "市政协“双联”工作纪实", "市政协“双联”办", "市政协“双联”办",
    )  # fmt: skip
    assert found.left_out == ()
    assert found.text.split("\n") == [
        "五月十四日，市政协走访了纺织厂。",
        "一、走访企业",
        "（一）送政策",
        "1.上门宣讲",
        "（1）讲社保",
        "# 解难题",
        "1.第一件办了。",
        "2.第二件办了。",
        "表：表1　走访情况",
        "| 企业 | 户数 | 金额 |",
        "| 纺织厂 | 3 | 1,500 |",
        "| 合｜计 3 |  | 1,500 |",
    ]
    kinds = [block.kind for block in writing.blocks_of(found.text)]
    assert kinds == ["paragraph", *["heading"] * 5, "paragraph", "paragraph", "table"]


def test_a_title_that_bears_the_style_of_one_and_lines_broken_by_hand():
    def fill(made):
        made.add_heading("走访企业", 0)
        made.add_paragraph("市政协办", style="Subtitle")
        made.add_paragraph("第一行。\n第二行。")

    found = read_word(samples.written(fill))
    assert (found.title, found.subtitle, found.byline) == ("走访企业", "市政协办", "")
    assert found.text == "第一行。\n第二行。"


@pytest.mark.parametrize(
    ("lines", "head"),
    [
        (["题目很长的第一行", "文/张三", "正文。"], ("题目很长的第一行", "", "张三")),
        (["一、开头就是小标题", "正文。"], ("", "", "")),
        (["正文第一句话，就是正文。", "又一句。"], ("", "", "")),
        (["2008年6月25日", "正文。"], ("", "", "")),
    ],
)
def test_a_head_without_styles(lines, head):
    found = read_word(document("".join(p(r(line)) for line in lines)))
    assert (found.title, found.subtitle, found.byline) == head
    assert found.text.endswith("正文。" if "又一句。" not in lines else "又一句。")
    if not head[0]:
        assert lines[0] in found.text


def test_a_date_under_the_title_stays_in_the_text():
    centred = '<w:jc w:val="center"/>'
    found = read_word(
        document(p(r("题目"), centred) + p(r("（2008年6月25日）"), centred) + p(r("正文。")))
    )
    assert (found.title, found.byline, found.text) == ("题目", "", "（2008年6月25日）\n正文。")


def test_tracked_insertions_come_in_and_deletions_do_not():
    deleted = "<w:r><w:delText>删去的话</w:delText></w:r>"
    body = p(
        r("原文")
        + f'<w:ins w:id="1" w:author="甲">{r("插入")}</w:ins>'
        + f'<w:del w:id="2" w:author="甲">{deleted}</w:del>'
        + f'<w:moveFrom w:id="3">{r("移走的话")}</w:moveFrom><w:moveTo w:id="4">{r("移来")}</w:moveTo>'
        + r("。")
    )
    # The end of this paragraph was deleted: it goes on in the next.
    body += p(r("前半"), '<w:rPr><w:del w:id="5"/></w:rPr>') + p(r("后半。"))
    body += "<w:tbl><w:tr>" + "".join(f"<w:tc>{p(r(x))}</w:tc>" for x in "甲乙") + "</w:tr>"
    body += f'<w:tr><w:trPr><w:del w:id="6"/></w:trPr><w:tc>{p(deleted)}</w:tc></w:tr></w:tbl>'
    found = read_word(document(p(r("题目"), '<w:jc w:val="center"/>') + body))
    assert found.text == "原文插入移来。\n前半后半。\n表：\n| 甲 | 乙 |"
    assert found.left_out == ("修订中删去的文字 1 处", "修订中删去的表格行 1 处")


def test_boxes_pictures_comments_notes_and_hidden_text_stay_out_and_are_told():
    box = f"<w:r><w:pict><w:txbxContent>{p(r('框里的话'))}</w:txbxContent></w:pict></w:r>"
    picture = "<w:r><w:drawing><a:blip xmlns:a='x'/></w:drawing></w:r>"
    both = (
        "<mc:AlternateContent xmlns:mc='m'><mc:Choice><w:drawing><w:txbxContent>"
        f"{p(r('又一框'))}</w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent>"
    )
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着的话</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>看得见</w:t></w:r>'
    noted = '<w:r><w:commentReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="1"/></w:r>'
    sums = "<m:oMath xmlns:m='m'><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    contents = p(r("一、走访 1"), '<w:pStyle w:val="T"/>')
    styles = (
        f'<w:styles {samples.W}><w:style w:styleId="T"><w:name w:val="toc 1"/></w:style></w:styles>'
    )
    body = contents + p(
        r("正文") + box + picture + f"<w:r>{both}</w:r>" + hidden + shown + noted + sums
    )
    found = read_word(document(p(r("题目"), '<w:jc w:val="center"/>') + body, styles=styles))
    assert found.text == "正文看得见"
    assert set(found.left_out) == {
        "文本框 2 处", "图片 1 处", "批注 1 处", "脚注 1 处", "隐藏文字 1 处", "公式 1 处", "目录行 1 处",
    }  # fmt: skip


def test_fields_give_what_they_show_and_never_their_code():
    turn = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>".format
    code = "<w:r><w:instrText> DATE </w:instrText><w:t>代码</w:t></w:r>"
    field = turn("begin") + code + turn("separate") + r("六月") + turn("end")
    link = f"<w:hyperlink>{r('链接')}</w:hyperlink><w:sdt><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>"
    ruby = f"<w:r><w:ruby><w:rt>{r('yún')}</w:rt><w:rubyBase>{r('澐')}</w:rubyBase></w:ruby></w:r>"
    assert text_of(p(r("今年") + field + link + ruby + r("。"))) == "今年六月链接控件澐。"


def test_numbers_that_word_counts_are_written():
    body = item("走访", 0) + item("送政策", 1) + item("送岗位", 1) + item("甲", 2) + item("点", 3)
    body += item("解难", 0) + item("又从头", 1) + item("重来", 0, of=8) + item("罗马", 4)
    assert text_of(body, numbering=NUMBERING).split("\n") == [
        "一、走访", "（一）送政策", "（二）送岗位", "3.甲", "·点", "二、解难", "（一）又从头", "一、重来", "I 罗马",
    ]  # fmt: skip


def test_styles_tell_headings_through_what_they_are_based_on():
    styles = f"""<w:styles {samples.W}>
    <w:style w:styleId="2"><w:name w:val="heading 2"/>
     <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
    <w:style w:styleId="A"><w:name w:val="单位二级"/><w:basedOn w:val="2"/></w:style>
    <w:style w:styleId="B"><w:name w:val="甲"/><w:basedOn w:val="C"/></w:style>
    <w:style w:styleId="C"><w:name w:val="乙"/><w:basedOn w:val="B"/></w:style></w:styles>"""
    body = p(r("送政策"), '<w:pStyle w:val="A"/>') + p(r("圈"), '<w:pStyle w:val="B"/>')
    body += p(r("大纲"), '<w:outlineLvl w:val="2"/>') + p(r("第九级"), '<w:outlineLvl w:val="8"/>')
    assert text_of(body, styles=styles, numbering=NUMBERING) == "（一）送政策\n圈\n### 大纲\n第九级"


def test_tables_of_every_shape():
    def cell(text: str, looks: str = "") -> str:
        return f"<w:tc><w:tcPr>{looks}</w:tcPr>{p(r(text))}</w:tc>"

    def table(*rows: str) -> str:
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"

    merged = table(
        cell("县", '<w:vMerge w:val="restart"/>') + cell("两列", '<w:gridSpan w:val="2"/>'),
        cell("看不见", "<w:vMerge/>") + cell("1") + cell("2"),
    )
    frame = table(cell("框里第一段。"), cell("框里第二段。"))
    nested = table(f"<w:tc>{table(cell('内甲') + cell('内乙'))}{p(r('外'))}</w:tc>" + cell("右"))
    wide = table("".join(cell(str(at)) for at in range(13)))
    title = p(r("题目"), '<w:jc w:val="center"/>')
    found = read_word(document(title + merged + frame + nested + wide))
    assert found.text == (
        "表：\n| 县 | 两列 |  |\n|  | 1 | 2 |\n\n框里第一段。\n框里第二段。\n"
        "表：\n| 内甲 内乙 外 | 右 |"
    )
    assert found.left_out == ("超过12列的表格 1 处",)


def test_the_stricter_of_the_two_forms_is_read_too():
    assert read_word(document(p(r("题目")) + p(r("正文。")), names=samples.STRICT)).text == "正文。"


def test_a_text_that_goes_by_another_name_is_found():
    text = f"<w:document {samples.W}><w:body>{p(r('题目'))}{p(r('正文。'))}</w:body></w:document>"
    assert (
        read_word(samples.packed({"word/document2.xml": text}, place="document2")).text == "正文。"
    )


def test_what_has_no_shape_is_dropped():
    assert text_of(p(r("甲\u200b乙\u00a0\u00a0丙\ue000"))) == "甲乙 丙"


@pytest.mark.parametrize(
    ("content", "name", "code", "said"),
    [
        (b"", "a.docx", "word_empty", "文件是空的"),
        (samples.OLE, "a.doc", "word_not_docx", "旧版 Word 的 .doc"),
        (samples.OLE, "a.docx", "word_not_docx", "旧版 Word 的 .doc"),
        (samples.OLE, "a.wps", "word_not_docx", "WPS 的 .wps"),
        (samples.OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "word_encrypted", "打开密码"),
        (samples.locked(), "a.docx", "word_encrypted", "打开密码"),
        (samples.packed({}, samples.MACROS), "a.docm", "word_macros", "宏"),
        (
            samples.packed({"word/document.xml": "<x/>", "word/vbaProject.bin": "x"}),
            "a.docx", "word_macros", "宏",
        ),
        (samples.packed({}, samples.SHEET), "a.docx", "word_not_docx", "Excel 表格"),
        (samples.packed({}, "x"), "a.docx", "word_not_docx", "压缩包"),
        (samples.packed({}), "a.docx", "word_damaged", "找不到正文"),
        (samples.bomb(), "a.docx", "word_bomb", "展开后过大"),
        (samples.article()[:4000], "a.docx", "word_damaged", "没有传完或已损坏"),
        (b"%PDF-1.4", "a.docx", "word_not_docx", "PDF 文件"),
        (b"{\\rtf1", "a.docx", "word_not_docx", "RTF 文件"),
        (b"\xef\xbb\xbf<html>", "a.docx", "word_not_docx", "网页"),
        (b"\x00\x01\x02", "a.docx", "word_not_docx", "不是 Word"),
        (samples.packed({"word/document.xml": "<w:p>"}), "a.docx", "word_damaged", "读不出来"),
        (samples.document(""), "a.docx", "word_without_text", "没有读到文字"),
        (samples.document(p(r("一"))*1 + p(r("长" * 100_001))), "a.docx", "word_too_long", "10 万字"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused_by_its_name(content, name, code, said):
    with pytest.raises(RuleBroken) as broken:
        read_word(content, name=name)
    assert (broken.value.code, said in broken.value.message) == (code, True), broken.value.message
    assert list(broken.value.fields) == ["file"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_document_type_and_so_no_entity_is_read(encoding):
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    text = f'<?xml version="1.0" encoding="{encoding}"?>{entity}'
    text += f"<w:document {samples.W}><w:body>{p(r('&a;'))}</w:body></w:document>"
    for part in ("word/document.xml", "word/styles.xml"):
        parts = {"word/document.xml": f"<w:document {samples.W}/>", part: text.encode(encoding)}
        with pytest.raises(RuleBroken) as broken:
            read_word(samples.packed(parts))
        assert broken.value.code == "word_entities"
