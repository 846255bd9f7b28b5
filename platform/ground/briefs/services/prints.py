"""The numbers by which texts are known again: written with the text, found out later where they are missing."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from ground.briefs.models import Article, ArticlePrint, Contribution, ContributionPrint
from ground.briefs.rules import blocks, prints

AT_ONCE = 2_000  # of each sort: some ten seconds of one transaction


@transaction.atomic
def note_contribution(contribution: Contribution) -> None:
    """What was sent stays as it came: its numbers are written once."""
    ContributionPrint.objects.bulk_create(
        (
            ContributionPrint(hash=one, contribution=contribution)
            for one in _of(contribution.blocks)
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def note_articles(articles: Iterable[Article]) -> None:
    """The numbers of the desk's texts as they now stand."""
    known = list(articles)
    ArticlePrint.objects.filter(article__in=known).delete()
    ArticlePrint.objects.bulk_create(
        ArticlePrint(hash=one, article=article) for article in known for one in _of(article.blocks)
    )


def note_missing(*, most: int = AT_ONCE) -> int:
    """Texts of before these numbers were kept. Returns how many it found; again goes on."""
    sent = list(
        Contribution.objects.filter(
            ~Exists(ContributionPrint.objects.filter(contribution=OuterRef("pk")))
        ).order_by("pk")[:most]
    )
    for one in sent:
        note_contribution(one)
    edited = list(
        Article.objects.filter(
            ~Exists(ArticlePrint.objects.filter(article=OuterRef("pk")))
        ).order_by("pk")[:most]
    )
    note_articles(edited)
    return len(sent) + len(edited)


def _of(body: Sequence[Any]) -> frozenset[int]:
    return prints.prints_of(blocks.text_of(one) for one in blocks.read_blocks(body))
