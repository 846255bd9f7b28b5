"""End a campaign whose money has arrived, sum it up, put it away."""

from django.db import transaction

from campaigns import queries, rules
from campaigns.events import CampaignClosed, StageReached
from campaigns.models import Campaign
from campaigns.queries.visiting import under_way
from campaigns.rules.visiting import check_goods_home
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish

State = Campaign.State
LONGEST_SUMMARY = 5000


@transaction.atomic
def close_campaign(*, by: User, campaign: Campaign) -> Campaign:
    """End a campaign whose money has all arrived: it takes nobody in any more."""
    locked = queries.locked_campaign(campaign.pk)
    rules.check_running(locked.state, locked.get_state_display(), "结束")
    rules.check_all_paid(*queries.open_of(locked))
    check_goods_home(under_way(locked))
    locked.state = State.CLOSING
    locked.save(update_fields=["state"])
    record(by, "campaign.closed", locked)
    publish(CampaignClosed(campaign_id=locked.pk))
    return locked


@transaction.atomic
def summarise_campaign(*, by: User, campaign: Campaign, summary: str) -> Campaign:
    """Write what a campaign came to, beside its figures."""
    locked = queries.locked_campaign(campaign.pk)
    rules.check_state(
        locked.state, locked.get_state_display(), (State.CLOSING, State.SUMMARISED), "总结"
    )
    locked.summary = rules.check_text(
        summary, field="summary", label="总结", longest=LONGEST_SUMMARY
    )
    is_first, locked.state = locked.state == State.CLOSING, State.SUMMARISED
    locked.save(update_fields=["summary", "state"])
    record(by, "campaign.summarised", locked)
    if is_first:
        publish(StageReached(campaign_id=locked.pk, state=locked.state))
    return locked


@transaction.atomic
def archive_campaign(*, by: User, campaign: Campaign) -> Campaign:
    """Put a campaign away: it stays as it is."""
    locked = queries.locked_campaign(campaign.pk)
    rules.check_state(locked.state, locked.get_state_display(), (State.SUMMARISED,), "归档")
    locked.state = State.ARCHIVED
    locked.save(update_fields=["state"])
    record(by, "campaign.archived", locked)
    publish(StageReached(campaign_id=locked.pk, state=locked.state))
    return locked
