"""The .docx of an issue beside its PDF: what LibreOffice showed to be unlike, read back with python-docx."""

import io
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn

from ground.briefs.typesetting import (
    Article,
    Bar,
    BarChart,
    BriefDocument,
    ColumnGroup,
    DataPage,
    Figure,
    Masthead,
    Paper,
    Paragraph,
    Photo,
    Table,
)
from ground.briefs.word import document_of
from ground.briefs.word_issue import word_of
from tests.briefs_desk.pictures import picture

GROUPS = (ColumnGroup(label="", span=1), ColumnGroup(label="走访（次）", span=2))
TABLE = Table(
    caption="表1　走访", header=("县", "应走访", "实走访"), rows=(("桃源", "3", ""),), groups=GROUPS
)
WIDE = Table(caption="督查情况表", header=tuple("甲乙丙"), rows=(("1", "2", "3"),), wide=True)
CHART = BarChart(title="走访", unit="户", bars=(Bar(label="桃源", value="143"),))
ORDER = {
    "pPr": ["pStyle", "keepNext", "pageBreakBefore", "pBdr", "tabs", "autoSpaceDE", "spacing", "ind", "jc"],
    "rPr": ["rStyle", "rFonts", "b", "i", "color", "sz"],
    "tcPr": ["tcW", "gridSpan", "vMerge", "tcBorders", "vAlign"],
    "tblPr": ["tblStyle", "tblpPr", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"],
}  # fmt: skip


def photo(number: int, wide: int, high: int) -> Photo:
    return Photo(
        number=number, caption="现场", key=number, sha256="0" * 64, width=wide, height=high
    )


@pytest.fixture(scope="module")
def issue():
    blocks = (
        Paragraph(text="2008年，“双联”——走访……"), TABLE, CHART, photo(1, 1600, 1200),
        photo(2, 800, 600), Paragraph(text="文"), photo(3, 1600, 1200), WIDE, Paragraph(text="后"),
    )  # fmt: skip
    figures = (
        Figure(code="a", label="单位", value="138", unit="个", as_of=date(2026, 6, 1)),
        Figure(code="b", label="资金", value="1.00", unit="元", as_of=date(2026, 6, 30)),
        Figure(code="c", label="户数", value="2", unit="户", as_of=date(2026, 6, 30)),
    )
    masthead = Masthead(
        name="简报", number_line="第一期", issuer="办编", issue_date=date(2026, 7, 1)
    )
    told = BriefDocument(
        masthead=masthead,
        articles=(Article(title="题目", section="动态", blocks=blocks), Article(title="又一篇")),
        data_page=DataPage(title="本期数据", figures=figures, charts=(CHART, CHART)),
    )
    photos = {number: picture(size=(160, 120)) for number in (1, 2, 3)}
    return docx.Document(io.BytesIO(word_of(told, pages={}, photos=photos)))


def test_every_property_stands_where_the_format_wants_it(issue):
    """Word calls a file broken that mixes them; LibreOffice and python-docx do not."""
    roots = (issue.element, issue.styles.element, issue.sections[0].footer._element)
    seen = set()
    for kind, order in ORDER.items():
        for root in roots:
            for properties in root.iter(qn(f"w:{kind}")):
                names = [one.tag.partition("}")[2] for one in properties]
                seen.update(names)
                placed = [order.index(name) for name in names if name in order]
                assert placed == sorted(placed), names
    assert {"tcBorders", "vAlign", "tblCellMar", "autoSpaceDE", "rFonts"} <= seen


def test_marks_that_two_faces_have_come_from_the_chinese_one(issue):
    """Word sets “ ” —— …… in Times New Roman where no word says otherwise."""
    feet = [issue.sections[0].footer, issue.sections[0].even_page_footer]
    for root in (issue.element.body, *(foot._element for foot in feet)):
        runs = list(root.iter(qn("w:r")))
        assert runs
        for run in runs:
            assert run.rPr.rFonts.get(qn("w:hint")) == "eastAsia"


def test_no_air_between_chinese_and_figures(issue):
    normal = issue.styles["Normal"].element.pPr
    assert [normal.find(qn(f"w:autoSpace{kind}")).get(qn("w:val")) for kind in ("DE", "DN")] == [
        "0",
        "0",
    ]
    for style in ("Normal", "简报目录", "Heading 1", "Footer"):
        faces = issue.styles[style].element.rPr.rFonts
        assert faces.get(qn("w:eastAsia"))
        assert faces.get(qn("w:ascii")) == "Times New Roman"


def test_the_number_of_a_page_stands_one_character_in(issue):
    section = issue.sections[0]
    for foot in (section.footer, section.even_page_footer):
        layout = foot.paragraphs[0].paragraph_format
        assert (layout.left_indent.pt, layout.right_indent.pt) == (14, 14)
    assert section.footer_distance.mm == pytest.approx(25.2, abs=0.1)


def test_heads_over_several_columns_are_told(issue):
    table = issue.tables[0]
    heads = [[cell.text for cell in row.cells] for row in table.rows[:2]]
    assert heads == [["县", "走访（次）", "走访（次）"], ["县", "应走访", "实走访"]]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeated == [True, True, False]
    assert all(len(cell.paragraphs) == 1 for row in table.rows for cell in row.cells)


def test_two_photos_stand_side_by_side_and_one_alone(issue):
    pair = next(one for one in issue.tables if list(one._tbl.iter(qn("w:drawing"))))
    assert [len(row.cells) for row in pair.rows] == [2]
    assert [round(shape.width.mm) for shape in issue.inline_shapes] == [76, 76, 150]


def test_a_wide_table_lies_across_and_what_follows_does_not(issue):
    told = [(one.orientation, round(one.page_width.mm)) for one in issue.sections]
    upright, across = (WD_ORIENTATION.PORTRAIT, 210), (WD_ORIENTATION.LANDSCAPE, 297)
    assert told == [upright, across, upright]
    body = [one.tag.partition("}")[2] for one in issue.element.body]
    assert body.count("sectPr") == 1


def test_the_page_of_figures_tells_the_days_that_the_pdf_tells(issue):
    texts = [one.text for one in issue.paragraphs]
    assert "除另有说明外，数据截至2026年6月30日" in texts
    assert [one for one in texts if one.startswith(("图", "走访（"))] == [
        "走访（单位：户）", "图1　走访（单位：户）", "图2　走访（单位：户）",
    ]  # fmt: skip
    figures = next(one for one in issue.tables if one.rows[0].cells[0].text == "指标")
    assert [row.cells[-1].text for row in figures.rows] == ["说明", "截至2026年6月1日", "", ""]


def test_a_paper_with_a_wide_table_is_signed_upright():
    paper = Paper(article=Article(title="总结", blocks=(WIDE,)), sender="办", day=date(2026, 1, 5))
    document = docx.Document(io.BytesIO(document_of(paper, "某人取出")))
    assert [one.orientation for one in document.sections] == [
        WD_ORIENTATION.PORTRAIT, WD_ORIENTATION.LANDSCAPE, WD_ORIENTATION.PORTRAIT,
    ]  # fmt: skip
    assert document.sections[0].footer.paragraphs[1].text == "某人取出"
