"""What the pages of a file share: the file within scope, and a value shown once."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from assistance.households import queries
from assistance.households.models import HardshipFile
from ground.accounts.permissions import Permission
from ground.files import answers
from ground.files.models import StoredFile
from ground.kernel.errors import RuleBroken
from ground.web.pages import acting


def file_in_scope(request: HttpRequest, pk: int, permission: Permission) -> HardshipFile:
    files = HardshipFile.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(
        queries.with_holder(files).select_related("unit__division", "route", "clue"), pk=pk
    )


def opened(stored: StoredFile) -> HttpResponse:
    """A paper or a signature itself, kept by no cache."""
    response = answers.shown(stored)
    response["Cache-Control"] = "no-store"
    return response


def revealed(request: HttpRequest, service: Callable[..., str], **what: Any) -> HttpResponse:
    """The value in plain text, once, or why not."""
    reason, status = request.POST.get("reason", ""), 200
    try:
        text = service(by=acting(request), reason=reason, **what)
    except RuleBroken as broken:
        text, status = broken.message, 422
    response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response
