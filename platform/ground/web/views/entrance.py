"""In and out: signing in, signing out, and the first visit to an empty installation."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ground.accounts.models import User
from ground.accounts.services import set_up
from ground.audit.services import record
from ground.web.forms import SetUpForm, SignInForm
from ground.web.pages import ANYONE, SIGNED_IN, acting, carried_out, page, posted

BACKEND = "django.contrib.auth.backends.ModelBackend"


@page(ANYONE)
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    onward = _onward(request)
    if request.user.is_authenticated:
        return redirect(onward)
    if not User.objects.exists():
        return redirect("web:set_up")
    form = SignInForm(request, posted(request))
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        login(request, user)
        record(user, "user.signed_in", user)
        return redirect(onward)
    return render(request, "web/sign_in.html", {"form": form, "next": request.GET.get("next", "")})


@page(SIGNED_IN)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    record(user, "user.signed_out", user)
    logout(request)
    return redirect("web:sign_in")


@page(ANYONE)
@sensitive_post_parameters()
def first_set_up(request: HttpRequest) -> HttpResponse:
    if User.objects.exists():
        return redirect("web:sign_in")
    form = SetUpForm(posted(request))
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "again"}
        user = carried_out(form, set_up, **values)
        if user:
            login(request, user, backend=BACKEND)
            return redirect("web:workbench")
    return render(request, "web/set_up.html", {"form": form})


def _onward(request: HttpRequest) -> str:
    """Where the person was going, if that is here; otherwise the workbench."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(asked, hosts, require_https=request.is_secure()):
        return asked
    return resolve_url(settings.LOGIN_REDIRECT_URL)
