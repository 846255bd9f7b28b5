"""What waits on the workbench: to publish, to screen, to approve, exceptions, what must arrive soon."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse

from campaigns import permissions, queries
from campaigns.models import Campaign, Enrolment, Kind, KindVersion
from campaigns.rules.states import RUNNING
from ground.accounts.models import User
from ground.kernel import clock, money
from ground.web.workbench import Tile, Urgency, Waiting, figures, waiting

SOON = timedelta(days=7)
MOST = 10
GROUP = "活动"
State = Campaign.State


def _url(campaign: Any) -> str:
    return reverse("campaigns:campaign", args=[campaign.pk])


@waiting(order=60, permission=permissions.PUBLISH_CAMPAIGN)
def campaigns_to_publish(user: User) -> list[Waiting]:
    planned = (
        Campaign.objects.visible_to(user, permissions.PUBLISH_CAMPAIGN.code)
        .filter(state=State.PLANNED)
        .exclude(planned_by=user)
        .exclude(changed_by=user)
        .select_related("organiser")
        .order_by("starts_on", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"发布活动：{campaign.name}",
            url=_url(campaign),
            detail=str(campaign.organiser),
            since=campaign.starts_on,
            urgency=Urgency.SOON if campaign.starts_on <= clock.today() else Urgency.LATER,
            group=GROUP,
        )
        for campaign in planned
    ]


@waiting(order=65, permission=permissions.PUBLISH_KINDS)
def kinds_to_publish(user: User) -> list[Waiting]:
    """Drafts of kinds that somebody else has made."""
    kept = Kind.objects.kept_by(user, permissions.PUBLISH_KINDS.code)
    drafts = KindVersion.objects.filter(kind__in=kept, state=KindVersion.State.DRAFT)
    rows = drafts.exclude(Q(made_by=user) | Q(changed_by=user)).order_by("pk")[:MOST]
    return [
        Waiting(
            title=f"核对并发布活动类型：{draft.label}",
            url=reverse("campaigns:kind", args=[draft.pk]),
            detail=draft.change_note,
            urgency=Urgency.LATER,
            group=GROUP,
        )
        for draft in rows
    ]


@waiting(order=61, permission=permissions.ENROL)
def campaigns_ending(user: User) -> list[Waiting]:
    """Campaigns whose money must have arrived within days, or should have, and has not."""
    today = clock.today()
    ending = (
        queries.with_progress(Campaign.objects.visible_to(user, permissions.ENROL.code))
        .filter(state__in=RUNNING, settle_by__lte=today + SOON)
        .filter(held__gt=F("paid"))
        .order_by("settle_by", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"{campaign.name}还有款项未发放",
            url=_url(campaign),
            detail=f"未发放 {money.shown_short(campaign.held - campaign.paid)} 元",
            since=campaign.settle_by,
            urgency=Urgency.OVERDUE if campaign.settle_by < today else Urgency.SOON,
            group=GROUP,
        )
        for campaign in ending
    ]


@waiting(order=62, permission=permissions.SCREEN)
def rosters_to_screen(user: User) -> list[Waiting]:
    """Applications are over, and somebody has not been screened yet."""
    listed = Q(tallies__state=Enrolment.State.LISTED, tallies__number__gt=0)
    rows = (
        Campaign.objects.visible_to(user, permissions.SCREEN.code)
        .filter(listed, state=State.SCREENING)
        .distinct()
        .order_by("apply_to", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"审核名单：{campaign.name}",
            url=_url(campaign),
            detail="申报已截止，进行资格审核",
            since=campaign.apply_to,
            urgency=Urgency.SOON,
            group=GROUP,
        )
        for campaign in rows
    ]


@waiting(order=63, permission=permissions.APPROVE_ROSTER)
def rosters_to_approve(user: User) -> list[Waiting]:
    """Everybody is screened, the list has hung long enough, and another person has planned it."""
    eligible = Q(tallies__state=Enrolment.State.ELIGIBLE, tallies__number__gt=0)
    ready = Q(notice_days=0) | Q(notice_to__lte=clock.today())
    rows = (
        Campaign.objects.visible_to(user, permissions.APPROVE_ROSTER.code)
        .filter(eligible, ready, state__in=[State.SCREENING, State.NOTICE, State.EXECUTING])
        .exclude(planned_by=user)
        .distinct()
        .order_by("settle_by", "pk")[:MOST]
    )
    return [
        Waiting(
            title=f"批准名单：{campaign.name}",
            url=_url(campaign),
            since=campaign.notice_to or campaign.apply_to,
            urgency=Urgency.SOON,
            group=GROUP,
        )
        for campaign in rows
    ]


@waiting(order=64, permission=permissions.SCREEN)
def exceptions_to_agree(user: User) -> list[Waiting]:
    proposed = Enrolment.objects.visible_to(user, permissions.SCREEN.code).filter(
        state=Enrolment.State.INELIGIBLE,
        override_by__isnull=False,
        overridden_by__isnull=True,
        campaign__state__in=RUNNING,
    )
    rows = (
        proposed.exclude(override_by=user)
        .order_by()
        .values("campaign", "campaign__name")
        .annotate(number=Count("pk"))
        .order_by("campaign")[:MOST]
    )
    return [
        Waiting(
            title=f"例外待同意：{row['campaign__name']}",
            url=f"{reverse('campaigns:roster', args=[row['campaign']])}?exception=yes",
            count=row["number"],
            urgency=Urgency.SOON,
            group=GROUP,
        )
        for row in rows
    ]


@figures(order=60, permission=permissions.SEE_CAMPAIGNS)
def campaigns_running(user: User) -> list[Tile]:
    campaigns = Campaign.objects.told_to(user, permissions.SEE_CAMPAIGNS.code)
    url = reverse("campaigns:list")
    running = campaigns.filter(state__in=[State.PUBLISHED, *RUNNING])
    return [Tile("进行中的活动", running.count(), "场", f"{url}?running=yes")]
