"""The yearly work plan of a group: its lines, its targets, its print."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from assistance.pairing import permissions, queries, services
from assistance.pairing.forms import FinishForm, PlanItemForm
from assistance.pairing.models import PairingGroup, WorkPlanItem
from ground.web.pages import acting, carried_out, done, page, posted

SEE, WRITE = permissions.SEE_GROUPS, permissions.WRITE_PLAN


@require_GET
@page(SEE)
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _plan(request, pk, "pairing/plan.html")


@require_GET
@page(SEE)
def plan_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as a sheet to print or to save as PDF."""
    return _plan(request, pk, "pairing/plan_sheet.html")


def _plan(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    user = acting(request)
    visible = PairingGroup.objects.visible_to(user, SEE.code)
    group = get_object_or_404(visible.select_related("link_point", "lead_agency"), pk=pk)
    active = group.state == PairingGroup.State.ACTIVE
    led = PairingGroup.objects.filter(pk=pk)
    context = {
        "group": group,
        "items": queries.plan_of(group),
        "targets": queries.own_activities(group),
        "may_write": active and user.may(WRITE.code) and led.led_by(user, WRITE.code).exists(),
    }
    return render(request, template, context)


@page(WRITE)
def add_item(request: HttpRequest, pk: int) -> HttpResponse:
    groups = PairingGroup.objects.led_by(acting(request), WRITE.code)
    group = get_object_or_404(groups.select_related("link_point", "lead_agency"), pk=pk)
    return _written(request, group, None)


@page(WRITE)
def change_item(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    return _written(request, item.group, item)


def _written(request: HttpRequest, group: PairingGroup, item: WorkPlanItem | None) -> HttpResponse:
    start: dict[str, Any] = {}
    if item is not None:
        names = ("content", "kind", "responsible", "due_on", "measure")
        start = {name: getattr(item, name) for name in names} | {"agency": item.agency_id}
    form = PlanItemForm(posted(request), group=group, initial=start)
    if request.method == "POST" and form.is_valid():
        written = carried_out(
            form,
            services.write_plan_item,
            by=acting(request),
            group=group,
            item=item,
            **form.cleaned_data,
        )
        if written:
            messages.success(request, "工作计划已保存")
            return redirect("pairing:plan", group.pk)
    return render(request, "pairing/plan_item.html", {"form": form, "group": group, "item": item})


@require_POST
@page(WRITE)
def drop_item(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    done(request, services.drop_plan_item, said="已从计划中删去", by=acting(request), item=item)
    return redirect("pairing:plan", item.group_id)


@require_POST
@page(WRITE)
def assign_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: the line is a task."""
    item = _item(request, pk)
    said = f"已交办给{item.agency}"
    done(request, services.assign_plan_item, said=said, by=acting(request), item=item)
    return redirect("pairing:plan", item.group_id)


@page(WRITE)
def finish_item(request: HttpRequest, pk: int) -> HttpResponse:
    item, form = _item(request, pk), FinishForm(posted(request))
    if request.method == "POST" and form.is_valid():
        finished = carried_out(
            form, services.finish_plan_item, by=acting(request), item=item, **form.cleaned_data
        )
        if finished:
            messages.success(request, "已登记开展情况")
            return redirect("pairing:plan", item.group_id)
    context = {"form": form, "group": item.group, "item": item}
    return render(request, "pairing/plan_finish.html", context)


def _item(request: HttpRequest, pk: int) -> WorkPlanItem:
    groups = PairingGroup.objects.led_by(acting(request), WRITE.code).order_by().values("pk")
    items = WorkPlanItem.objects.filter(group__in=groups)
    return get_object_or_404(items.select_related("group__link_point", "agency"), pk=pk)
