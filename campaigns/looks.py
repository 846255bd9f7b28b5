"""How campaigns look: their list, the colours of states, the chart of a campaign."""

from django.urls import reverse

from assistance.aid.models import Payment
from campaigns import kinds
from campaigns.models import Campaign
from campaigns.queries import Progress
from ground.web.lists import Choice, Column, Empty, ListPage

_TONES = {Campaign.State.PUBLISHED: "info", Campaign.State.CLOSED: "good"}
_PAYMENT_TONES = {
    Payment.State.PAID: "good",
    Payment.State.VOID: "neutral",
    Payment.State.RELEASED: "neutral",
    Payment.State.RETURNED: "bad",
    Payment.State.PLANNED: "warn",
}


def state_tone(campaign: Campaign) -> str:
    return _TONES.get(Campaign.State(campaign.state), "neutral")


def payment_tone(payment: Payment) -> str:
    return _PAYMENT_TONES.get(Payment.State(payment.state), "info")


CAMPAIGNS = ListPage(
    title="活动",
    subtitle="送温暖、金秋助学：每场活动的名单、预算和到位情况",
    columns=[
        Column(
            "name",
            "活动名称",
            "link",
            sort="name",
            url=lambda campaign: reverse("campaigns:campaign", args=[campaign.pk]),
            width=28,
        ),
        Column("kind", "类型", sort="kind"),
        Column("organiser", "主办单位", sort="organiser__name", width=24),
        Column("starts_on", "开始", "date", sort="starts_on"),
        Column("ends_on", "结束", "date", sort="ends_on"),
        Column("budget", "预算（元）", "money", sort="budget"),
        Column("planned", "已安排（元）", "money", sort="planned"),
        Column("paid", "已发放（元）", "money", sort="paid"),
        Column(
            "reached",
            "到位 / 对象",
            value=lambda campaign: f"{campaign.reached_count} / {campaign.target_count}",
        ),
        Column("state", "状态", "badge", sort="state", tone=state_tone),
    ],
    search=["name", "organiser__name"],
    search_hint="活动名称或主办单位",
    filters=[
        Choice("kind", "类型", kinds.choices),
        Choice("state", "状态", Campaign.State.choices),
    ],
    ordering=["-starts_on"],
    noun="场",
    empty=Empty("还没有活动", "筹备一场活动，由另一人发布后，就可以安排困难家庭。", "campaign"),
)


def chart_of(progress: Progress) -> dict[str, object]:
    """Money by unit: planned beside paid."""
    return {
        "labels": [one.unit for one in progress.units],
        "series": [
            {"name": "已安排", "values": [one.planned for one in progress.units]},
            {"name": "已发放", "values": [one.paid for one in progress.units]},
        ],
    }
