"""The written report from the records: as page, for Word and as PDF; who may read it."""

import io
from datetime import date
from decimal import Decimal

import docx
import pypdfium2
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx.oxml.ns import qn

from campaigns.permissions import SEE_CAMPAIGNS
from campaigns.queries.written import written_facts
from campaigns.reporting import paper_of
from ground.accounts.roles import Role
from ground.privacy.models import Release
from tests.campaigns.written.reading import sections


def test_from_the_records(county, summarised):
    told = written_facts(summarised, county.planner, SEE_CAMPAIGNS.code)
    assert told.stages == (
        ("published", date(2008, 1, 10)),
        ("screening", date(2008, 1, 29)),
        ("approved", date(2008, 1, 29)),
        ("executing", date(2008, 1, 29)),
        ("closing", date(2008, 2, 5)),
        ("summarised", date(2008, 2, 5)),
    )
    found = sections(told)
    assert found["三、对象和救助情况"] == [
        "名单上有对象2个，批准2个，惠及1户、1人，批准金额17,000元，已到位2个、17,000元，占批准对象的100%。"
    ]
    assert found["四、走访慰问"] == ["登记走访1次，到1处，现场发放慰问金13,000元。"]
    assert paper_of(told).day == date(2008, 2, 5)


def export(client, campaign, kind):
    address = reverse("campaigns:written_report", args=[campaign.pk])
    answer = client.get(f"{address}?export={kind}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_for_word(county, summarised, client_of):
    """Word opens it with real styles, heads of tables that are repeated, Chinese faces, numbered pages."""
    content = export(client_of(county.planner), summarised, "docx")
    document = docx.Document(io.BytesIO(content))
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert heads[0] == "一、基本情况"
    assert heads[-1].endswith("、总结")
    [title] = [one.text for one in document.paragraphs if one.style.name == "Title"]
    assert title == "2008年“送温暖”活动总结报告"
    first = document.tables[0]
    assert [one.text for one in first.rows[0].cells][:2] == ["对象类别", "对象（个）"]
    assert [one.text for one in first.rows[-1].cells] == [
        "合计", "2", "1", "1", "17,000", "2", "17,000",
    ]  # fmt: skip
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(one.text for one in table.rows[0].cells)
    faces = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Normal", "Heading 1", "Heading 2")
    }
    assert faces == {
        "Title": "方正小标宋简体",
        "Normal": "仿宋_GB2312",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
    }
    for name in faces:
        fonts = document.styles[name].element.rPr.rFonts
        assert not [one for one in fonts.attrib if one.endswith("Theme")]
    normal = document.styles["Normal"]
    assert (normal.font.size.pt, normal.paragraph_format.line_spacing.pt) == (16, 28.95)
    release = Release.objects.get()
    assert (release.format, release.title, release.personal) == ("docx", title, False)
    for foot in (document.sections[0].footer, document.sections[0].even_page_footer):
        assert "PAGE" in foot._element.xml
        assert release.shown_code in foot.paragraphs[1].text
    text = "\n".join(one.text for one in document.paragraphs)
    assert "None" not in text
    assert "骆秋云" not in text


def test_as_pdf_and_the_draft_says_so(county, summarised, winter, client_of, source):
    client = client_of(county.planner)
    document = pypdfium2.PdfDocument(export(client, summarised, "pdf"))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    release = Release.objects.get()
    assert text.count(release.shown_code) == len(document)
    for words in (
        "2008年“送温暖”活动总结报告",
        "一、基本情况",
        "17,000",
        "建议提前启动。",
        "— 1 —",
    ):
        assert words in text.replace("\u200b", ""), words
    assert "草" not in text
    assert abs(document[0].get_width() - 595) < 1
    fresh = winter(name="另一场", budget=Decimal(1000))
    shown = client.get(reverse("campaigns:written_report", args=[fresh.pk])).content.decode()
    assert "草稿" in shown
    draft = pypdfium2.PdfDocument(export(client, fresh, "pdf"))
    assert "草　稿" in draft[0].get_textpage().get_text_bounded()
    assert "草　稿" in docx.Document(
        io.BytesIO(export(client, fresh, "docx"))
    ).sections[0].header.paragraphs[0].text  # fmt: skip


def test_a_number_of_a_person_in_the_summary_stops_it(county, summarised, client_of):
    type(summarised).objects.filter(pk=summarised.pk).update(summary="电话13812345678的家庭")
    client = client_of(county.planner)
    address = reverse("campaigns:written_report", args=[summarised.pk])
    for kind in ("docx", "pdf"):
        answer = client.get(f"{address}?export={kind}", follow=True)
        assert "不能对外提供" in answer.content.decode()
    assert [one.refusal != "" for one in Release.objects.all()] == [True, True]


def test_who_may_read_it(county, summarised, client_of, person):
    """The organiser's people; not those beside, nor the staff of a unit below, who see only their roster."""
    address = reverse("campaigns:written_report", args=[summarised.pk])
    assert client_of(county.planner).get(address).status_code == 200
    for outside in (county.elsewhere, person(Role.UNION_STAFF, county.factory)):
        for query in ("", "?export=pdf", "?export=docx"):
            assert client_of(outside).get(address + query).status_code == 404
    assert not Release.objects.exists()


def test_it_asks_as_often_for_three_as_for_one(county, winter, enrolled, client_of):
    client, campaign, counts = client_of(county.planner), winter(), []
    enrolled(campaign, 100)
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("campaigns:written_report", args=[campaign.pk]))
        counts.append(len(asked))
        enrolled(campaign, 100)
        enrolled(campaign, 100, unit=county.factory)
    assert counts[0] == counts[1]
