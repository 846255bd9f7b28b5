"""A preview shows figures as they were last counted, and then as they are; a signature counts each time."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ground.briefs import counting, facts, queries, services
from ground.briefs.counting import Counting
from ground.briefs.facts import Record, Rows
from ground.briefs.models import Contribution, Issue, IssueFigure
from tests.briefs_desk.conftest import edited


@pytest.fixture(autouse=True)
def below(only_facts) -> None:
    """A fact of units: contributions at or below an organisation."""

    @facts.fact("test.by_unit", label="各单位来稿", unit="篇", order=30)
    def by_unit(organisation, period) -> Rows:
        rows = Contribution.objects.filter(
            organisation__path__startswith=organisation.path,
            received_on__range=(period.starts_on, period.ends_on),
        )
        return Rows(
            queryset=rows.order_by("pk"), record=lambda row: Record(label=row.title, url="/")
        )


def values(issue: Issue, count: Counting) -> dict:
    return {one.code: one.value for one in queries.figures_of(issue, count)}


def asked_again(page: str) -> str:
    (address,) = re.findall(r'hx-(?:get|post)="([^"]+\?shown=[0-9a-f]*)"', page)
    return address


def test_what_was_counted_is_remembered_and_counted_again_when_asked(filled, send, at):
    with at("2008-05-01"):
        issue = filled()
        first = values(issue, Counting())
        assert first["test.sent"] == 1
        send("第二篇")
        again = Counting()
        with CaptureQueriesContext(connection) as asked:
            assert values(issue, again) == first
        assert not asked.captured_queries
        assert again.remembered
        assert values(issue, Counting(afresh=True))["test.sent"] == 2
        assert values(issue, Counting())["test.sent"] == 2


def test_an_unchanged_figure_keeps_its_page(filled, send, at):
    with at("2008-05-01"):
        issue = filled()
        before = {one.code: one.told for one in queries.figures_of(issue, Counting())}
        send("第二篇")
        after = {one.code: one.told for one in queries.figures_of(issue, Counting(afresh=True))}
    assert before["test.relief"] == after["test.relief"]
    assert before["test.sent"] != after["test.sent"]


def test_a_new_record_comes_with_the_second_answer(filled, send, at, editor, client_of):
    desk = client_of(editor)
    with at("2008-05-01"):
        issue = filled()
        preview = f"/briefs/issues/{issue.pk}/preview/"
        services.edit_article(
            by=editor,
            article=issue.articles.get(),
            **edited(issue.articles.get(), blocks=[{"kind": "paragraph", "text": "[[报送稿件]]"}]),
        )
        first = desk.get(preview).content.decode()
        again = asked_again(desk.get(preview).content.decode())
        assert desk.get(again).status_code == 204
        send("第二篇")
        known = desk.get(preview).content.decode()
        assert pictures(known) == pictures(first)
        later = desk.get(asked_again(known))
        assert later.status_code == 200
        assert pictures(later.content.decode()) != pictures(first)
        assert "?shown=" not in later.content.decode()


def test_a_typed_article_is_asked_for_again_with_what_is_typed(filled, send, at, editor, client_of):
    desk = client_of(editor)
    with at("2008-05-01"):
        article = filled().articles.get()
        typed = {"title": "走访企业", "section": "工作动态", "blocks": "报送稿件[[报送稿件]]。"}
        address = f"/briefs/articles/{article.pk}/preview/"
        desk.post(address, typed)
        page = desk.post(address, typed).content.decode()
        assert 'hx-include=".brief-desk-text form"' in page
        again = asked_again(page)
        assert desk.post(again, typed).status_code == 204
        send("第二篇")
        assert pictures(desk.post(again, typed).content.decode()) != pictures(page)


def test_a_leader_and_a_signature_never_see_an_old_figure(
    filled, send, at, editor, leader, client_of
):
    with at("2008-05-01"):
        issue = filled()
        preview = client_of(editor).get(f"/briefs/issues/{issue.pk}/preview/").content.decode()
        services.submit_issue(by=editor, issue=issue)
        send("第二篇")
        read = client_of(leader).get(f"/briefs/issues/{issue.pk}/proof/").content.decode()
        assert pictures(read) != pictures(preview)
        assert "?shown=" not in read
        send("第三篇")
        services.sign_issue(by=leader, issue=issue)
    assert IssueFigure.objects.get(issue=issue, key="test.sent").value == 3


def test_what_is_counted_for_one_office_is_not_another_s(
    filled, send, at, editor, make_organisation, person, client_of
):
    with at("2008-05-01"):
        issue = filled()
        assert values(issue, Counting())["test.by_unit"] == 1
        county = make_organisation("临澧县“双联”办", "link_office")
        theirs = person("office", county)
        series = services.found_series(
            by=theirs, organisation=county, title="临澧简报", issuer="临澧县“双联”办编"
        )
        other = services.start_issue(
            by=theirs,
            series=series,
            year=2008,
            starts_on=issue.starts_on,
            ends_on=issue.ends_on,
        )
        assert values(other, Counting())["test.by_unit"] == 0
        assert values(issue, Counting())["test.by_unit"] == 1
    seen = client_of(theirs).get(f"/briefs/issues/{issue.pk}/preview/")
    assert seen.status_code == 404
    shown = client_of(theirs).get(f"/briefs/issues/{issue.pk}/preview/?shown=0")
    assert shown.status_code == 404


def test_no_more_is_kept_than_there_is_room_for(filled, monkeypatch):
    monkeypatch.setattr(counting, "KEPT", 2)
    values(filled(), Counting())
    assert len(counting._kept) == 2


def pictures(page: str) -> list[str]:
    return re.findall(r'src="data:image/png;base64,([^"]+)"', page)
