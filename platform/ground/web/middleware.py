"""What every request passes: the session's end, the origin for the trail, the declared audience."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import resolve

from ground.audit.services import Origin, coming_from
from ground.events.services import Cause, caused_by
from ground.web.request_lines import name_user

Respond = Callable[[HttpRequest], HttpResponse]


def session_ends(get_response: Respond) -> Respond:
    """End a session some hours after sign-in, however busy it is. Idle ends are the cookie's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            began = request.session.setdefault("began", time.time())
            if time.time() - began > settings.SESSION_ABSOLUTE_AGE:
                logout(request)
        return get_response(request)

    return middleware


def origin_of_request(get_response: Respond) -> Respond:
    """Let the trail and the events know who acts and from where."""

    def middleware(request: HttpRequest) -> HttpResponse:
        channel = "api" if request.path.startswith("/api/") else "page"
        actor_id = request.user.pk if request.user.is_authenticated else None
        if actor_id is not None:
            name_user(request, actor_id)
        with (
            coming_from(Origin(channel, request.META.get("REMOTE_ADDR") or None)),
            caused_by(Cause(actor_id=actor_id)),
        ):
            return get_response(request)

    return middleware


def personal_is_not_kept(get_response: Respond) -> Respond:
    """Let no browser, and nothing between, keep an answer that shows a person's number."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if getattr(request, "shows_personal", False):
            answer["Cache-Control"] = "no-store"
        return answer

    return middleware


def wrong_way_in(get_response: Respond) -> Respond:
    """Tell a person who opens an address that only takes what is sent to it; the API answers for itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not answer.content:
            answer.content = render_to_string("405.html", request=request)
        return answer

    return middleware


class UnstorableInput:
    """Answer what no form refused and no column can hold (a NUL in a text) with 400, not with 500."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return render(request, "400.html", status=400) if isinstance(error, DataError) else None


class DeclaredPermission:
    """Refuse a view that does not say for whom it is: forgetting it fails loudly, and closed."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_arguments: Any
    ) -> None:
        if hasattr(view, "audience") or resolve(request.path_info).app_name == "ninja":
            return  # the API declares its own: ground.web.api
        raise ImproperlyConfigured(f"{view.__module__} declares no audience: use @page(...)")
