"""Answers that carry a family's paper."""

from django.http import HttpRequest, HttpResponse

from assistance.ledgers.services.papers import Format
from ground.web.leaving import TYPES, as_file
from ground.web.pages import show_personal


def handed_out(request: HttpRequest, content: bytes, kind: Format, name: str) -> HttpResponse:
    """A paper to be saved under its name; no cache keeps it."""
    show_personal(request)
    return as_file(content, name=name, content_type=TYPES[kind])
