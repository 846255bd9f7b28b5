"""The steps of an application, each by its person."""

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
    one = seen(request, pk, KEEP.code)
    done(
        request,
        services.withdraw_application,
        said="申请已撤回",
        by=acting(request),
        application=one,
        reason=request.POST.get("reason", ""),
    )
    return redirect("applications:application", pk)


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
    return _returned(request, pk, REVIEW)


@page(DECIDE)
@require_POST
def decider_sends_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _returned(request, pk, DECIDE)


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
    one = seen(request, pk, DECIDE.code)
    done(
        request,
        services.reject_application,
        said="已登记为不批准",
        by=acting(request),
        application=one,
        reason=request.POST.get("reason", ""),
    )
    return redirect("applications:application", pk)


def _returned(request: HttpRequest, pk: int, permission: Permission) -> HttpResponse:
    one = seen(request, pk, permission.code)
    done(
        request,
        services.return_application,
        said="已退回补正",
        by=acting(request),
        application=one,
        reason=request.POST.get("reason", ""),
    )
    return redirect("applications:application", pk)
