"""The versions of an article, as they are compared and put together."""

from typing import Any

from django.db.models import QuerySet

from ground.briefs.models import Article, ArticleVersion
from ground.briefs.rules.versions import WORDS


def content_of(article: Article) -> dict[str, Any]:
    """An article as a version keeps it."""
    return {field: getattr(article, field) for field in (*WORDS, "blocks")}


def versions_of(article: Article) -> QuerySet[ArticleVersion]:
    """The versions of an article, the latest first; none where nobody has changed it yet."""
    return article.versions.select_related("saved_by").order_by("-number")
