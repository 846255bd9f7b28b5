"""A signed issue taken out: for Word, as text for a chat; what the PDF encloses."""

import io
import json
import zipfile
from datetime import date
from urllib.parse import quote

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from ground.briefs import services
from ground.briefs.models import IssueFigure, Printed
from ground.briefs.typesetting import Article, BriefDocument, Footer, Heading, Masthead, Paragraph
from ground.briefs.typesetting import Table as PrintedTable
from ground.briefs.word_issue import word_of
from ground.privacy.models import Release

TABLE = PrintedTable(
    caption="走访情况", header=("单位", "户数"), rows=(("市政协办", "11"),), numeric=(1,)
)
ARTICLES = (
    Article(
        section="工作动态",
        title="整合帮扶力量　服务企业职工",
        subtitle="——市政协办“双联”工作纪实",
        contributor="市政协“双联”办",
        editor_note="编者按：值得学习。",
        blocks=(Heading(level=1, text="一、走访"), Paragraph(text="走访<职工>&家庭。\x0b"), TABLE),
    ),
    Article(section="经验交流", title="顺应发展拓领域", byline="桃源县“双联”办"),
)


@pytest.fixture
def printed(submitted, leader, drain, at, only_facts):
    with at("2008-06-20"):
        issue = services.sign_issue(by=leader, issue=submitted("甲", "乙"))
        drain()
    return Printed.objects.get(issue=issue)


def brief(**more):
    masthead = Masthead(
        name="常德“双联”简报",
        number_line="2008年第二期",
        issuer="常德市“双联”办编",
        issue_date=more.pop("issue_date"),
        marking="内部资料 注意保存",
    )
    footer = Footer(report_to="省“双联”办", editor="陈静", signer="李明", print_run=80)
    return BriefDocument(masthead=masthead, articles=ARTICLES, footer=footer, **more)


def test_the_pdf_encloses_the_frozen_figures(printed):
    document = pypdfium2.PdfDocument(bytes(printed.pdf))
    (told, _) = (document.get_attachment(at) for at in range(document.count_attachments()))
    figures = json.loads(bytes(told.get_data()))["figures"]
    document.close()
    (row,) = IssueFigure.objects.all()
    assert figures == [
        {
            "code": "test.sent",
            "label": "报送稿件",
            "value": "2",
            "unit": "篇",
            "starts_on": "2008-01-01",
            "ends_on": "2008-06-25",
            "query": row.query,
            "as_of_event": row.as_of_event,
            "records": 2,
            "is_counted": True,
        }
    ]
    assert "甲" not in json.dumps(figures, ensure_ascii=False)  # no record by its name


def test_word_and_text_come_as_files_and_are_logged(client_of, person, unit, printed):
    reader = client_of(person("liaison", unit))
    address = f"/briefs/issues/{printed.issue_id}/"
    page = reader.get(address).content.decode()
    for path, name in (("word/", "docx"), ("text/", "txt")):
        assert f'href="{address}{path}"' in page
        answer = reader.get(address + path)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == (
            "attachment; filename*=utf-8''" + quote(f"常德“双联”简报2008年第二期.{name}")
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert Release.objects.filter(format=name).count() == 1
    told = answer.content.decode()
    assert told.startswith(
        "【常德“双联”简报2008年第二期】\n常德市“双联”工作领导小组办公室编　2008年6月20日\n"
    )
    assert "▍工作动态\n1. 甲\n2. 乙\n" in told
    assert "· 报送稿件 2篇\n" in told
    assert told.endswith(f"阅读全文：http://127.0.0.1:8000{address}\n")
    assert told.strip() in page.replace("&quot;", '"')


def test_what_is_not_signed_is_not_taken_out(client_of, editor, submitted):
    issue = submitted()
    for path in ("word/", "text/"):
        assert client_of(editor).get(f"/briefs/issues/{issue.pk}/{path}").status_code == 404


def test_word_shows_what_the_pdf_shows():
    content = word_of(brief(issue_date=date(2008, 6, 25)), pages={ARTICLES[0].title: 2})
    document = docx.Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    order = [
        "内部资料　注意保存", "常德“双联”简报", "2008年第二期", "常德市“双联”办编\t2008年6月25日",
        "目　录", "工作动态", "整合帮扶力量　服务企业职工\t2", "——市政协办“双联”工作纪实",
        "经验交流", "顺应发展拓领域\t",
        "工作动态", "编者按：值得学习。", "整合帮扶力量　服务企业职工", "——市政协办“双联”工作纪实",
        "一、走访", "走访<职工>&家庭。", "走访情况", "来稿：市政协“双联”办", "经验交流", "顺应发展拓领域",
        "（桃源县“双联”办）",
    ]  # fmt: skip
    assert [text.rstrip(" ") for text in texts if text.strip()] == order
    table, foot = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["单位", "户数"], ["市政协办", "11"],
    ]  # fmt: skip
    assert [row.cells[0].text for row in foot.rows] == [
        "报：省“双联”办。", "编辑：陈静　　签发：李明\t（共印80份）",
    ]  # fmt: skip
    assert foot._tbl.tblPr.find(qn("w:tblpPr")).get(qn("w:tblpYSpec")) == "bottom"
    section = document.sections[0]
    assert [round(edge.mm) for edge in (section.top_margin, section.left_margin)] == [37, 28]
    assert [round(edge.mm) for edge in (section.bottom_margin, section.right_margin)] == [35, 26]
    name = next(one for one in document.paragraphs if one.text == "常德“双联”简报")
    assert str(name.runs[0].font.color.rgb) == "D7000F"
    told = document.core_properties
    assert (told.title, told.author) == ("常德“双联”简报2008年第二期", "常德市“双联”办")
    assert told.created.date() == date(2008, 6, 25)


def test_words_package_is_sound_and_always_the_same():
    told = brief(issue_date=date(2008, 6, 25))
    content = word_of(told, pages={})
    assert word_of(told, pages={}) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        xml = archive.read("word/document.xml").decode()
    marks = [f'w:name="article{number}"' for number in (1, 2)]
    assert all(xml.count(mark) == 1 for mark in marks)
    assert xml.count("PAGEREF") == 2
    # The order of properties is part of the format: Word calls a file broken that mixes it.
    for properties in docx.Document(io.BytesIO(content)).element.iter(qn("w:pPr")):
        names = [one.tag.partition("}")[2] for one in properties]
        order = ["pStyle", "keepNext", "pageBreakBefore", "pBdr", "tabs", "spacing", "ind", "jc"]
        placed = [order.index(name) for name in names if name in order]
        assert placed == sorted(placed)
