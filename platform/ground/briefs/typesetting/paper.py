"""A paper that is no brief (总结报告): an article, who hands it in and when, in the type area of briefs."""

from dataclasses import dataclass
from datetime import date

from ground.briefs.typesetting.document import Article
from ground.briefs.typesetting.layout import article_source
from ground.briefs.typesetting.markup import NOTHING, Html, chinese_date, joined, plain, tag, void


@dataclass(frozen=True, kw_only=True)
class Paper:
    """`sender` and `day` stand under the text; a draft says so on every page."""

    article: Article
    sender: str
    day: date
    is_draft: bool = False


def paper_source(paper: Paper) -> Html:
    """The paper as one HTML page, for `brief.css` with `paper.css` after it."""
    time = f"{paper.day.isoformat()}T00:00:00+08:00"
    head = tag(
        "head",
        void("meta", charset="utf-8"),
        tag("title", plain(paper.article.title)),
        void("meta", name="author", content=paper.sender),
        void("meta", name="dcterms.created", content=time),
        void("meta", name="dcterms.modified", content=time),
    )
    body = tag(
        "body",
        article_source(paper.article),
        tag(
            "div",
            tag("p", paper.sender),
            tag("p", chinese_date(paper.day)),
            class_="sender",
        )
        if paper.sender
        else NOTHING,
        class_="single paper draft" if paper.is_draft else "single paper",
    )
    return joined(Html("<!DOCTYPE html>"), tag("html", head, body, lang="zh-CN"))
