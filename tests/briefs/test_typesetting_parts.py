"""Small documents: what a part prints, and what cannot be printed at all."""

import re
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from ground.briefs.typesetting import (
    Article,
    Bar,
    BarChart,
    BriefDocument,
    DataPage,
    Figure,
    FontSet,
    Footer,
    Link,
    Masthead,
    Paragraph,
    Table,
    Typesetter,
    font_directory,
    missing_glyphs,
    text_of,
)
from tests.briefs.conftest import links_on


def squeezed(text):
    return re.sub(r"\s|— \d+ —", "", text)


def one_page(text, **more):
    masthead = Masthead(
        name="简报", number_line="第一期", issuer="办公室", issue_date=date(2026, 1, 5)
    )
    article = Article(title="题目", blocks=(Paragraph(text=text),))
    return BriefDocument(masthead=masthead, articles=(article,), **more)


@pytest.fixture(scope="module")
def typesetter():
    with Typesetter() as typesetter:
        yield typesetter


def test_a_single_article_has_no_contents(typesetter):
    typeset = typesetter.typeset(one_page("一段。"))
    assert typeset.pages == 1
    assert "目录" not in squeezed(text_of(typeset.pdf)[0])


def test_a_missing_character_is_found_and_named():
    fonts = FontSet(font_directory())
    assert missing_glyphs(one_page("高兴，再来"), fonts) == []
    (missing,) = missing_glyphs(one_page("高兴😀，再来😀"), fonts)
    assert missing.char == "😀"
    assert missing.where == "第1篇《题目》第1段"
    assert str(missing) == "“😀”（U+1F600），见第1篇《题目》第1段"


def test_rare_names_can_be_printed(typesetter):
    rare = "㛃䶮𠅤𬱖"
    document = one_page(f"李{rare[0]}、王{rare[1]}、张{rare[2]}、赵{rare[3]}")
    assert missing_glyphs(document, typesetter.fonts) == []
    assert (
        f"李{rare[0]}、王{rare[1]}、张{rare[2]}、赵{rare[3]}"
        in text_of(typesetter.typeset(document).pdf)[0]
    )


def test_data_page_prints_figures_and_bars(typesetter):
    page = DataPage(
        title="数据",
        figures=(
            Figure(
                code="a",
                label="慰问金",
                value="1,234,567,890.00",
                unit="元",
                as_of=date(2026, 6, 30),
            ),
        ),
        charts=(
            BarChart(
                title="甲",
                unit="户",
                bars=tuple(Bar(label=f"名称很长的第{n}个地方", value=str(n)) for n in range(20)),
            ),
        ),
    )
    pages = text_of(
        typesetter.typeset(one_page("文", data_page=page, footer=Footer(editor="陈"))).pdf
    )
    printed = squeezed("".join(pages))
    assert "1,234,567,890.00元" in printed
    assert "数据截至2026年6月30日" in printed
    assert "名称很长的第19个地方" in printed


def test_a_short_table_stays_with_its_caption(typesetter):
    """Wherever it falls, a short table and its caption stand on one page."""
    for lines in range(8, 15):
        blocks = tuple(Paragraph(text=f"第{at}段。") for at in range(lines))
        table = Table(caption="表的标题", header=("甲", "乙"), rows=(("丙一", "1"), ("丙二", "2")))
        article = Article(title="题", blocks=(*blocks, table))
        pages = text_of(typesetter.typeset(replace(one_page(""), articles=(article,))).pdf)
        (captioned,) = [at for at, page in enumerate(pages) if "表的标题" in squeezed(page)]
        assert all(words in squeezed(pages[captioned]) for words in ("丙一", "丙二")), lines


def test_a_chart_stands_among_the_lines_and_a_citation_opens_its_figure(typesetter):
    chart = BarChart(title="走访", unit="次", bars=(Bar(label="甲", value="3"),))
    address = "https://example.cn/briefs/figures/1/visits.made/"
    cited = Paragraph(text="走访3次。", links=(Link(start=2, end=4, address=address),))
    article = Article(title="题", blocks=(cited, chart, Paragraph(text="图下的话。")))
    pdf = typesetter.typeset(replace(one_page(""), articles=(article,))).pdf
    (page,) = text_of(pdf)
    assert "走访（单位：次）" in squeezed(page)
    assert "图下的话。" in squeezed(page)
    assert links_on(pdf, 1) == [address]


@pytest.mark.parametrize("day", [date(2008, 6, 25), None])
def test_the_foot_tells_everybody_that_it_names(typesetter, day):
    """The row of extra copies used to break the page, and what came after it was on none."""
    footer = Footer(
        report_to="省委", send_to="市委", distribute_to="各县", extra_to="各企业", print_run=80,
        editor="陈静", checker="李明", signer="王华",
    )  # fmt: skip
    plain = one_page("文", footer=footer).to_plain()
    plain["masthead"]["issue_date"] = day and day.isoformat()
    set_ = typesetter.typeset(BriefDocument.from_plain(plain))
    printed = "".join(squeezed(page) for page in text_of(set_.pdf))
    assert set_.pages == 1
    whole = (
        "报：省委。送：市委。发：各县。本期增发：各企业。编辑：陈静核稿：李明签发：王华（共印80份）"
    )
    assert whole in printed


def test_what_follows_a_wide_table_stands_upright_again(typesetter):
    table = Table(caption="表", header=("甲", "乙"), rows=(("1", "2"),), wide=True)
    (article,) = one_page("前").articles
    blocks = (*article.blocks, table, table, Paragraph(text="后"))
    document = replace(one_page("前"), articles=(replace(article, blocks=blocks),))
    pdf = pypdfium2.PdfDocument(typesetter.typeset(document).pdf)
    assert [page.get_width() > page.get_height() for page in pdf] == [False, True, False]
    pdf.close()
