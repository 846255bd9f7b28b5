"""An issue while it is edited: its articles, its figures, and the way to the leader and back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from ground.accounts.models import User
from ground.audit.services import record
from ground.briefs import facts, queries
from ground.briefs.events import IssueSubmitted
from ground.briefs.kinds import kind_of
from ground.briefs.models import Article, ArticleVersion, Contribution, Issue, Series
from ground.briefs.rules import blocks as bodies
from ground.briefs.rules import states, versions, writing
from ground.briefs.services.guards import (
    check_document,
    locked_article,
    locked_contribution,
    locked_issue,
    words_of,
)
from ground.briefs.services.photos import copy_photos
from ground.briefs.services.prints import note_articles
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@transaction.atomic
def start_issue(*, by: User, series: Series, year: int, starts_on: date, ends_on: date) -> Issue:
    """Begin an issue with the draft of its kind; its figures cover the span of days, both ends included."""
    states.check_year(year, starts_on, ends_on)
    issue = Issue.objects.create(
        series=series, year=year, starts_on=starts_on, ends_on=ends_on, edited_by=by
    )
    Article.objects.bulk_create(
        Article(
            issue=issue,
            position=at,
            section=one.section,
            title=one.title,
            blocks=bodies.to_json(writing.blocks_of(one.text)),
        )
        for at, one in enumerate(kind_of(series.kind).draft(_span_in_words(starts_on, ends_on)))
    )
    record(by, "briefs.issue_started", issue, series=series.pk)
    return issue


def _span_in_words(first: date, last: date) -> str:
    year = "" if first.year == last.year else f"{last.year}年"
    return f"{first.year}年{first.month}月{first.day}日至{year}{last.month}月{last.day}日"


@transaction.atomic
def choose_figures(
    *, by: User, issue: Issue, left_out: Sequence[str], zeros: Sequence[str] = ()
) -> Issue:
    """Say which figures the data page does not print, and which it prints even where they are zero."""
    issue = locked_issue(issue)
    states.check_issue_step("edit", issue.state)
    issue.left_out = sorted({facts.fact_of(code).code for code in left_out})
    issue.zeros = sorted({facts.fact_of(code).code for code in zeros})
    issue.save(update_fields=["left_out", "zeros"])
    record(by, "briefs.figures_chosen", issue, left_out=issue.left_out, zeros=issue.zeros)
    return issue


@transaction.atomic
def adopt(*, by: User, issue: Issue, contribution: Contribution, section: str) -> Article:
    """Take an article into an issue. The desk gets its own copy; what was sent stays as it came."""
    issue = locked_issue(issue)
    contribution = locked_contribution(contribution)
    states.check_issue_step("edit", issue.state)
    states.check_contribution_open(contribution.state)
    last = issue.articles.aggregate(last=Max("position"))["last"]
    article = Article.objects.create(
        issue=issue,
        contribution=contribution,
        position=0 if last is None else last + 1,
        section=states.check_text(section, field="section", label="栏目", longest=30),
        title=contribution.title,
        subtitle=contribution.subtitle,
        byline=contribution.byline,
        contributor=contribution.contributor,
        blocks=contribution.blocks,
    )
    copy_photos(contribution, article)
    note_articles([article])
    contribution.state = Contribution.State.ADOPTED
    contribution.save(update_fields=["state"])
    record(
        by, "briefs.contribution_adopted", issue, article=article.pk, contribution=contribution.pk
    )
    return article


@transaction.atomic
def edit_article(
    *,
    by: User,
    article: Article,
    section: str,
    title: str,
    subtitle: str,
    byline: str,
    contributor: str,
    editor_note: str,
    blocks: Sequence[Any],
    seen: int | None = None,
) -> Article:
    """Change the desk's copy of an article. Refused where it cites a figure that there is not.

    `seen` is the version that was changed. Where another has saved since, both changes are put together;
    what both changed otherwise is refused with its places (`article_changed`), and nothing is lost.
    Without `seen` the present version is meant.
    """
    article = locked_article(article)
    mine = words_of(title, subtitle, byline, contributor) | {
        "section": states.check_text(
            section,
            field="section",
            label="栏目",
            longest=30,
            needed=article.contribution_id is not None,
        ),
        "editor_note": states.check_text(
            editor_note, field="editor_note", label="编者按", longest=1000, needed=False
        ),
        "blocks": bodies.to_json(bodies.read_blocks(blocks)),
    }
    was = queries.content_of(article)
    content = _with_others(article, mine, was, seen)
    for field, value in content.items():
        setattr(article, field, value)
    cited = queries.Citations(article.issue)
    cited.printed(queries.printed_article(article))
    cited.check()
    if content == was:
        return article
    if article.version == 1 and not article.versions.exists():
        ArticleVersion.objects.create(article=article, number=1, content=was, saved_at=clock.now())
    article.version += 1
    ArticleVersion.objects.create(
        article=article, number=article.version, content=content, saved_by=by, saved_at=clock.now()
    )
    article.save()
    note_articles([article])
    record(by, "briefs.article_edited", article.issue, article=article.pk)
    return article


def _with_others(
    article: Article, mine: dict[str, Any], theirs: dict[str, Any], seen: int | None
) -> dict[str, Any]:
    """What was typed, with what others saved since the version that was seen."""
    if seen is None or seen == article.version:
        return mine
    base = article.versions.filter(number=seen).first()
    if base is None:
        raise RuleBroken("article_version", "所改的版本不存在，请刷新页面后再改")
    joined = versions.joined(base.content, mine, theirs)
    if joined.clashes:
        last = article.versions.select_related("saved_by").last()
        who = str(last.saved_by) if last and last.saved_by else "另一位编辑"
        raise RuleBroken(
            "article_changed",
            f"{who}刚刚保存了同一处的修改：{'；'.join(joined.clashes)}。"
            "您写的还在，请对照对方的版本改好后再保存",
        )
    return joined.content


@transaction.atomic
def move_article(*, by: User, article: Article, position: int) -> Article:
    """Put an article at a place of its issue, counted from 0; the others make room."""
    article = locked_article(article)
    others = list(article.issue.articles.exclude(pk=article.pk))
    others.insert(max(0, min(position, len(others))), article)
    for at, one in enumerate(others):
        one.position = at
    Article.objects.bulk_update(others, ["position"])
    record(by, "briefs.article_moved", article.issue, article=article.pk, position=article.position)
    return article


@transaction.atomic
def remove_article(*, by: User, article: Article) -> None:
    """Take an article out of its issue; its contribution waits at the desk again."""
    article = locked_article(article)
    issue, contribution, pk = article.issue, article.contribution, article.pk
    article.delete()
    if contribution is not None:
        contribution = locked_contribution(contribution)
        contribution.state = Contribution.State.RECEIVED
        contribution.save(update_fields=["state"])
    record(by, "briefs.article_removed", issue, article=pk)


@transaction.atomic
def submit_issue(*, by: User, issue: Issue) -> Issue:
    """Hand an issue to the leader. Whatever would stop the signature stops it here already."""
    issue = locked_issue(issue)
    states.check_issue_step("submit", issue.state)
    check_document(queries.document_of(issue))
    issue.state = Issue.State.IN_REVIEW
    issue.sent_back_reason = ""
    issue.save(update_fields=["state", "sent_back_reason"])
    record(by, "briefs.issue_submitted", issue)
    publish(IssueSubmitted(issue_id=issue.pk))
    return issue


@transaction.atomic
def send_back(*, by: User, issue: Issue, reason: str) -> Issue:
    """The leader gives an issue back to the desk, with the reason."""
    issue = locked_issue(issue)
    states.check_issue_step("send_back", issue.state)
    issue.sent_back_reason = states.check_reason(reason)
    issue.state = Issue.State.EDITING
    issue.save(update_fields=["state", "sent_back_reason"])
    record(by, "briefs.issue_sent_back", issue)
    return issue
