"""Files as a browser gets them. Whoever calls has checked that this person may see the file."""

from urllib.parse import quote

from django.http import HttpResponse

from ground.files.models import Part, StoredFile
from ground.files.queries import content_of


def shown(stored: StoredFile) -> HttpResponse:
    """A picture in the page or in a tab of its own; any other file to be saved."""
    return _answer(stored, Part.Kind.WHOLE, inline=stored.is_image)


def thumbnail(stored: StoredFile) -> HttpResponse:
    """The small picture; a file that is no picture has none: 404."""
    if not stored.is_image:
        return HttpResponse(status=404)
    return _answer(stored, Part.Kind.THUMBNAIL, inline=True)


def download(stored: StoredFile) -> HttpResponse:
    """The file to be saved under its name."""
    return _answer(stored, Part.Kind.WHOLE, inline=False)


def _answer(stored: StoredFile, kind: str, *, inline: bool) -> HttpResponse:
    way = "inline" if inline else "attachment"
    return HttpResponse(
        content_of(stored, kind),
        content_type=stored.media_type,
        headers={
            "Content-Disposition": f"{way}; filename*=UTF-8''{quote(stored.name)}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=300",
        },
    )
