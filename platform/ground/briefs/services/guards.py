"""What several of the desk's services do first: lock, and refuse."""

from collections.abc import Sequence

from ground.briefs import press, queries
from ground.briefs.models import Article, Contribution, Issue
from ground.briefs.rules import privacy, states
from ground.briefs.typesetting import Article as PrintedArticle
from ground.briefs.typesetting import BriefDocument
from ground.kernel.errors import RuleBroken

NAMED_AT_MOST = 6


def locked_issue(issue: Issue) -> Issue:
    return (
        Issue.objects.select_for_update(of=("self",))
        .select_related("series__organisation", "edited_by")
        .get(pk=issue.pk)
    )


def locked_article(article: Article) -> Article:
    """An article that may be edited; its issue is locked, so that it cannot be signed meanwhile."""
    issue = locked_issue(article.issue)
    states.check_issue_step("edit", issue.state)
    found = issue.articles.select_related("contribution").filter(pk=article.pk).first()
    if found is None:
        raise RuleBroken("article_gone", "该稿件已移出本期，请刷新页面")
    return found


def locked_contribution(contribution: Contribution) -> Contribution:
    return (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=contribution.pk)
    )


def words_of(title: str, subtitle: str, byline: str, contributor: str) -> dict[str, str]:
    return {
        "title": states.check_text(title, field="title", label="标题", longest=120),
        "subtitle": states.check_text(
            subtitle, field="subtitle", label="副标题", longest=120, needed=False
        ),
        "byline": states.check_text(byline, field="byline", label="署名", longest=60, needed=False),
        "contributor": states.check_text(
            contributor, field="contributor", label="来稿落款", longest=60, needed=False
        ),
    }


def check_document(document: BriefDocument) -> None:
    states.check_has_articles(len(document.articles))
    refuse_private(document.articles)
    hits = queries.private_hits(document)
    if hits:
        raise _private(hits)
    missing = queries.unprintable(document, press.fonts())
    if missing:
        raise RuleBroken(
            "glyph_missing",
            f"有排不出的字，请改用其他写法或联系管理员补充字体：{_some(missing)}",
        )


def refuse_private(articles: Sequence[PrintedArticle], *, field: str = "") -> None:
    hits = privacy.private_in(one for article in articles for one in queries.article_texts(article))
    if hits:
        raise _private(hits, field)


def _private(hits: Sequence[privacy.Hit], field: str = "") -> RuleBroken:
    text = f"不能刊登个人号码和密级标识，请删去：{_some([str(hit) for hit in hits])}"
    return RuleBroken("private_in_brief", text, fields={field: text} if field else {})


def _some(named: Sequence[str]) -> str:
    rest = len(named) - NAMED_AT_MOST
    return "；".join(named[:NAMED_AT_MOST]) + (f"；另有{rest}处" if rest > 0 else "")
