"""Hold a roster against its rules; let somebody through as an exception, by two people."""

from django.db import transaction
from django.urls import reverse

from campaigns import queries, rules, screening
from campaigns.events import RosterScreened, StageReached
from campaigns.models import Campaign, Enrolment
from campaigns.rules.states import RUNNING, UNDECIDED
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.jobs import services as jobs
from ground.jobs.models import Job
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason

SCREENING = "campaigns.screening"
BATCH = 5_000
State = Campaign.State


@transaction.atomic
def end_collecting(*, by: User | None, campaign: Campaign) -> Campaign:
    """No more is collected as a rule: the roster is screened. By a person, or by the calendar.

    Ended before its day, the window for applications has ended today.
    """
    locked = queries.locked_campaign(campaign.pk)
    rules.check_state(locked.state, locked.get_state_display(), (State.COLLECTING,), "结束申报")
    locked.state = State.SCREENING
    locked.apply_to = max(locked.apply_from, min(locked.apply_to, clock.today()))
    locked.save(update_fields=["state", "apply_to"])
    record(by, "campaign.stage_reached", locked, state=locked.state)
    publish(StageReached(campaign_id=locked.pk, state=locked.state))
    return locked


@transaction.atomic
def ask_to_screen(*, by: User, campaign: Campaign) -> Job:
    """Ask for the screening of everybody who is not decided yet. A job: seconds, or minutes for very many."""
    locked = queries.locked_campaign(campaign.pk)
    rules.check_running(locked.state, locked.get_state_display(), "审核")
    rules.check_some(queries.number_in(locked, *UNDECIDED), "待审核")
    return jobs.ask(
        by=by,
        kind=SCREENING,
        title=f"审核“{locked.name}”名单",
        organisation=locked.organiser,
        inputs={"campaign": locked.pk},
        opens=reverse("campaigns:campaign", args=[locked.pk]),
    )


@transaction.atomic
def screen_batch(campaign: Campaign, *, after: int, most: int = BATCH) -> screening.Judged:
    """Screen the next of a roster, in one transaction; begun again it comes to the same."""
    locked = queries.locked_campaign(campaign.pk)
    rules.check_state(locked.state, locked.get_state_display(), RUNNING, "审核")
    held = list(locked.rules.order_by("pk").values_list("code", "value"))
    return screening.judge_next(locked, held, after=after, most=most, today=clock.today())


@transaction.atomic
def finish_screening(*, by: User, campaign: Campaign) -> dict[str, int]:
    """Say what a screening came to."""
    told = {
        "eligible": queries.number_in(campaign, Enrolment.State.ELIGIBLE),
        "ineligible": queries.number_in(campaign, Enrolment.State.INELIGIBLE),
    }
    record(by, "campaign.screened", campaign, **told)
    publish(RosterScreened(campaign_id=campaign.pk, **told))
    return told


def screen(*, by: User, campaign: Campaign) -> dict[str, int]:
    """Screen a whole roster here and now, batch by batch."""
    after = 0
    while (judged := screen_batch(campaign, after=after)).number:
        after = judged.last
    return finish_screening(by=by, campaign=campaign)


@transaction.atomic
def propose_exception(*, by: User, enrolment: Enrolment, reason: str) -> Enrolment:
    """Ask to let somebody through whom a rule keeps out, with the reason. Another person agrees."""
    campaign = queries.locked_campaign(enrolment.campaign_id)
    rules.check_running(campaign.state, campaign.get_state_display(), "提出例外")
    locked = queries.locked_enrolment(enrolment.pk)
    if locked.state != Enrolment.State.INELIGIBLE:
        raise RuleBroken(
            "enrolment_state",
            f"该对象现在是“{locked.get_state_display()}”，只有不符合条件的才需要例外",
        )
    if locked.amount is None:
        raise RuleBroken("exception_without_amount", "没有金额，不能例外：请先填写拟助金额")
    locked.override_reason = check_reason(reason, what="例外", most=200)
    locked.override_by, locked.overridden_by = by, None
    locked.save(update_fields=["override_reason", "override_by", "overridden_by"])
    record(by, "campaign.exception_proposed", locked, campaign=campaign.pk, reason=reason)
    return locked


@transaction.atomic
def agree_exception(*, by: User, enrolment: Enrolment) -> Enrolment:
    """Let somebody through as an exception that another person has proposed."""
    campaign = queries.locked_campaign(enrolment.campaign_id)
    rules.check_running(campaign.state, campaign.get_state_display(), "同意例外")
    locked = queries.locked_enrolment(enrolment.pk)
    rules.check_exception(locked.override_by_id, by.pk)
    if locked.state != Enrolment.State.INELIGIBLE:
        raise RuleBroken(
            "enrolment_state",
            f"该对象现在是“{locked.get_state_display()}”，只有不符合条件的才需要例外",
        )
    locked.overridden_by, locked.state = by, Enrolment.State.ELIGIBLE
    locked.save(update_fields=["overridden_by", "state"])
    record(by, "campaign.exception_agreed", locked, campaign=campaign.pk)
    return locked
