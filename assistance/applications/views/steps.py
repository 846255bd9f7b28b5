"""The steps of an application, each by its person."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistance.applications import permissions, services
from assistance.applications.forms import DecideForm, ReviewForm
from assistance.applications.views.reading import seen, shown
from ground.accounts.permissions import Permission
from ground.web.pages import acting, done, page, taken

KEEP, REVIEW, DECIDE = (
    permissions.KEEP_APPLICATIONS,
    permissions.REVIEW_APPLICATIONS,
    permissions.DECIDE_APPLICATIONS,
)


@page(KEEP)
@require_POST
def recommend(request: HttpRequest, pk: int) -> HttpResponse:
    one = seen(request, pk, KEEP.code)
    said = "已提交，由另一位帮扶干部复核"
    done(request, services.recommend_application, said=said, by=acting(request), application=one)
    return redirect("applications:application", pk)


@page(KEEP)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, KEEP, services.withdraw_application, "申请已撤回")


@page(REVIEW)
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    one = seen(request, pk, REVIEW.code)
    form = ReviewForm(request.POST)
    answer = taken(
        request,
        form,
        services.review_application,
        said="复核已登记，待审批",
        then=reverse("applications:application", args=[pk]),
        application=one,
    )
    return answer or shown(request, one, reviewing=form)


@page(REVIEW)
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, REVIEW, services.return_application, "已退回补正")


@page(DECIDE)
@require_POST
def decider_sends_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, DECIDE, services.return_application, "已退回补正")


@page(DECIDE)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    one = seen(request, pk, DECIDE.code)
    form = DecideForm(request.POST)
    answer = taken(
        request,
        form,
        services.approve_application,
        said="已批准，款项已安排，编入批次后发放",
        then=reverse("applications:application", args=[pk]),
        application=one,
    )
    return answer or shown(request, one, deciding=form)


@page(DECIDE)
@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, DECIDE, services.reject_application, "已登记为不批准")


def _with_reason(
    request: HttpRequest, pk: int, permission: Permission, service: Callable[..., object], said: str
) -> HttpResponse:
    one = seen(request, pk, permission.code)
    reason = request.POST.get("reason", "")
    done(request, service, said=said, by=acting(request), application=one, reason=reason)
    return redirect("applications:application", pk)
