"""Long work: a roster is screened, payments are planned, batch by batch. Begun again, it goes on."""

from datetime import date
from functools import partial

from campaigns import queries, services
from campaigns.models import Campaign
from campaigns.rules.states import UNDECIDED
from ground.accounts.models import User
from ground.jobs.registry import Job, Outcome, Progress, Settle, job


@job(services.SCREENING, label="审核活动名单", limit_minutes=60)
def screen_roster(job: Job, progress: Progress) -> Settle:
    """Begun again it judges everybody anew: by the same rules to the same end."""
    campaign = Campaign.objects.get(pk=job.inputs["campaign"])
    total, done, after = queries.number_in(campaign, *UNDECIDED), 0, 0
    progress.at(done=0, total=total, saying="正在逐条审核")
    while (judged := services.screen_batch(campaign, after=after)).number:
        done, after = done + judged.number, judged.last
        progress.at(done=done, total=total, saying="正在逐条审核")
    return partial(services.finish_screening, by=job.asked_by, campaign=campaign)


@job(services.EXECUTION, label="安排活动款项", limit_minutes=120)
def plan_payments(job: Job, progress: Progress) -> Settle:
    campaign = Campaign.objects.get(pk=job.inputs["campaign"])
    asked = {
        "given_on": date.fromisoformat(job.inputs["given_on"]),
        "reason": job.inputs["reason"],
        "channel": job.inputs["channel"],
    }
    total, done = queries.number_in(campaign, "approved"), 0
    progress.at(done=0, total=total, saying="正在安排款项")
    while number := services.plan_batch(by=job.asked_by, campaign=campaign, **asked):
        done += number
        progress.at(done=done, total=total, saying="正在安排款项")
    return partial(_outcome, job.asked_by, campaign, done)


def _outcome(by: User, campaign: Campaign, planned: int) -> Outcome:  # noqa: ARG001 -- one shape
    """`left`: approved and not to be paid, because their file is no longer active."""
    return {"planned": planned, "left": queries.number_in(campaign, "approved")}
