"""The way of a plan from the office to the leader, and back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from assistance.planning import permissions, services
from assistance.planning.models import PairingPlan
from assistance.planning.views.plans import made
from ground.web.pages import acting, done, page

MAKE, APPROVE = permissions.MAKE_PLAN, permissions.APPROVE_PLAN


@require_POST
@page(MAKE)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    plan = made(request, pk)
    number = request.POST.get("solution", "")
    solution = get_object_or_404(plan.solutions, number=int(number) if number.isdecimal() else 0)
    done(
        request,
        services.choose_solution,
        said=f"已选用{solution}",
        by=acting(request),
        plan=plan,
        solution=solution,
    )
    return redirect("planning:plan", pk)


@require_POST
@page(MAKE)
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, made(request, pk), services.submit_plan, "已报送，待领导批准")


@require_POST
@page(permissions.SEE_PLANS)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """By those who approve, and by the office that submitted it."""
    user = acting(request)
    rows = PairingPlan.objects
    reached = rows.visible_to(user, APPROVE.code) | rows.visible_to(user, MAKE.code)
    plan = get_object_or_404(reached, pk=pk)
    reason = request.POST.get("reason", "")
    done(request, services.send_back_plan, said="已退回编制", by=user, plan=plan, reason=reason)
    return redirect("planning:plan", pk)


@require_POST
@page(APPROVE)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    said = "已批准，正在建立结对"
    return _step(request, _approvable(request, pk), services.approve_plan, said)


@require_POST
@page(APPROVE)
def establish(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, _approvable(request, pk), services.ask_groups, "正在建立结对")


def _approvable(request: HttpRequest, pk: int) -> PairingPlan:
    return get_object_or_404(PairingPlan.objects.visible_to(acting(request), APPROVE.code), pk=pk)


def _step(
    request: HttpRequest, plan: PairingPlan, service: Callable[..., object], said: str
) -> HttpResponse:
    done(request, service, said=said, by=acting(request), plan=plan)
    return redirect("planning:plan", plan.pk)
