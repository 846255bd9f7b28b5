"""Doors: pages without an account, which anybody may open who has their address.

Nothing personal stands in an address; nothing of them is kept by browsers or by what lies between, or
found by search engines. A post is measured before it is read, and needs the CSRF token like any other.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from ground.web.pages import ANYONE, page

View = Callable[..., HttpResponse]
METHODS = {"GET", "HEAD", "POST"}
WORDS = 256 * 1024  # a form of words alone


def door(*, largest: int = WORDS, too_large: str = "web/too_large.html") -> Callable[[View], View]:
    """A public page: measured (in bytes) before Django reads what was posted, then guarded as a form."""

    def declare(view: View) -> View:
        protected = csrf_protect(view)

        @page(ANYONE)
        @csrf_exempt
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in METHODS:
                answer: HttpResponse = HttpResponse(status=405)
            elif _length(request, largest) > largest:
                answer = render(request, too_large, status=413)
            else:
                answer = protected(request, *args, **kwargs)
            answer["Cache-Control"] = "no-store"
            answer["X-Robots-Tag"] = "noindex, nofollow"
            return answer

        return opened

    return declare


def address_of(request: HttpRequest) -> str:
    """From where a post comes. Behind a proxy that ends TLS, the address that the proxy added last."""
    last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if last and settings.SECURE_PROXY_SSL_HEADER:
        return last
    return str(request.META.get("REMOTE_ADDR", ""))


def _length(request: HttpRequest, largest: int) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return largest + 1
