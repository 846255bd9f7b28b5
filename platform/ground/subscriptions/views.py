"""The administrator's pages of webhooks."""

import json
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ground.accounts.models import User
from ground.subscriptions import sending, services
from ground.subscriptions.forms import ReplayForm, SubscriptionForm
from ground.subscriptions.looks import (
    MESSAGE_TONES,
    MESSAGES,
    SUBSCRIPTIONS,
    state_of,
    tone_of,
    what_of,
    words_for,
)
from ground.subscriptions.models import Message, Subscription
from ground.subscriptions.permissions import KEEP_WEBHOOKS
from ground.web.lists import Action, Empty
from ground.web.pages import acting, carried_out, done, page, posted, refused
from ground.web.trail import moments_of


def _seen(user: User) -> QuerySet[Subscription]:
    return Subscription.objects.visible_to(user, KEEP_WEBHOOKS.code).select_related("owner")


def _one(request: HttpRequest, pk: int) -> Subscription:
    return get_object_or_404(_seen(acting(request)), pk=pk)


def _shown(request: HttpRequest, subscription: Subscription, secret: str) -> HttpResponse:
    """The secret, this once."""
    context = {"subscription": subscription, "secret": secret}
    return render(request, "subscriptions/secret.html", context)


@page(KEEP_WEBHOOKS)
def subscriptions(request: HttpRequest) -> HttpResponse:
    waiting = Count("messages", filter=Q(messages__state=Message.State.WAITING))
    rows = _seen(acting(request)).annotate(waiting=waiting)
    actions = [Action("新增推送", reverse("subscriptions:add"), "add", "primary")]
    empty = Empty("还没有事件推送", "其他系统需要及时知道本系统里发生的事时，新增一条。", "send")
    return SUBSCRIPTIONS.respond(request, rows, actions=actions, empty=empty)


@page(KEEP_WEBHOOKS)
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = SubscriptionForm(posted(request), by=user)
    if form.is_valid():
        added = carried_out(form, services.add_subscription, by=user, **form.cleaned_data)
        if added:
            return _shown(request, *added)
    context = {
        "form": form,
        "title": "新增推送",
        "list_title": "事件推送",
        "list_url": reverse("subscriptions:list"),
        "submit": "新增",
    }
    return render(request, "web/admin/add.html", context)


@page(KEEP_WEBHOOKS)
def subscription(request: HttpRequest, pk: int) -> HttpResponse:
    one = _one(request, pk)
    return _page(request, one, ReplayForm())


def _page(request: HttpRequest, one: Subscription, form: ReplayForm) -> HttpResponse:
    rows = Message.objects.filter(subscription=one).select_related("entry")
    context: dict[str, Any] = {
        "subscription": one,
        "state": state_of(one),
        "tone": tone_of(one),
        "is_active": one.state == Subscription.State.ACTIVE,
        "types": [words_for(name) for name in one.types],
        "form": form,
        "trail": moments_of(one, most=10),
    }
    return MESSAGES.respond(request, rows, **context)


@page(KEEP_WEBHOOKS)
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    one = _one(request, pk)
    said = "已暂停；其间的事件会在继续后补推"
    done(request, services.pause_subscription, said=said, by=acting(request), subscription=one)
    return redirect("subscriptions:subscription", one.pk)


@page(KEEP_WEBHOOKS)
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    one = _one(request, pk)
    said = "已继续推送"
    done(request, services.resume_subscription, said=said, by=acting(request), subscription=one)
    return redirect("subscriptions:subscription", one.pk)


@page(KEEP_WEBHOOKS)
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    one = _one(request, pk)
    said = "测试已发出，稍后刷新本页看结果"
    done(request, services.test_subscription, said=said, by=acting(request), subscription=one)
    return redirect("subscriptions:subscription", one.pk)


@page(KEEP_WEBHOOKS)
@never_cache
@require_POST
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    one = _one(request, pk)
    return _shown(request, one, services.change_secret(by=acting(request), subscription=one))


@page(KEEP_WEBHOOKS)
@require_POST
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    one = _one(request, pk)
    form = ReplayForm(request.POST)
    values = {"by": acting(request), "subscription": one}
    if form.is_valid() and not refused(
        form, services.replay_from, **values, since=form.cleaned_data["since"]
    ):
        return redirect("subscriptions:subscription", one.pk)
    return _page(request, one, form)


def _message(request: HttpRequest, pk: int, message_id: int) -> Message:
    rows = Message.objects.filter(subscription=_one(request, pk))
    related = rows.select_related("subscription__owner", "entry__event")
    return get_object_or_404(related, pk=message_id)


@page(KEEP_WEBHOOKS)
def message(request: HttpRequest, pk: int, message_id: int) -> HttpResponse:
    found = _message(request, pk, message_id)
    told = sending.told(found)
    context = {
        "subscription": found.subscription,
        "message": found,
        "what": what_of(found),
        "tone": MESSAGE_TONES[Message.State(found.state)],
        "told": json.dumps(told, ensure_ascii=False, indent=2) if told else "",
    }
    return render(request, "subscriptions/message.html", context)


@page(KEEP_WEBHOOKS)
@require_POST
def again(request: HttpRequest, pk: int, message_id: int) -> HttpResponse:
    found = _message(request, pk, message_id)
    said = "将再推送一次"
    done(request, services.send_again, said=said, by=acting(request), message=found)
    return redirect("subscriptions:subscription", found.subscription_id)
