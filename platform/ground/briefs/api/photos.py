"""Photos of contributions and articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Status

from ground.briefs import queries, schemas, services
from ground.briefs.api.parts import article_of, router
from ground.briefs.models import Issue, Photo
from ground.briefs.permissions import EDIT_ISSUE, READ_BRIEFS
from ground.files import answers
from ground.files.services import keep_all
from ground.web.api import acting, needs


@router.post(
    "/articles/{int:pk}/photos", response={201: list[schemas.PhotoOut]}, auth=needs(EDIT_ISSUE)
)
def add_photos(request: HttpRequest, pk: int, given: schemas.PhotosIn) -> Status[list[Photo]]:
    """Photos for an article at the desk; each gets the next number. Nothing shows them until its text does."""
    article = article_of(request, pk)
    kept = keep_all(by=acting(request), keys=given.files)
    return Status(201, services.add_photos(by=acting(request), article=article, kept=kept))


@router.delete("/photos/{int:pk}", response={204: None}, auth=needs(EDIT_ISSUE))
def take_out_photo(request: HttpRequest, pk: int) -> Status[None]:
    issues = Issue.objects.visible_to(acting(request), EDIT_ISSUE.code)
    found = get_object_or_404(Photo, pk=pk, article__issue__in=issues, file__isnull=False)
    services.take_out_photo(by=acting(request), photo=found)
    return Status(204, None)


@router.get("/photos/{int:pk}", auth=needs(READ_BRIEFS))
def show_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture itself, for whoever may read what it belongs to."""
    found = get_object_or_404(queries.seen_photos(acting(request)), pk=pk)
    assert found.file is not None  # noqa: S101 -- the query asks for it
    return answers.shown(found.file)
