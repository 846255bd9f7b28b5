"""What waits on the workbench: campaigns to publish, campaigns near their end with money unpaid."""

from datetime import timedelta

from django.db.models import F
from django.urls import reverse

from campaigns import permissions, queries
from campaigns.models import Campaign
from ground.accounts.models import User
from ground.kernel import clock, money
from ground.web.workbench import Tile, Urgency, Waiting, figures, waiting

SOON = timedelta(days=7)
MOST = 10
GROUP = "活动"


@waiting(order=60, permission=permissions.PUBLISH_CAMPAIGN)
def campaigns_to_publish(user: User) -> list[Waiting]:
    planned = (
        Campaign.objects.visible_to(user, permissions.PUBLISH_CAMPAIGN.code)
        .filter(state=Campaign.State.PLANNED)
        .exclude(planned_by=user)
        .select_related("organiser")
        .order_by("starts_on", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"发布活动：{campaign.name}",
            url=reverse("campaigns:campaign", args=[campaign.pk]),
            detail=str(campaign.organiser),
            since=campaign.starts_on,
            urgency=Urgency.SOON if campaign.starts_on <= clock.today() else Urgency.LATER,
            group=GROUP,
        )
        for campaign in planned
    ]


@waiting(order=61, permission=permissions.ADD_TARGET)
def campaigns_ending(user: User) -> list[Waiting]:
    """Campaigns in their last days, or past them, whose money has not all arrived."""
    today = clock.today()
    ending = (
        queries.with_progress(Campaign.objects.visible_to(user, permissions.ADD_TARGET.code))
        .filter(state=Campaign.State.PUBLISHED, ends_on__lte=today + SOON)
        .filter(planned__gt=F("paid"))
        .order_by("ends_on", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"{campaign.name}还有款项未发放",
            url=reverse("campaigns:campaign", args=[campaign.pk]),
            detail=f"未发放 {money.shown_short(campaign.planned - campaign.paid)} 元",
            since=campaign.ends_on,
            urgency=Urgency.OVERDUE if campaign.ends_on < today else Urgency.SOON,
            group=GROUP,
        )
        for campaign in ending
    ]


@figures(order=60, permission=permissions.SEE_CAMPAIGNS)
def campaigns_running(user: User) -> list[Tile]:
    campaigns = Campaign.objects.visible_to(user, permissions.SEE_CAMPAIGNS.code)
    url = reverse("campaigns:list")
    running = campaigns.filter(state=Campaign.State.PUBLISHED)
    return [Tile("进行中的活动", running.count(), "场", f"{url}?state={Campaign.State.PUBLISHED}")]
