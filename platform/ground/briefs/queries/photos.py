"""Photos of contributions and articles: who sees them, and their bytes for print."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.db.models import Q, QuerySet

from ground.accounts.models import User
from ground.briefs.models import Article, Contribution, Issue, Photo
from ground.briefs.permissions import EDIT_ISSUE
from ground.briefs.queries.figures import FROZEN_STATES
from ground.briefs.queries.lists import contributions_sent, opened_issues, readable_issues
from ground.briefs.rules import photos
from ground.briefs.typesetting import Block, BriefDocument
from ground.briefs.typesetting import Photo as PrintedPhoto
from ground.briefs.typesetting.photos import for_print, placed_in
from ground.files.queries import content_of
from ground.kernel.errors import RuleBroken

KEPT_READY = 96  # of some 200 KB each


def with_photos_of(owner: Contribution | Article, body: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a contribution or article with the photos that their marks name."""
    known = {
        one.number: PrintedPhoto(
            number=one.number,
            caption="",
            key=one.pk,
            sha256=one.file.sha256,
            width=one.file.width or 1,
            height=one.file.height or 1,
        )
        for one in owner.photos.all()
        if one.file is not None
    }
    return photos.with_photos(body, known)


def photos_in(document: BriefDocument) -> list[PrintedPhoto]:
    return [
        one
        for article in document.articles
        for one in article.blocks
        if isinstance(one, PrintedPhoto)
    ]


def photos_for_print(document: BriefDocument) -> Mapping[str, bytes]:
    """The bytes of every photo of a document at its printed size, by the name its page gives them."""
    return {
        one.name: _ready(one.photo.key, one.photo.sha256, one.pixels)
        for article in document.articles
        for one in placed_in(article.blocks)
    }


def photos_for_word(document: BriefDocument) -> Mapping[int, bytes]:
    """The same for Word, where each stands alone, by their keys."""
    return {
        one.photo.key: _ready(one.photo.key, one.photo.sha256, one.pixels)
        for photo in photos_in(document)
        for one in placed_in([photo])
    }


@lru_cache(maxsize=KEPT_READY)
def _ready(key: int, sha256: str, size: tuple[int, int]) -> bytes:
    photo = Photo.objects.select_related("file").filter(pk=key).first()
    if photo is None or photo.file is None or photo.file.sha256 != sha256:
        raise RuleBroken("photo_gone", "稿件里有一张照片已不在，请重新添加后再排版")
    return for_print(content_of(photo.file), size)


def seen_photos(user: User) -> QuerySet[Photo]:
    """Photos of what a person may read; of a signed issue, those that were printed."""
    told = Q(is_printed=True) | ~Q(article__issue__state__in=FROZEN_STATES)
    return _kept().filter(
        Q(contribution__in=contributions_sent(user))
        | Q(article__issue__in=Issue.objects.visible_to(user, EDIT_ISSUE.code))
        | Q(article__issue__in=readable_issues(user)) & told
    )


def opened_photos() -> QuerySet[Photo]:
    """What anybody may see: printed in an issue that is open to all."""
    return _kept().filter(article__issue__in=opened_issues(), is_printed=True)


def _kept() -> QuerySet[Photo]:
    return Photo.objects.filter(file__isnull=False).select_related("file", "article__issue")
