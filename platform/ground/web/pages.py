"""Pages: every view declares who may open it; the rules of the programme become messages."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.kernel.errors import RuleBroken

T = TypeVar("T")
View = Callable[..., HttpResponse]


class Anyone:
    """Declares that a page is open without signing in."""


class SignedIn:
    """Declares that a page is for every person with an account."""


ANYONE, SIGNED_IN = Anyone(), SignedIn()
Audience = Permission | Anyone | SignedIn


def page(audience: Audience, *, shows_personal: bool = False) -> Callable[[View], View]:
    """Declare for whom a page is. Without the permission: 403; without account: sign in first.

    `shows_personal` declares that its answer may hold a person's number in plain: one that was asked
    for with a reason. Nothing keeps such an answer; every other one is without (`tests/watching.py`).
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if shows_personal:
                show_personal(request)
            if audience is ANYONE:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if isinstance(audience, Permission) and not acting(request).may(audience.code):
                return render(
                    request, "web/not_allowed.html", {"label": audience.label}, status=403
                )
            return view(request, *args, **kwargs)

        guarded.audience = audience  # type: ignore[attr-defined]
        return guarded

    return declare


def show_personal(request: HttpRequest) -> None:
    """Declare that the answer to this request may hold a person's number in plain."""
    request.shows_personal = True  # type: ignore[attr-defined]


def acting(request: HttpRequest) -> User:
    """The person who acts, on a page that asks for one."""
    return cast("User", request.user)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where it was not. An empty form that was sent is a sent one."""
    return request.POST if request.method == "POST" else None


def carried_out(form: forms.BaseForm, service: Callable[..., T], /, **arguments: Any) -> T | None:
    """Call a service; a broken rule becomes errors of the form, and what was typed stays."""
    try:
        return service(**arguments)
    except RuleBroken as broken:
        _show(form, broken)
        return None


def taken(
    request: HttpRequest,
    form: forms.Form,
    service: Callable[..., object],
    /,
    *,
    said: str,
    then: str,
    **arguments: Any,
) -> HttpResponse | None:
    """Call a service with what was typed, say so, and go on; None where the form is shown again.

    `return taken(…) or _shown(request, form)`; `then` is an address. For a service that gives
    something back.
    """
    if form.is_valid():
        arguments |= {"by": acting(request), **form.cleaned_data}
        if carried_out(form, service, **arguments) is not None:
            messages.success(request, said)
            return redirect(then)
    return None


def refused(form: forms.BaseForm, service: Callable[..., object], **arguments: Any) -> bool:
    """As `carried_out`, for a service that gives nothing back: whether a rule said no."""
    try:
        service(**arguments)
    except RuleBroken as broken:
        _show(form, broken)
        return True
    return False


def _show(form: forms.BaseForm, broken: RuleBroken) -> None:
    named = {field: text for field, text in broken.fields.items() if field in form.fields}
    for field, text in named.items():
        form.add_error(field, text)
    if not named:
        form.add_error(None, broken.message)


def done(
    request: HttpRequest, service: Callable[..., object], *, said: str, **arguments: Any
) -> bool:
    """Call a service for a button without inputs; what it did, or why not, becomes a message."""
    try:
        service(**arguments)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return False
    messages.success(request, said)
    return True
