"""One line of the log for each request, and the number by which a person, support and the log name it.

A number that came with the request (`X-Request-ID`) is not taken: anybody could send one, twice or with a
word in it, and the lines of two requests would be one. A proxy that wants to know it reads the answer.
"""

import secrets
import time
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ground.events.services import collecting
from ground.kernel import lines

log = structlog.stdlib.get_logger("shuanglian.requests")

HEADER = "X-Request-ID"
LETTERS = (
    "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another, read aloud or written down
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
QUIET = frozenset({"web:healthz"})  # asked every few seconds, by machines
MOST_EVENTS = 100


def told(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Number each request and write its line: never its path, what it asks or sends, or a name."""

    def middleware(request: HttpRequest) -> HttpResponse:
        known: dict[str, object] = {"request": new_number()}
        request.told = known  # type: ignore[attr-defined]
        began = time.perf_counter()
        with lines.about(lambda: known), collecting() as recorded:
            answer = get_response(request)
            answer[HEADER] = str(known["request"])
            if not request.path.startswith(settings.STATIC_URL):
                _write(request, answer, time.perf_counter() - began, recorded)
        return answer

    return middleware


def new_number() -> str:
    """`4kfz-9qpm-x7ra`: sixty bits, to be read aloud."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def name_user(request: HttpRequest, number: int) -> None:
    """Let the lines of a request say whose it is, once that is known."""
    if hasattr(request, "told"):
        request.told["user"] = number


def _write(request: HttpRequest, answer: HttpResponse, seconds: float, recorded: list[int]) -> None:
    match = request.resolver_match
    if match is not None and match.view_name in QUIET and answer.status_code == HTTPStatus.OK:
        return
    failed = answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
    (log.error if failed else log.info)(
        "request",
        route=match.view_name if match is not None else None,
        method=request.method if request.method in METHODS else None,
        status=answer.status_code,
        milliseconds=round(seconds * 1000, 1),
        recorded=recorded[:MOST_EVENTS],
    )
