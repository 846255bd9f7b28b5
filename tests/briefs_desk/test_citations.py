"""Figures in the text: what a citation says, what it opens, what is refused, what a signature keeps."""

from datetime import date
from decimal import Decimal

import pytest

from ground.accounts import services as accounts
from ground.briefs import facts, queries, services
from ground.briefs.facts import Record, Rows
from ground.briefs.models import Contribution, Issue, IssueFigure
from ground.briefs.rules import citing
from ground.briefs.rules.citing import Key
from ground.briefs.rules.spans import span_of
from ground.briefs.typesetting import BarChart, Paragraph, Table
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period
from tests.briefs_desk.conftest import edited


@pytest.fixture(autouse=True)
def counted(only_facts) -> None:
    """A third fact whose records lie below units: contributions by the unit that sent them."""

    @facts.fact("test.by_unit", label="各单位来稿", unit="篇", order=30)
    def by_unit(organisation, period) -> Rows:
        rows = Contribution.objects.filter(
            organisation__path__startswith=organisation.path,
            received_on__range=(period.starts_on, period.ends_on),
        )
        return Rows(
            queryset=rows.order_by("pk"), record=lambda row: Record(label=row.title, url="/")
        )


def cite(editor, article, *lines: str) -> Issue:
    blocks = [{"kind": "paragraph", "text": line} for line in lines]
    services.edit_article(by=editor, article=article, **edited(article, blocks=blocks))
    return article.issue


def printed(issue: Issue) -> list:
    return list(queries.document_of(Issue.objects.get(pk=issue.pk)).articles[0].blocks)


@pytest.fixture
def two_years(send, at) -> None:
    with at("2007-05-01"):
        send("去年一")
    with at("2008-03-03"):
        send("今年一")
        send("今年二")
        send("今年三")


def test_a_citation_says_the_figure_and_opens_it(two_years, article, editor):
    issue = cite(
        editor,
        article,
        "全市报送稿件[[报送稿件]]，[[报送稿件，比去年同期]]，其中去年[[报送稿件，去年同期，只要数]]。",
    )
    (block,) = printed(issue)
    assert block.text == "全市报送稿件3篇，增长200%，其中去年1。"
    links = {block.text[one.start : one.end]: one for one in block.links}
    assert links["3篇"].address.endswith(f"/briefs/figures/{issue.pk}/test.sent/")
    assert links["1"].address.endswith(f"/briefs/figures/{issue.pk}/test.sent~last_year/")
    assert "2007年1月1日至2007年6月25日" in links["1"].note


def test_money_is_written_in_wan_where_it_is_asked_for(series, article, editor):
    series.print_run = 123_456
    series.save()
    issue = cite(editor, article, "发放[[慰问救助金，万元]]，即[[慰问救助金]]。")
    assert printed(issue)[0].text == "发放12.35万元，即123,456元。"


def test_a_table_by_unit_holds_every_unit_and_the_whole(
    two_years, article, editor, unit, make_organisation
):
    make_organisation("市工商局", "agency")
    issue = cite(editor, article, "[[表：各单位来稿，分单位]]")
    (table,) = printed(issue)
    assert isinstance(table, Table)
    assert table.header == ("单位", "各单位来稿（篇）")
    assert table.rows == (("市政协办", "3"), ("市工商局", "0"), ("全部", "3"))
    assert [(cell.row, cell.column) for cell in table.cells] == [(0, 1), (1, 1), (2, 1)]
    assert table.cells[0].address.endswith(f"/test.by_unit~u{unit.pk}/")


def test_a_table_compares_with_the_year_before(two_years, article, editor):
    issue = cite(editor, article, "[[表：报送稿件，同比]]")
    (table,) = printed(issue)
    assert table.header == ("项目", "单位", "本期", "去年同期", "增减")
    assert table.rows == (("报送稿件", "篇", "3", "1", "增长200%"),)
    assert [(cell.row, cell.column) for cell in table.cells] == [(0, 2), (0, 3)]


def test_a_chart_draws_units_of_one_measure(two_years, article, editor):
    issue = cite(editor, article, "[[图：各单位来稿，分单位]]")
    (chart,) = printed(issue)
    assert isinstance(chart, BarChart)
    assert [(bar.label, bar.value) for bar in chart.bars] == [("市政协办", "3")]
    with pytest.raises(RuleBroken, match="单位不同"):
        cite(editor, article, "[[图：报送稿件、慰问救助金]]")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("[[报送稿]]", "没有名为“报送稿”的数据项，相近的有“报送稿件”"),
        ("[[报送稿件，汉寿县]]", "没有“汉寿县”"),
        ("[[报送稿件，万元]]", "单位是篇，不能用万元"),
        ("见[[表：报送稿件]]", "应独占一行"),
        ("[[]]", "应写一个数据项的名称"),
        ("[[报送稿件、慰问救助金]]", "应写一个数据项的名称"),
    ],
)
def test_what_cannot_be_cited_is_refused_with_its_place(article, editor, typed, said):
    with pytest.raises(RuleBroken) as broken:
        cite(editor, article, "第一段。", typed)
    assert "《走访企业》第2段：" in broken.value.message
    assert said in broken.value.message
    assert "blocks" in broken.value.fields


