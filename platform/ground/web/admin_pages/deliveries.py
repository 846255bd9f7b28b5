"""Deliveries that wait for an operator: out of tries, or with an unknown outcome."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ground.events import pulse
from ground.events.models import Delivery
from ground.events.queries import held_up_by, open_replays, stopped_deliveries, why
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, done, page
from ground.web.permissions import SETTLE_DELIVERIES
from ground.web.services import settle_delivery, skip_delivery, try_delivery_again

STOPPED = [Delivery.State.DEAD, Delivery.State.UNKNOWN]

DELIVERIES = ListPage(
    title="停止的投递",
    subtitle="一件事发生后，系统自动做的后续工作。多次失败的停在这里，等人决定。",
    columns=[
        Column(
            "event",
            "事件",
            value=lambda one: f"{one.event.name} #{one.event_id}",
            url=lambda one: reverse("web:delivery", args=[one.pk]),
        ),
        Column("handler", "处理程序", sort="handler"),
        Column(
            "occurred_at",
            "发生时间",
            kind="datetime",
            sort="event__occurred_at",
            value=lambda one: one.event.occurred_at,
        ),
        Column("failures", "失败次数", kind="number", sort="failures"),
        Column(
            "state",
            "状态",
            kind="badge",
            tone=lambda one: "bad" if one.state == Delivery.State.DEAD else "warn",
        ),
        Column(
            "last_error", "原因", value=lambda one: one.last_error.strip().rsplit("\n", 1)[-1][:120]
        ),
    ],
    search=["handler", "event__name"],
    filters=[Choice("state", "状态", [(state.value, state.label) for state in STOPPED])],
    ordering=["-pk"],
    template="web/admin/deliveries.html",
    empty=Empty("没有停止的投递", "后续工作都已按时完成。", "approve"),
)


@page(SETTLE_DELIVERIES)
def deliveries(request: HttpRequest) -> HttpResponse:
    minutes = pulse.minutes()
    return DELIVERIES.respond(
        request,
        stopped_deliveries(),
        queues=pulse.queues(),
        targets=settings.EVENT_START_SECONDS,
        replays=open_replays(),
        rate=[(f"{one.at.astimezone(clock.CHINA):%H:%M}", float(one.finished)) for one in minutes],
        finished=sum(one.finished for one in minutes),
        slow=pulse.slow_handlers(),
        actions=[Action("查事件", reverse("web:event"), "search")],
    )


@page(SETTLE_DELIVERIES)
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Delivery.objects.select_related("event"), pk=pk)
    context = {
        "delivery": one,
        "is_stopped": one.state in STOPPED,
        "is_unknown": one.state == Delivery.State.UNKNOWN,
        "payload": list(one.event.payload.items()),
        "causes": why(one.event_id),
        "held_up": held_up_by(one),
    }
    return render(request, "web/admin/delivery.html", context)


@page(SETTLE_DELIVERIES)
@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Delivery, pk=pk)
    said = "已重新投递，稍后会再处理一次"
    done(request, try_delivery_again, said=said, by=acting(request), delivery_id=one.pk)
    return redirect("web:deliveries")


@page(SETTLE_DELIVERIES)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Delivery, pk=pk)
    values = {"delivery_id": one.pk, "reason": request.POST.get("reason", "")}
    done(request, settle_delivery, said="已确认为完成", by=acting(request), **values)
    return redirect("web:deliveries")


@page(SETTLE_DELIVERIES)
@require_POST
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Delivery, pk=pk)
    values = {"delivery_id": one.pk, "reason": request.POST.get("reason", "")}
    done(request, skip_delivery, said="已跳过", by=acting(request), **values)
    return redirect("web:deliveries")
