"""What the calendar does to campaigns: the next stage, the weekly reminder, the warning, a feast that moves."""

from datetime import date, timedelta

from django.db import transaction

from campaigns import queries
from campaigns.events import SettlementNear, StageReached, UnitsBehind
from campaigns.models import Campaign
from campaigns.rules.states import RUNNING
from campaigns.services.screening import end_collecting
from ground.audit.services import record
from ground.events.services import publish
from ground.places.queries import local_rule

State = Campaign.State
MONDAY = 0


@transaction.atomic
def begin_collecting(campaign: Campaign) -> Campaign:
    """The window for applications has come."""
    locked = queries.locked_campaign(campaign.pk)
    if locked.state == State.PUBLISHED:
        locked.state = State.COLLECTING
        locked.save(update_fields=["state"])
        record(None, "campaign.stage_reached", locked, state=locked.state)
        publish(StageReached(campaign_id=locked.pk, state=locked.state))
    return locked


@transaction.atomic
def advance_on(*, on: date) -> None:
    """A day has begun: windows open and close, who is behind is told, what is near is warned of."""
    for campaign in Campaign.objects.filter(state=State.PUBLISHED, apply_from__lte=on):
        begin_collecting(campaign)
    for campaign in Campaign.objects.filter(state=State.COLLECTING, apply_to__lt=on):
        end_collecting(by=None, campaign=campaign)
    running = Campaign.objects.filter(state__in=RUNNING, settle_by__gte=on)
    for campaign in running.select_related("organiser__division").order_by("pk"):
        _warn(campaign, on)
        if on.weekday() == MONDAY:
            _remind(campaign, on)


@transaction.atomic
def move_deadlines() -> None:
    """The calendar of working days has changed: deadlines that follow it follow."""
    following = Campaign.objects.filter(settles_by_calendar=True)
    open_still = following.exclude(state__in=["closing", "summarised", "archived"])
    for campaign in open_still.select_related("kind_version__kind"):
        windows = queries.proposed_windows(campaign.kind, campaign.year)
        wanted = windows.settle_by
        if wanted != campaign.settle_by and campaign.apply_from <= wanted <= campaign.ends_on:
            locked = queries.locked_campaign(campaign.pk)
            locked.settle_by = wanted
            locked.save(update_fields=["settle_by"])
            record(None, "campaign.settle_by_moved", locked, settle_by=wanted)


def _warn(campaign: Campaign, on: date) -> None:
    days = local_rule(
        "campaigns.warn_days", on=campaign.starts_on, division=campaign.organiser.division
    )
    number, _ = queries.open_of(campaign)
    is_near = on >= campaign.settle_by - timedelta(days=int(days))
    if number and is_near and campaign.warned_on is None:
        Campaign.objects.filter(pk=campaign.pk).update(warned_on=on)
        record(None, "campaign.settlement_near", campaign, missing=number)
        publish(
            SettlementNear(campaign_id=campaign.pk, settle_by=campaign.settle_by, missing=number)
        )


def _remind(campaign: Campaign, on: date) -> None:
    if campaign.reminded_on is not None and campaign.reminded_on >= on:
        return
    units = queries.progress_of(campaign, today=on).units
    behind = tuple(one.unit_id for one in units if one.has_quota and one.light == "red")
    if behind:
        Campaign.objects.filter(pk=campaign.pk).update(reminded_on=on)
        record(None, "campaign.units_reminded", campaign, units=list(behind))
        publish(UnitsBehind(campaign_id=campaign.pk, unit_ids=behind))
