"""Photos of contributions and articles: shown, added at the desk, taken out; and those not yet sent."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ground.briefs import queries, services
from ground.briefs.models import Article, Issue, Photo
from ground.briefs.permissions import EDIT_ISSUE, READ_BRIEFS
from ground.briefs.rules.photos import MOST, mark_of
from ground.briefs.typesetting import Block, Paragraph
from ground.files import answers
from ground.files.models import Part, StoredFile
from ground.files.queries import content_of
from ground.kernel.errors import RuleBroken
from ground.web.pages import ANYONE, acting, page
from ground.web.uploads import PICTURES


@dataclass(frozen=True)
class Unsent:
    """A photo in the preview of a text that nobody has sent yet: the picture stands in the page."""

    number: int
    caption: str
    source: str
    width: int | None
    height: int | None
    kind: Literal["photo"] = "photo"


@page(READ_BRIEFS)
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo, or with `?small` its small picture, for whoever may read what it belongs to."""
    return _shown(request, get_object_or_404(queries.seen_photos(acting(request)), pk=pk))


@page(ANYONE)
def public_photo(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, get_object_or_404(queries.opened_photos(), pk=pk))


@page(EDIT_ISSUE)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    issues = Issue.objects.visible_to(acting(request), EDIT_ISSUE.code)
    article = get_object_or_404(Article.objects.filter(issue__in=issues), pk=pk)
    uploads = [one for one in request.FILES.getlist("photos-files") if one]
    known = article.photos.filter(file__isnull=False).count()
    refused = "" if uploads else "请先选择照片"
    try:
        kept = services.keep_photos(by=acting(request), uploads=uploads, known=known)
        if kept:
            services.add_photos(by=acting(request), article=article, kept=kept)
    except RuleBroken as broken:
        refused = broken.message
    return _answered(request, article, refused)


@page(EDIT_ISSUE)
@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    issues = Issue.objects.visible_to(acting(request), EDIT_ISSUE.code)
    of_articles = Photo.objects.select_related("article").filter(file__isnull=False)
    found = get_object_or_404(of_articles.filter(article__issue__in=issues), pk=pk)
    assert found.article is not None  # noqa: S101 -- narrows the type
    refused = ""
    try:
        services.take_out_photo(by=acting(request), photo=found)
    except RuleBroken as broken:
        refused = broken.message
    return _answered(request, found.article, refused)


def _answered(request: HttpRequest, article: Article, refused: str) -> HttpResponse:
    """The list alone, so that what is being typed stays; without scripts the page anew."""
    if request.headers.get("HX-Request"):
        return render(request, "briefs/photos.html", panel_of(article) | {"refused": refused})
    if refused:
        messages.error(request, refused)
    return redirect("briefs:article", article.pk)


def panel_of(article: Article) -> dict[str, Any]:
    """What `briefs/photos.html` shows of an article at the desk."""
    rows = article.photos.filter(file__isnull=False).select_related("file")
    photos = [
        {
            "number": one.number,
            "name": one.file.name,
            "source": f"{reverse('briefs:photo', args=[one.pk])}?small",
            "drop": reverse("briefs:take_out_photo", args=[one.pk]),
        }
        for one in rows
        if one.file is not None
    ]
    add_at = reverse("briefs:add_photos", args=[article.pk])
    return {"photos": photos, "add_at": add_at, "most": MOST, "accept": PICTURES}


def panel_unsent(photos: Mapping[int, StoredFile]) -> dict[str, Any]:
    """The same of a contribution that is being written; the form carries what it shows."""
    rows = [
        {
            "number": number,
            "name": one.name,
            "source": _inline(one),
            "value": f"{number}:{one.pk}",
        }
        for number, one in photos.items()
    ]
    put_at = reverse("briefs:put_photos")
    return {"photos": rows, "put_at": put_at, "most": MOST, "accept": PICTURES}


def with_unsent(blocks: Sequence[Block], photos: Mapping[int, StoredFile]) -> list[Block | Unsent]:
    """The blocks of a preview with the photos that their marks name."""
    return [_unsent(one, photos) for one in blocks]


def _unsent(block: Block, photos: Mapping[int, StoredFile]) -> Block | Unsent:
    mark = mark_of(block.text) if isinstance(block, Paragraph) else None
    if mark is None or mark.number not in photos:
        return block
    one = photos[mark.number]
    return Unsent(mark.number, mark.caption, _inline(one), one.width, one.height)


def _inline(one: StoredFile) -> str:
    if not one.is_image:
        return ""
    small = base64.b64encode(content_of(one, Part.Kind.THUMBNAIL)).decode()
    return f"data:image/jpeg;base64,{small}"


def _shown(request: HttpRequest, found: Photo) -> HttpResponse:
    assert found.file is not None  # noqa: S101 -- both queries ask for it
    return (answers.thumbnail if "small" in request.GET else answers.shown)(found.file)
