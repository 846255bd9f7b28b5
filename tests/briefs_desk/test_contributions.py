import pytest

from ground.audit.models import Entry
from ground.briefs import queries, services
from ground.briefs.models import Article, Contribution, Issue, Series
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from tests.briefs_desk.conftest import BODY


def test_a_contribution_is_kept_as_it_came(send, unit, at):
    with at("2008-06-20"):
        sent = send("走访企业", contributor="市政协“双联”办")
    assert (sent.state, sent.received_on.isoformat(), sent.blocks) == (
        "received",
        "2008-06-20",
        BODY,
    )
    event = RecordedEvent.objects.get(name="briefs.contribution_received")
    assert event.payload == {
        "contribution_id": sent.pk, "organisation_id": unit.pk, "received_on": "2008-06-20",
    }  # fmt: skip
    assert Entry.objects.get(action="briefs.contribution_sent").details == {"organisation": unit.pk}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title": "  "}, "text_missing", "title"),
        ({"title": "长" * 121}, "text_too_long", "title"),
        ({"title": "\x00"}, "text_unstorable", "title"),
        ({"blocks": [{"kind": "paragraph", "text": "\ud800"}]}, "blocks_faulty", "blocks"),
        ({"byline": "长" * 61}, "text_too_long", "byline"),
        ({"blocks": [{"kind": "x"}]}, "blocks_faulty", "blocks"),
        (
            {"blocks": [{"kind": "paragraph", "text": "430721198001010015"}]},
            "private_in_brief",
            "blocks",
        ),
        ({"subtitle": "电话13873612345"}, "private_in_brief", "blocks"),
    ],
)
def test_a_faulty_contribution_is_refused_and_nothing_written(send, changes, code, field):
    with pytest.raises(RuleBroken) as broken:
        send(**changes)
    assert (broken.value.code, list(broken.value.fields)) == (code, [field])
    assert not Contribution.objects.exists()
    assert not RecordedEvent.objects.filter(name__startswith="briefs.").exists()


def test_the_same_article_is_not_sent_twice_on_a_day(send, at):
    with at("2008-06-20"):
        send("走访企业")
        with pytest.raises(RuleBroken) as broken:
            send("走访企业")
    assert broken.value.code == "contribution_sent"
    with at("2008-06-21"):
        send("走访企业")
    assert Contribution.objects.count() == 2


def test_a_returned_article_may_be_sent_again_the_same_day(send, editor, at):
    with at("2008-06-20"):
        first = send("走访企业")
        services.return_contribution(by=editor, contribution=first, reason="请补充数据")
        send("走访企业")
    first.refresh_from_db()
    assert (first.state, first.return_reason) == ("returned", "请补充数据")
    with pytest.raises(RuleBroken) as broken:
        services.return_contribution(by=editor, contribution=first, reason="再退")
    assert broken.value.code == "contribution_handled"


def test_a_return_needs_a_reason(send, editor):
    sent = send()
    with pytest.raises(RuleBroken) as broken:
        services.return_contribution(by=editor, contribution=sent, reason="  ")
    assert broken.value.fields == {"reason": "请写明原因"}
    sent.refresh_from_db()
    assert sent.state == "received"


def test_adopting_copies_and_editing_leaves_what_was_sent(article, editor):
    body = [{"kind": "paragraph", "text": "改过的正文。"}]
    services.edit_article(
        by=editor, article=article, section="经验交流", title="新标题", subtitle="", byline="",
        contributor="", editor_note="编者的话", blocks=body,
    )  # fmt: skip
    article.refresh_from_db()
    assert (article.section, article.title, article.blocks, article.editor_note) == (
        "经验交流", "新标题", body, "编者的话",
    )  # fmt: skip
    assert (article.contribution.title, article.contribution.blocks) == ("走访企业", BODY)
    assert article.contribution.state == "adopted"


def test_an_adopted_contribution_is_not_adopted_again(article, start, editor):
    other = start()
    with pytest.raises(RuleBroken) as broken:
        services.adopt(by=editor, issue=other, contribution=article.contribution, section="动态")
    assert broken.value.code == "contribution_handled"
    assert Article.objects.count() == 1


def test_a_removed_article_waits_at_the_desk_again(article, editor):
    contribution = article.contribution
    services.remove_article(by=editor, article=article)
    contribution.refresh_from_db()
    assert (contribution.state, Article.objects.count()) == ("received", 0)
    assert list(queries.contributions_to_handle(editor)) == [contribution]
    with pytest.raises(RuleBroken) as broken:
        services.remove_article(by=editor, article=Article(pk=999, issue=Issue.objects.get()))
    assert broken.value.code == "article_gone"


def test_articles_move_within_their_issue(filled, editor):
    issue = filled("甲", "乙", "丙")
    last = issue.articles.get(title="丙")
    services.move_article(by=editor, article=last, position=0)
    assert list(issue.articles.values_list("title", flat=True)) == ["丙", "甲", "乙"]
    services.move_article(by=editor, article=last, position=99)
    assert list(issue.articles.values_list("title", flat=True)) == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "常德“双联”简报"}, "series_exists"),
        ({"marking": "秘密"}, "marking_forbidden"),
        ({"print_run": 0}, "print_run"),
        ({"paper_number": 3}, "paper_number"),
        ({"issuer": ""}, "text_missing"),
    ],
)
def test_a_faulty_series_is_refused(series, editor, root, changes, code):
    given = {"organisation": root, "title": "增刊", "issuer": "办公室编"} | changes
    with pytest.raises(RuleBroken) as broken:
        services.found_series(by=editor, **given)
    assert broken.value.code == code
    assert Series.objects.count() == 1


def test_an_issue_needs_a_sensible_span(series, editor):
    from datetime import date

    for year, start, end in [
        (8, date(2008, 1, 1), date(2008, 2, 1)),
        (2008, date(2008, 2, 1), date(2008, 1, 1)),
    ]:
        with pytest.raises(RuleBroken):
            services.start_issue(by=editor, series=series, year=year, starts_on=start, ends_on=end)
    assert not Issue.objects.exists()
