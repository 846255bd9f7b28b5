"""The masthead and lists of a series, the list to sign on, what anybody may read, and the search."""

import pytest
from django.db import connection

from ground.briefs import queries, services
from ground.briefs.models import Article, Issue, Series
from ground.briefs.rules.receivers import receivers_in
from ground.briefs.typesetting import BriefDocument, Footer
from ground.kernel.errors import RuleBroken


@pytest.fixture
def signed(submitted, leader, series):
    series.marking = ""
    series.send_to = "市直各单位，市纪委、市监委"
    series.save()
    return services.sign_issue(by=leader, issue=submitted("走访企业"))


def kept(series: Series, **changes: object) -> dict:
    fields = ("title", "issuer", "marking", "report_to", "send_to", "distribute_to", "print_run")
    return {field: getattr(series, field) for field in fields} | changes


def test_a_changed_masthead_stands_on_the_next_issue_alone(signed, submitted, editor, series):
    services.change_series(
        by=editor, series=series, **kept(series, title="常德双联工作", print_run=120)
    )
    then = BriefDocument.from_plain(Issue.objects.get(pk=signed.pk).document)
    assert then.masthead.name == "常德“双联”简报"
    draft = queries.document_of(submitted("下一期"))
    assert (draft.masthead.name, draft.footer.print_run) == ("常德双联工作", 120)


def test_two_series_have_two_names(series, editor, root):
    other = services.found_series(by=editor, organisation=root, title="领导专报", issuer="市双联办")
    with pytest.raises(RuleBroken) as broken:
        services.change_series(by=editor, series=other, **kept(other, title=series.title))
    assert broken.value.fields == {"title": "已存在"}


def test_the_masthead_is_kept_by_the_page(series, editor, client_of):
    desk = client_of(editor)
    assert "常德“双联”简报" in desk.get("/briefs/series/").content.decode()
    words = {key: value or "" for key, value in kept(series, marking="内部参阅").items()}
    assert desk.post(f"/briefs/series/{series.pk}/", words).status_code == 302
    series.refresh_from_db()
    assert series.marking == "内部参阅"
    wrong = desk.post(f"/briefs/series/{series.pk}/", words | {"title": ""})
    assert wrong.status_code == 200
    assert "市“双联”工作领导小组办公室编" in wrong.content.decode()  # what was typed stays


def test_an_issue_goes_to_more_and_is_printed_oftener(filled, editor, client_of):
    issue = filled()
    desk = client_of(editor)
    desk.post(f"/briefs/issues/{issue.pk}/lists/", {"extra_to": "市总工会", "print_run": "95"})
    foot = queries.document_of(Issue.objects.get(pk=issue.pk)).footer
    assert (foot.extra_to, foot.print_run) == ("市总工会", 95)
    desk.post(f"/briefs/issues/{issue.pk}/lists/", {"extra_to": "x", "print_run": "0"})
    assert Issue.objects.get(pk=issue.pk).extra_to == "市总工会"


def test_receivers_one_by_one():
    foot = Footer(
        report_to="省“双联”办，市委、市政府领导", distribute_to="各县（市、区）“双联”办。", extra_to="市总工会；"
    )  # fmt: skip
    assert list(receivers_in(foot)) == [
        ("报", "省“双联”办"),
        ("报", "市委"),
        ("报", "市政府领导"),
        ("发", "各县（市、区）“双联”办"),
        ("增发", "市总工会"),
    ]


def test_the_list_to_sign_on_is_printed(signed, editor, client_of):
    answer = client_of(editor).get(f"/briefs/issues/{signed.pk}/receipts/")
    assert answer.status_code == 200
    assert (
        b"".join(answer.streaming_content if answer.streaming else [answer.content])[:5] == b"%PDF-"
    )


def test_an_open_issue_is_read_by_anybody_and_found_by_its_words(signed, leader, client, client_of):
    address = f"/briefs/public/{signed.pk}/"
    assert client.get(address).status_code == 404
    assert client_of(leader).post(f"/briefs/issues/{signed.pk}/open/").status_code == 302
    page = client.get(address).content.decode()
    assert "了解困难职工生活" in page
    assert (
        f"/briefs/public/{signed.pk}/"
        in client.get("/briefs/public/?q=困难职工生活").content.decode()
    )
    assert "没有找到" in client.get("/briefs/public/?q=没有这个词").content.decode()
    client_of(leader).post(f"/briefs/issues/{signed.pk}/close/")
    assert client.get(address).status_code == 404


def test_a_withdrawn_issue_is_open_no_longer(signed, leader, client):
    services.open_to_all(by=leader, issue=signed)
    services.withdraw_issue(by=leader, issue=Issue.objects.get(pk=signed.pk), reason="数字有误")
    assert client.get(f"/briefs/public/{signed.pk}/").status_code == 404
    assert "走访企业" not in client.get("/briefs/public/").content.decode()


def test_a_marked_issue_stays_inside(submitted, leader, editor):
    issue = submitted()
    with pytest.raises(RuleBroken, match="已签发"):
        services.open_to_all(by=leader, issue=issue)
    signed = services.sign_issue(by=leader, issue=issue)
    with pytest.raises(RuleBroken, match="内部资料"):
        services.open_to_all(by=leader, issue=signed)


def test_readers_find_an_issue_by_what_it_says(signed, editor, client_of):
    desk = client_of(editor)
    assert f"/briefs/issues/{signed.pk}/" in desk.get("/briefs/?q=困难职工生活").content.decode()
    assert f"/briefs/issues/{signed.pk}/" not in desk.get("/briefs/?q=没有这个词").content.decode()


def test_an_article_is_dragged_to_its_place(filled, editor, client_of):
    issue = filled("甲", "乙", "丙")
    last = Article.objects.get(issue=issue, title="丙")
    desk = client_of(editor)
    desk.post(f"/briefs/articles/{last.pk}/move/", {"position": "0"})
    assert list(issue.articles.values_list("title", flat=True)) == ["丙", "甲", "乙"]
    desk.post(f"/briefs/articles/{last.pk}/move/", {"position": "-1", "to": "down"})
    assert list(issue.articles.values_list("title", flat=True)) == ["甲", "丙", "乙"]


@pytest.mark.parametrize("word", ["困", "困难", "困难职工生活", "常德“双联”简报", "20", "X市"])
def test_the_search_finds_what_a_reading_of_everything_finds(signed, editor, word):
    text = f"{signed.series.title}\n{Issue.objects.get(pk=signed.pk).words}".lower()
    found = queries.listed_issues(editor).filter(queries.issues_that_say(word))
    assert found.exists() == (word.lower() in text)


def test_characters_in_another_order_are_not_the_word(signed):
    words = Issue.objects.get(pk=signed.pk).words
    assert "困难" in words
    for other in ("难困", "困%", "工生活困难"):
        assert not Issue.objects.filter(queries.issues_that_say(other)).exists()


def test_the_search_goes_along_its_index(signed):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for word in ("困", "困难职工"):
        assert "issue_by_grams" in queries.opened_issues(word).explain()


def test_a_title_on_the_desk_is_found_before_the_signature(filled, editor):
    issue = filled()
    title = issue.articles.first().title
    assert queries.listed_issues(editor).filter(queries.issues_that_say(title)).get() == issue
