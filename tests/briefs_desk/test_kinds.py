"""Kinds of brief: what an issue begins with, and that every declared one can be signed as it is."""

from datetime import date

import pytest

from ground.briefs import facts, kinds, queries, services
from ground.briefs.models import IssueFigure
from ground.briefs.typesetting import BarChart, Table
from ground.briefs.typesetting.layout import page_source
from ground.kernel.errors import RuleBroken
from tests.briefs_desk.conftest import edited


def started(kind: str, root, editor):
    series = services.found_series(
        by=editor, organisation=root, kind=kind, title=f"种类{kind}", issuer="市双联办"
    )
    return services.start_issue(
        by=editor,
        series=series,
        year=2008,
        starts_on=date(2008, 5, 1),
        ends_on=date(2008, 5, 31),
    )


@pytest.mark.parametrize("kind", ["leader", "ranking", "warning", "campaign", "weekly"])
def test_the_first_draft_of_a_kind_cites_what_there_is_and_can_be_signed(
    kind, root, editor, leader, unit
):
    issue = started(kind, root, editor)
    document = queries.document_of(issue)
    blocks = [block for article in document.articles for block in article.blocks]
    assert any(isinstance(block, Table | BarChart) for block in blocks)
    assert "2008年5月1日至5月31日" in queries.whole_text(document)
    series = issue.series
    services.choose_figures(
        by=editor, issue=issue, left_out=[], zeros=[one.code for one in facts.facts()]
    )
    issue.refresh_from_db()
    issue.series = series
    whole = queries.document_of(issue)
    assert (whole.data_page is not None) is kinds.kind_of(kind).has_data_page
    services.submit_issue(by=editor, issue=issue)
    signed = services.sign_issue(by=leader, issue=issue)
    kept = set(IssueFigure.objects.filter(issue=signed).values_list("key", flat=True))
    assert any(key.endswith(f"~u{unit.pk}") for key in kept)
    assert all(key.split("~")[0] in {one.code for one in facts.facts()} for key in kept)


def test_an_ordinary_brief_begins_empty(start):
    assert not start().articles.exists()


def test_a_kind_that_there_is_not_is_refused(root, editor):
    with pytest.raises(RuleBroken) as broken:
        services.found_series(
            by=editor, organisation=root, kind="secret", title="某报", issuer="市双联办"
        )
    assert broken.value.fields == {"kind": "请选择"}


def test_a_kind_is_chosen_where_a_series_is_founded(root, editor, client_of):
    desk = client_of(editor)
    assert "领导专报" in desk.get("/briefs/series/new/").content.decode()
    words = {"kind": "leader", "organisation": root.pk, "title": "要情", "issuer": "市双联办"}
    assert desk.post("/briefs/series/new/", words).status_code == 302
    assert "领导专报" in desk.get("/briefs/series/").content.decode()


@pytest.mark.parametrize(("lines", "said"), [(2, ""), (40, "请再压缩约")])
def test_the_desk_says_by_how_much_a_page_is_too_long(root, editor, client_of, lines, said):
    issue = started("leader", root, editor)
    article = issue.articles.get()
    blocks = [{"kind": "paragraph", "text": f"第{at}项工作已经落实。"} for at in range(lines)]
    given = edited(article, blocks=blocks)
    services.edit_article(by=editor, article=article, **given)
    proof = client_of(editor).get(f"/briefs/issues/{issue.pk}/preview/").content.decode()
    assert ("领导专报正文应在1页以内" in proof) is bool(said)
    assert said in proof


def test_a_last_page_of_few_lines_is_told(filled, editor, client_of):
    issue = filled("走访企业")
    article = issue.articles.get()
    blocks = [{"kind": "paragraph", "text": f"第{at}项工作已经落实。"} for at in range(15)]
    services.edit_article(by=editor, article=article, **edited(article, blocks=blocks))
    proof = client_of(editor).get(f"/briefs/issues/{issue.pk}/preview/").content.decode()
    assert "正文第2页只有" in proof
    assert "可以少排一页" in proof


@pytest.mark.parametrize(
    ("kind", "data_page", "is_there"),
    [
        ("weekly", "", True),
        ("weekly", "never", False),
        ("leader", "", False),
        ("leader", "always", True),
    ],
)
def test_an_office_lays_its_series_out(kind, data_page, is_there, root, editor, send):
    issue = started(kind, root, editor)
    kept = {"title": issue.series.title, "issuer": issue.series.issuer}
    services.adopt(by=editor, issue=issue, contribution=send(), section="动态")
    services.choose_figures(
        by=editor, issue=issue, left_out=[], zeros=[one.code for one in facts.facts()]
    )
    issue.refresh_from_db()
    for has_contents in (True, False):
        issue.series = services.change_series(
            by=editor,
            series=issue.series,
            data_page=data_page,
            has_contents=has_contents,
            **kept,
        )
        document = queries.document_of(issue)
        assert (document.data_page is not None) is is_there
        assert ("目　录" in str(page_source(document))) is has_contents
    with pytest.raises(RuleBroken) as broken:
        services.change_series(by=editor, series=issue.series, data_page="maybe", **kept)
    assert broken.value.fields == {"data_page": "请从列表中选择"}
