"""What people do with a problem: collect, register, refuse, give out, ask, write down, strike off."""

from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from assistance.pairing.queries import organisations_like
from assistance.pairing.rules import LINK_POINTS
from assistance.problems import permissions, queries, services
from assistance.problems.forms import (
    CloseForm,
    DispatchForm,
    PhoneForm,
    RaiseForm,
    RegisterForm,
)
from assistance.problems.models import EnterpriseProblem
from assistance.problems.views.page import Forms, overseen, shown
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.web.pages import acting, carried_out, done, page, posted

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ground.web.uploads import Chosen

SUGGESTED = 12


def link_points(user: User) -> "QuerySet[Organisation]":
    """The enterprises and communities whose problems this person may put on record."""
    code = permissions.RAISE_PROBLEM.code
    points = cast("QuerySet[Organisation]", Organisation.objects.visible_to(user, code))
    return points.filter(is_active=True, kind__in=LINK_POINTS)


def _names(request: HttpRequest, among: "QuerySet[Organisation]") -> HttpResponse:
    typed = (str(one).strip() for one in request.GET.values())
    text = next(filter(None, typed), "")
    found = organisations_like(among, text)[:SUGGESTED] if text else []
    return render(request, "pairing/names.html", {"names": [one.name for one in found]})


@require_GET
@page(permissions.RAISE_PROBLEM)
def names(request: HttpRequest) -> HttpResponse:
    """Suggestions for an enterprise's name that is being typed."""
    return _names(request, link_points(acting(request)))


@require_GET
@page(permissions.DISPATCH_PROBLEM)
def agencies(request: HttpRequest) -> HttpResponse:
    """Suggestions for an agency's name that is being typed."""
    code = permissions.DISPATCH_PROBLEM.code
    return _names(request, queries.agencies_to_choose(acting(request), code))


@page(permissions.RAISE_PROBLEM)
def raise_page(request: HttpRequest) -> HttpResponse:
    user, today = acting(request), clock.today()
    initial: dict[str, Any] = {
        "key": uuid4(),
        "urgency": EnterpriseProblem.Urgency.NORMAL,
        "raised_on": today,
    }
    asked = request.GET.get("link_point", "")
    if asked.isdecimal() and len(asked) <= 18:  # noqa: PLR2004 -- a key fits into 18 digits
        point = link_points(user).filter(pk=int(asked)).first()
        initial["link_point"] = point.name if point else ""
    form = RaiseForm(link_points(user), posted(request), request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        problem = carried_out(form, _raised, by=user, **form.cleaned_data)
        if problem:
            messages.success(request, "问题已收集，待双联办登记")
            return redirect("problems:problem", problem.pk)
    return render(request, "problems/raise.html", {"form": form})


def _raised(*, by: User, photos: "Chosen", **said: Any) -> EnterpriseProblem:
    return services.raise_problem(by=by, photos=photos.kept(by=by), **said)


@require_POST
@page(permissions.REGISTER_PROBLEM)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    problem = overseen(request, pk, permissions.REGISTER_PROBLEM.code)
    form = RegisterForm(request.POST)
    if form.is_valid():
        kept = carried_out(
            form, services.register_problem, by=user, problem=problem, **form.cleaned_data
        )
        if kept:
            messages.success(request, f"已登记，编号{kept.mark}")
            return redirect("problems:problem", pk)
    return _again(request, pk, form, Forms(register=form))


@require_POST
@page(permissions.REGISTER_PROBLEM)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    problem = overseen(request, pk, permissions.REGISTER_PROBLEM.code)
    done(
        request,
        services.refuse_problem,
        said="已不予受理，企业可看到理由",
        by=acting(request),
        problem=problem,
        reason=request.POST.get("reason", ""),
    )
    return redirect("problems:problem", pk)


@require_POST
@page(permissions.DISPATCH_PROBLEM)
def dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    user, code = acting(request), permissions.DISPATCH_PROBLEM.code
    problem = overseen(request, pk, code)
    form = DispatchForm(queries.agencies_to_choose(user, code), request.POST)
    if form.is_valid():
        given = carried_out(
            form, services.dispatch_problem, by=user, problem=problem, **form.cleaned_data
        )
        if given:
            messages.success(request, f"已交办给{form.cleaned_data['agency']}")
            return redirect("problems:problem", pk)
    return _again(request, pk, form, Forms(dispatch=form))


@require_POST
@page(permissions.DISPATCH_PROBLEM)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    problem = overseen(request, pk, permissions.DISPATCH_PROBLEM.code)
    done(
        request,
        services.take_back_problem,
        said="已收回，可以改派其他单位",
        by=acting(request),
        problem=problem,
        reason=request.POST.get("reason", ""),
    )
    return redirect("problems:problem", pk)


@require_POST
@page(permissions.ASK_CONFIRMATION)
def send_link(request: HttpRequest, pk: int) -> HttpResponse:
    problem = overseen(request, pk, permissions.ASK_CONFIRMATION.code)
    said = "确认链接已生成，请发给企业；以前发出的链接随即失效"
    done(request, services.send_link, said=said, by=acting(request), problem=problem)
    return redirect("problems:problem", pk)


@require_POST
@page(permissions.ASK_CONFIRMATION)
def revoke_link(request: HttpRequest, pk: int) -> HttpResponse:
    problem = overseen(request, pk, permissions.ASK_CONFIRMATION.code)
    said = "确认链接已作废"
    done(request, services.revoke_link, said=said, by=acting(request), problem=problem)
    return redirect("problems:problem", pk)


@require_POST
@page(permissions.RECORD_CONFIRMATION)
def record_confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    user, code = acting(request), permissions.RECORD_CONFIRMATION.code
    problem = get_object_or_404(EnterpriseProblem.objects.visible_to(user, code), pk=pk)
    form = PhoneForm(request.POST)
    if form.is_valid():
        told = carried_out(
            form, services.record_confirmation, by=user, problem=problem, **form.cleaned_data
        )
        if told:
            messages.success(request, "企业意见已登记")
            return redirect("problems:problem", pk)
    return _again(request, pk, form, Forms(phone=form))


@require_POST
@page(permissions.CLOSE_PROBLEM)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    problem = overseen(request, pk, permissions.CLOSE_PROBLEM.code)
    form = CloseForm(request.POST)
    if form.is_valid():
        closed = carried_out(
            form, services.close_problem, by=user, problem=problem, **form.cleaned_data
        )
        if closed:
            messages.success(request, f"{closed.mark}已销号")
            return redirect("problems:problem", pk)
    return _again(request, pk, form, Forms(close=form))


@require_POST
@page(permissions.REVEAL_CONTACT, shows_personal=True)
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    user, code = acting(request), permissions.REVEAL_CONTACT.code
    problem = get_object_or_404(EnterpriseProblem.objects.visible_to(user, code), pk=pk)
    plain = "text/plain; charset=utf-8"
    try:
        value = services.reveal_contact(
            by=user, problem=problem, reason=request.POST.get("reason", "")
        )
    except RuleBroken as broken:
        return HttpResponse(broken.message, content_type=plain, status=422)
    return HttpResponse(value, content_type=plain, headers={"Cache-Control": "no-store"})


def _again(request: HttpRequest, pk: int, form: Any, forms: Forms) -> HttpResponse:
    """The problem's page with what was typed; said above it too, for the form may be gone from it."""
    for error in form.non_field_errors():
        messages.error(request, error)
    if not EnterpriseProblem.objects.visible_to(
        acting(request), permissions.SEE_PROBLEMS.code
    ).filter(pk=pk):
        return redirect("problems:list")
    return shown(request, pk, forms)
