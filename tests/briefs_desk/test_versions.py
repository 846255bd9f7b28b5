"""Several people edit one article: nothing is lost, and who changed what is seen."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ground.briefs import queries, services
from ground.briefs.models import Article, ArticleVersion
from ground.briefs.rules import comparing
from ground.briefs.rules.merging import merged
from ground.kernel.errors import RuleBroken
from tests.briefs_desk.conftest import edited

LINES = st.lists(st.sampled_from("甲乙丙丁"), max_size=8)


def paragraphs(*lines: str) -> list[dict]:
    return [{"kind": "paragraph", "text": line} for line in lines]


@pytest.fixture
def long_article(article, editor) -> Article:
    blocks = paragraphs("第一段。", "第二段。", "第三段。", "第四段。", "第五段。")
    return services.edit_article(by=editor, article=article, **edited(article, blocks=blocks))


def change(by, article: Article, at: int, text: str, *, seen: int, **more: object) -> Article:
    lines = ["第一段。", "第二段。", "第三段。", "第四段。", "第五段。"]
    lines[at] = text
    given = edited(article, blocks=paragraphs(*lines), **more)
    return services.edit_article(by=by, article=article, seen=seen, **given)


def texts(article: Article) -> list[str]:
    return [one["text"] for one in Article.objects.get(pk=article.pk).blocks]


def test_changes_at_different_places_are_put_together(long_article, editor, person):
    second, seen = person("office"), long_article.version
    change(editor, long_article, 0, "一改。", seen=seen)
    change(second, long_article, 4, "五改。", seen=seen)
    change(editor, long_article, 2, "三改。", seen=seen, title="新标题")
    assert texts(long_article) == ["一改。", "第二段。", "三改。", "第四段。", "五改。"]
    assert Article.objects.get(pk=long_article.pk).title == "新标题"


def test_changes_of_neighbouring_paragraphs_are_put_together(long_article, editor, person):
    seen = long_article.version
    change(editor, long_article, 1, "二改。", seen=seen)
    change(person("office"), long_article, 2, "三改。", seen=seen)
    assert texts(long_article) == ["第一段。", "二改。", "三改。", "第四段。", "第五段。"]


def test_the_same_place_is_refused_with_what_the_other_wrote(long_article, editor, person):
    other, seen = person("office"), long_article.version
    change(other, long_article, 1, "对方写的。", seen=seen, title="对方的标题")
    with pytest.raises(RuleBroken) as broken:
        change(editor, long_article, 1, "我写的。", seen=seen, title="我的标题")
    assert broken.value.code == "article_changed"
    assert str(other) in broken.value.message
    assert "标题（对方改为“对方的标题”）" in broken.value.message
    assert "对方写的。" in broken.value.message
    assert texts(long_article)[1] == "对方写的。"


def test_the_form_keeps_what_was_typed_and_shows_the_other(long_article, editor, person, client_of):
    desk, seen = client_of(editor), long_article.version
    change(person("office"), long_article, 1, "对方写的。", seen=seen)
    words = {"section": "工作动态", "title": long_article.title, "blocks": "第一段。\n我写的。"}
    page = desk.post(f"/briefs/articles/{long_article.pk}/", words | {"seen": seen})
    told = page.content.decode()
    assert "我写的。" in told
    assert "对方写的。" in told
    assert f'name="seen" value="{seen + 1}"' in told
    again = desk.post(f"/briefs/articles/{long_article.pk}/", words | {"seen": seen + 1})
    assert again.status_code == 302
    assert texts(long_article) == ["第一段。", "我写的。"]
    history = desk.get(f"/briefs/articles/{long_article.pk}/history/").content.decode()
    assert "<del>对方</del>" in history


@pytest.mark.django_db(transaction=True)
def test_three_people_at_once_lose_nothing(long_article, person):
    seen, failed = long_article.version, []
    people = [person("office") for _ in range(3)]
    start = threading.Barrier(3)

    def work(at: int) -> None:
        try:
            start.wait(10)
            change(people[at], long_article, at * 2, f"改{at}。", seen=seen)
        except Exception as wrong:  # noqa: BLE001 -- shown by the assertion
            failed.append(wrong)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(at,)) for at in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert failed == []
    assert texts(long_article) == ["改0。", "第二段。", "改1。", "第四段。", "改2。"]
    assert (
        queries.versions_of(long_article).count() == 5
    )  # the adopted one, the long one, three more


def test_what_changed_nothing_makes_no_version(long_article, editor):
    before = ArticleVersion.objects.count()
    services.edit_article(by=editor, article=long_article, **edited(long_article))
    assert ArticleVersion.objects.count() == before


def test_a_version_stays_as_it_was(long_article):
    with pytest.raises(DatabaseError), transaction.atomic():
        ArticleVersion.objects.update(number=7)


def test_a_version_that_is_not_there_is_refused(long_article, editor):
    with pytest.raises(RuleBroken, match="版本不存在"):
        change(editor, long_article, 0, "改。", seen=99)


@given(LINES, LINES)
def test_one_change_alone_is_taken_as_it_is(base, changed):
    assert merged(base, changed, base).lines == changed
    assert merged(base, base, changed).lines == changed
    assert merged(base, changed, changed) == merged(base, base, changed)
    assert not merged(base, changed, base).clashes


@given(LINES, LINES, LINES)
def test_who_saves_first_makes_no_difference_where_nothing_clashes(base, one, other):
    first, second = merged(base, one, other), merged(base, other, one)
    assert bool(first.clashes) == bool(second.clashes)
    if not first.clashes:
        assert first.lines == second.lines


@given(LINES, LINES)
def test_a_comparison_holds_both_texts_whole(before, after):
    rows = comparing.side_by_side(before, after)
    left = ["".join(piece.text for piece in row.before) for row in rows]
    right = ["".join(piece.text for piece in row.after) for row in rows]
    assert [line for line in left if line] == before
    assert [line for line in right if line] == after
