"""Answers that carry a family's paper."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from assistance.ledgers.services.papers import Format
from ground.web.leaving import TYPES
from ground.web.pages import show_personal


def handed_out(request: HttpRequest, content: bytes, kind: Format, name: str) -> HttpResponse:
    """A paper to be saved under its name; no cache keeps it."""
    show_personal(request)
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
