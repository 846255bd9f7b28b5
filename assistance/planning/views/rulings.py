"""Pins and forbidden pairs: from a row of the plan, or by names."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from assistance.planning import permissions, services
from assistance.planning.forms import RulingForm
from assistance.planning.models import PairingPlan, Ruling
from assistance.planning.views.plans import made
from ground.accounts.models import Organisation, below
from ground.web.pages import acting, carried_out, done, page, posted

MAKE = permissions.MAKE_PLAN


@page(MAKE)
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    plan = made(request, pk)
    among = Organisation.objects.filter(below("path", [plan.organisation.path]), is_active=True)
    form = RulingForm(among, posted(request), initial={"kind": Ruling.Kind.PIN})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        pins = given.pop("kind") == Ruling.Kind.PIN
        if pins:
            given.pop("conflict_of_interest")
        service = services.pin_pair if pins else services.forbid_pair
        if carried_out(form, service, by=acting(request), plan=plan, **given):
            messages.success(request, "已记下，下次求解时照办")
            return redirect("planning:plan", pk)
    return render(request, "planning/rule.html", {"form": form, "plan": plan})


@require_POST
@page(MAKE)
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    return _ruled(request, made(request, pk), services.pin_pair, "已指定，下次求解时保留这一对")


@require_POST
@page(MAKE)
def forbid(request: HttpRequest, pk: int) -> HttpResponse:
    return _ruled(request, made(request, pk), services.forbid_pair, "已回避，下次求解时换别的单位")


@require_POST
@page(MAKE)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    plans = PairingPlan.objects.visible_to(acting(request), MAKE.code)
    ruling = get_object_or_404(
        Ruling.objects.filter(plan__in=plans.order_by().values("pk")).select_related("plan"), pk=pk
    )
    done(request, services.lift_ruling, said="已取消", by=acting(request), ruling=ruling)
    return redirect("planning:plan", ruling.plan_id)


def _ruled(
    request: HttpRequest,
    plan: PairingPlan,
    service: Callable[..., object],
    said: str,
) -> HttpResponse:
    sides = {}
    for name in ("agency", "enterprise"):
        among = Organisation.objects.filter(below("path", [plan.organisation.path]))
        number = request.POST.get(name, "")
        sides[name] = get_object_or_404(among, pk=int(number) if number.isdecimal() else 0)
    done(
        request,
        service,
        said=said,
        by=acting(request),
        plan=plan,
        reason=request.POST.get("reason", ""),
        **sides,
    )
    return redirect("planning:plan", plan.pk)