def test_a_signature_keeps_what_was_cited(
    two_years, article, editor, leader, at, send, unit, client_of
):
    with at("2008-06-20"):
        issue = cite(
            editor,
            article,
            "报送[[报送稿件]]，[[报送稿件，同比]]，市政协办[[各单位来稿，市政协办]]。",
        )
        issue = services.submit_issue(by=editor, issue=issue)
    with at("2008-06-25"):
        issue = services.sign_issue(by=leader, issue=issue)
    kept = {row.key: row for row in IssueFigure.objects.filter(issue=issue)}
    before = kept["test.sent~last_year"]
    assert (before.value, before.on_data_page) == (1, False)
    assert (before.starts_on, before.ends_on) == (date(2007, 1, 1), date(2007, 6, 25))
    assert kept[f"test.by_unit~u{unit.pk}"].organisation == unit
    assert kept["test.sent"].on_data_page
    told = client_of(leader).get(f"/api/v1/briefs/issues/{issue.pk}/articles").json()
    assert told[0]["blocks"][0]["text"] == "报送3篇，增长200%，市政协办3篇。"
    with at("2008-06-24"):
        send("晚到的")  # the text stays as it was signed
    assert printed(issue)[0].text == "报送3篇，增长200%，市政协办3篇。"
    corrected = queries.corrections_of(Issue.objects.get(pk=issue.pk))
    assert {(one.then.code, one.then.value, one.now) for one in corrected} == {
        ("test.sent", Decimal(3), Decimal(4)),
        ("test.by_unit", Decimal(3), Decimal(4)),
        (f"test.by_unit~u{unit.pk}", Decimal(3), Decimal(4)),
    }


def test_a_unit_of_another_office_is_never_opened(article, client_of, editor, root):
    elsewhere = accounts.add_organisation(by=None, name="外市双联办", kind="link_office")
    desk = client_of(editor)
    issue = article.issue
    assert desk.get(f"/briefs/figures/{issue.pk}/test.by_unit~u{root.pk}/").status_code == 200
    assert desk.get(f"/briefs/figures/{issue.pk}/test.by_unit~u{elsewhere.pk}/").status_code == 404
    for key in (
        "test.sent~",
        "test.sent~x",
        "test.sent~u0",
        "test.sent~u9999999999999999999",
        "~u1",
    ):
        assert desk.get(f"/briefs/figures/{issue.pk}/{key}/").status_code == 404, key


@pytest.mark.parametrize(
    ("now", "before", "unit", "said"),
    [
        (12, 10, "户", "增长20%"),
        (9, 12, "户", "下降25%"),
        (5, 5, "户", "持平"),
        (5, 0, "户", "由0增至5户"),
        (21_100, 0, "元", "由0增至21,100元"),
        (31_000, 1_000, "元", "增长3,000%"),
        (Decimal("97.5"), Decimal("94.5"), "%", "提高3个百分点"),
        (1, 3, "户", "下降66.7%"),
        (0, 3, "户", "下降100%"),
    ],
)
def test_a_change_is_told_in_words(now, before, unit, said):
    assert citing.change_in_words(Decimal(now), Decimal(before), unit) == said


@pytest.mark.parametrize(
    ("first", "last", "which", "found"),
    [
        ("2008-04-01", "2008-06-30", "before", ("2008-01-01", "2008-03-31")),
        ("2008-01-01", "2008-12-31", "before", ("2007-01-01", "2007-12-31")),
        ("2008-01-01", "2008-02-29", "last_year", ("2007-01-01", "2007-02-28")),
        ("2007-02-01", "2007-02-28", "last_year", ("2006-02-01", "2006-02-28")),
        ("2009-02-28", "2009-02-28", "last_year", ("2008-02-29", "2008-02-29")),
        ("2008-06-11", "2008-06-20", "before", ("2008-06-01", "2008-06-10")),
        ("2008-05-01", "2008-06-20", "year", ("2008-01-01", "2008-06-20")),
    ],
)
def test_spans(first, last, which, found):
    period = Period(starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last))
    span = span_of(period, which)
    assert (span.starts_on.isoformat(), span.ends_on.isoformat()) == found


def test_a_key_is_read_as_it_was_written():
    for key in (Key("a.b"), Key("a.b", "before"), Key("a.b", "", 12), Key("a.b", "year", 3)):
        assert Key.read(str(key)) == key


def test_every_fact_has_a_name_of_its_own_that_can_be_cited(monkeypatch):
    monkeypatch.undo()
    labels = [one.label for one in facts.facts()]
    assert labels
    assert len(set(labels)) == len(labels)
    for label in labels:
        mark = citing.read_mark(label)
        assert (mark.names, mark.unit) == ((label,), ""), label


def test_a_text_without_citations_stays_as_it_is(article, editor):
    (block,) = printed(cite(editor, article, "方括号[一]和空格 [ [不算] ]。"))
    assert block == Paragraph(text="方括号[一]和空格 [ [不算] ]。")
