"""What of a text stands elsewhere: the numbers by which it is known, and who is told of what."""

import random
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ground.briefs import queries, services
from ground.briefs.models import Article, ArticlePrint, Contribution, ContributionPrint
from ground.briefs.rules import prints
from ground.events.services import begin_day
from tests.briefs_desk.conftest import edited


def words(seed: int, length: int = 400) -> str:
    """A text of its own: characters of the common range in an order that is always the same."""
    chosen = random.Random(seed)
    return "".join(chr(chosen.randrange(0x4E00, 0x7E00)) for _ in range(length))


def body(*texts: str) -> list[dict[str, str]]:
    return [{"kind": "paragraph", "text": text} for text in texts]


@pytest.fixture
def sent_by(person, make_organisation):
    def send(unit: str, title: str, *texts: str, parent=None, **more) -> Contribution:
        organisation = make_organisation(unit, "agency", parent)
        return services.send_contribution(
            by=person("liaison", organisation), organisation=organisation, title=title,
            blocks=body(*texts), **more,
        )  # fmt: skip

    return send


# --- the numbers ---


def test_prints_do_not_depend_on_marks_width_and_case():
    plain = prints.prints_of(["五月十四日走访Ａ企业了解困难职工生活送去慰问金二千元"])
    assert plain == prints.prints_of(
        ["五月十四日，走访a企业。", " 了解困难职工生活；送去慰问金二千元！"]
    )
    assert plain.isdisjoint(prints.prints_of([words(8, 30)]))


def test_a_run_copied_is_found_wherever_it_stands():
    run = words(1, prints.GRAM + prints.WINDOW - 1)
    here = prints.prints_of([words(2, 300), run, words(3, 200)])
    there = prints.prints_of([words(4, 77), run, words(5, 500)])
    assert here & there


def test_few_numbers_stand_for_a_page_and_every_text_has_one():
    assert 40 <= len(prints.prints_of([words(6, 800)])) <= 110
    for text in ("", "。", "短", "五月走访"):
        assert len(prints.prints_of([text])) == 1
    assert all(-(1 << 31) <= one < 1 << 31 for one in prints.prints_of([words(7)]))


# --- who is told of what ---


def test_the_desk_is_told_with_place_day_and_share(sent_by, editor, client_of, start, at):
    common = words(10, 600)
    with at("2008-06-01"):
        first = sent_by("甲单位", "最早的", common)
    with at("2008-06-20"):
        second = sent_by("乙单位", "后来的", common[:450], words(11, 150))
    (told,) = queries.overlaps_of(editor, [second])[second.pk]
    assert (told.title, told.where, told.on) == ("最早的", "甲单位来稿", date(2008, 6, 1))
    assert 65 <= told.percent <= 85
    assert str(told) == f"与《最早的》（甲单位来稿，2008-06-01）重合 {told.percent}%"
    assert queries.overlaps_of(editor, [first])[first.pk] == []
    desk = client_of(editor)
    for page in (f"/briefs/contributions/{second.pk}/", f"/briefs/issues/{start().pk}/desk/"):
        shown = desk.get(page).content.decode()
        assert f"重合 <b>{told.percent}%</b>" in shown
        assert f'href="/briefs/contributions/{first.pk}/"' in shown
    (same,) = desk.get(f"/api/v1/briefs/contributions/{second.pk}/overlaps").json()
    assert (same["title"], same["percent"], same["on"]) == ("最早的", told.percent, "2008-06-01")


def test_an_article_of_an_issue_stands_for_its_contribution(sent_by, editor, start):
    text = words(20)
    first = sent_by("甲单位", "最早的", text)
    article = services.adopt(by=editor, issue=start(), contribution=first, section="动态")
    again = sent_by("乙单位", "抄来的", text)
    (told,) = queries.overlaps_of(editor, [again])[again.pk]
    assert (told.percent, told.title) == (100, "最早的")
    assert told.where == "常德“双联”简报，编辑中的一期"
    assert told.url == f"/briefs/issues/{article.issue_id}/desk/"
    assert queries.overlaps_of(editor, [first])[first.pk] == []
    # What the desk writes anew is held against what it has written.
    services.edit_article(by=editor, article=article, **edited(article, blocks=body(words(21))))
    (told,) = queries.overlaps_of(editor, [again])[again.pk]
    assert told.where == "甲单位来稿"


