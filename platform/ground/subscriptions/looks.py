"""How webhooks and their messages look in lists."""

from django.urls import reverse

from ground.subscriptions.models import Message, Subscription
from ground.web.lists import Choice, Column, Empty, ListPage
from ground.web.subjects import words_of_event
from ground.web.trail import words_of

_TONES = {
    Subscription.State.ACTIVE: "good",
    Subscription.State.PAUSED: "neutral",
    Subscription.State.STOPPED: "bad",
}
MESSAGE_TONES = {
    Message.State.WAITING: "info",
    Message.State.SENT: "good",
    Message.State.DEAD: "bad",
}


def words_for(name: str) -> str:
    """What a kind of event is called: as an event, or as the action that it reports."""
    return words_of_event(name) or words_of(name)


def state_of(one: Subscription) -> str:
    if one.state == Subscription.State.ACTIVE and one.failures:
        return f"连续失败 {one.failures} 次"
    return one.get_state_display()


def tone_of(one: Subscription) -> str:
    if one.state == Subscription.State.ACTIVE and one.failures:
        return "warn"
    return _TONES[Subscription.State(one.state)]


def what_of(message: Message) -> str:
    if message.entry is None:
        return "测试"
    return words_for(message.entry.name)


SUBSCRIPTIONS = ListPage(
    title="事件推送",
    subtitle="事情发生后，自动告诉其他系统（Webhook）。每条推送以所有者的身份，只告诉此人看得到的事。",
    columns=[
        Column(
            "label",
            "用途",
            sort="label",
            url=lambda one: reverse("subscriptions:subscription", args=[one.pk]),
        ),
        Column("host", "接收方"),
        Column("owner", "所有者", sort="owner__full_name"),
        Column("types", "事件种数", kind="number", value=lambda one: len(one.types)),
        Column("waiting", "待推送", kind="number"),
        Column("served_at", "最近推送", kind="datetime", sort="served_at"),
        Column("state", "状态", kind="badge", value=state_of, tone=tone_of),
    ],
    search=["label", "address", "owner__full_name"],
    filters=[Choice("state", "状态", Subscription.State.choices)],
    ordering=["-pk"],
)

MESSAGES = ListPage(
    title="推送记录",
    columns=[
        Column(
            "what",
            "事件",
            value=what_of,
            url=lambda one: reverse("subscriptions:message", args=[one.subscription_id, one.pk]),
        ),
        Column("made_at", "登记时间", kind="datetime", sort="pk"),
        Column("state", "状态", kind="badge", tone=lambda one: MESSAGE_TONES[one.state]),
        Column("attempts", "次数", kind="number"),
        Column("status", "回应", value=lambda one: one.status or "—"),
        Column("ended_at", "送达时间", kind="datetime"),
        Column("reason", "原因"),
        Column("key", "事件编号"),
    ],
    filters=[Choice("state", "状态", Message.State.choices)],
    ordering=["-pk"],
    template="subscriptions/subscription.html",
    parent=("事件推送", "subscriptions:list"),
    empty=Empty("还没有推送", "所选的事件发生后，会出现在这里。", "send"),
)
