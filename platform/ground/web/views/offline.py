"""What a phone fetches to work without a network: the worker, and the page that says what works."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ground.web import offline
from ground.web.pages import ANYONE, page


@require_GET
@page(ANYONE)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its version, and so its bytes, change with what it keeps."""
    kept = {
        "version": offline.version(),
        "addresses": offline.kept_addresses(),
        "stand_ins": offline.stand_ins(),
    }
    answer = render(
        request,
        "web/worker.js",
        {"kept": json.dumps(kept)},
        content_type="text/javascript; charset=utf-8",
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_GET
@page(ANYONE)
def nothing(request: HttpRequest) -> HttpResponse:
    """Shown in the place of a page that needs the network."""
    return render(request, "web/offline.html", {"pages": offline.offline_pages()})