def test_what_a_person_may_not_read_counts_for_nothing(sent_by, person, make_organisation, editor):
    county = make_organisation("桃源县“双联”办", "link_office")
    elsewhere = make_organisation("临澧县“双联”办", "link_office")
    text = words(30)
    hidden = sent_by("临澧单位", "邻县的", text, parent=elsewhere)
    series = services.found_series(
        by=editor, organisation=elsewhere, title="临澧简报", issuer="临澧县“双联”办编"
    )
    issue = services.start_issue(
        by=person("office", elsewhere), series=series, year=2008,
        starts_on=date(2008, 1, 1), ends_on=date(2008, 6, 1),
    )  # fmt: skip
    services.adopt(by=editor, issue=issue, contribution=hidden, section="动态")
    copied = sent_by("桃源单位", "本县的", text, parent=county)
    assert queries.overlaps_of(person("office", county), [copied])[copied.pk] == []
    assert len(queries.overlaps_of(editor, [copied])[copied.pk]) == 1


def test_a_sender_sees_nothing_of_it_on_the_page(sent_by, person, client_of):
    text = words(40)
    sent_by("甲单位", "别人的", text)
    copied = sent_by("乙单位", "抄来的", text)
    page = client_of(person("liaison", copied.organisation)).get(
        f"/briefs/contributions/{copied.pk}/"
    )
    assert ("别人的" in page.content.decode(), "重合" in page.content.decode()) == (False, False)


def test_phrases_that_everybody_uses_say_nothing(sent_by, editor, monkeypatch):
    monkeypatch.setattr(prints, "MOST_HOLDERS", 3)
    phrases = words(50, 300)
    for at in range(4):
        sent_by(f"单位{at}", f"稿{at}", phrases, words(60 + at, 300))
    last = Contribution.objects.latest("pk")
    assert queries.overlaps_of(editor, [last])[last.pk] == []
    monkeypatch.setattr(prints, "MOST_HOLDERS", 4)
    told = [one.percent for one in queries.overlaps_of(editor, [last])[last.pk]]
    assert len(told) == 3
    assert all(35 <= percent <= 65 for percent in told)


def test_a_quotation_is_below_the_threshold(sent_by, editor):
    quoted = words(70, 100)
    sent_by("甲单位", "讲话", quoted, words(71, 500))
    second = sent_by("乙单位", "学习", quoted, words(72, 500))
    assert queries.overlaps_of(editor, [second])[second.pk] == []


# --- written with the text ---


def test_numbers_are_written_with_the_text_and_go_with_it(sent_by, editor, start):
    sent = sent_by("甲单位", "稿", words(80))
    assert set(sent.prints.values_list("hash", flat=True)) == prints.prints_of([words(80)])
    article = services.adopt(by=editor, issue=start(), contribution=sent, section="动态")
    assert set(article.prints.values_list("hash", flat=True)) == prints.prints_of([words(80)])
    services.edit_article(by=editor, article=article, **edited(article, blocks=body(words(81))))
    assert set(article.prints.values_list("hash", flat=True)) == prints.prints_of([words(81)])
    services.remove_article(by=editor, article=article)
    assert not ArticlePrint.objects.exists()


def test_texts_of_before_get_their_numbers(sent_by, editor, start, drain):
    sent = sent_by("甲单位", "稿", words(90))
    services.adopt(by=editor, issue=start(), contribution=sent, section="动态")
    ContributionPrint.objects.all().delete()
    ArticlePrint.objects.all().delete()
    begin_day(date(2008, 6, 1))
    drain()
    assert services.note_missing() == 0
    assert ContributionPrint.objects.count() == ArticlePrint.objects.count() > 0
    assert Article.objects.count() == 1


def test_as_many_queries_for_many(sent_by, editor):
    text = words(100)
    rows = [sent_by(f"单位{at}", f"稿{at}", text) for at in range(4)]

    queries.overlaps_of(editor, rows)  # the scope of a person is read once

    def counted(some):
        with CaptureQueriesContext(connection) as seen:
            queries.overlaps_of(editor, some)
        return len(seen)

    assert counted(rows[1:2]) == counted(rows) <= 5
