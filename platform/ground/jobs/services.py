"""Ask for long work, take it back, let it run again; and what the worker writes about it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events import services as events
from ground.events.models import Delivery
from ground.events.services import publish
from ground.jobs.events import JobAsked, JobEnded
from ground.jobs.models import Job
from ground.jobs.registry import kind_named
from ground.kernel.errors import RuleBroken


@transaction.atomic
def ask(
    *,
    by: User,
    kind: str,
    title: str,
    organisation: Organisation,
    inputs: dict[str, Any],
    opens: str = "",
) -> Job:
    """Ask for a job. The same work still waiting or running is given back instead of a second one."""
    if kind_named(kind) is None:
        raise LookupError(f"no job is called {kind}")
    # The person's row is the lock: a double click asks once.
    User.objects.select_for_update().get(pk=by.pk)
    same = Job.objects.open().filter(asked_by=by, kind=kind, inputs=inputs).first()
    if same is not None:
        return same
    job = Job.objects.create(
        kind=kind,
        title=title[:120],
        organisation=organisation,
        asked_by=by,
        inputs=inputs,
        opens=opens,
    )
    _publish(job)
    record(by, "jobs.job_asked", f"jobs.job:{job.key}", kind=kind)
    return job


@transaction.atomic
def cancel(*, by: User, job: Job) -> Job:
    """Take a job back: at once where it has not begun, at its next step where it runs."""
    job = _locked(job.key)
    if not job.is_open:
        raise RuleBroken("job_ended", f"任务{job.get_state_display()}，不能取消")
    if job.state == Job.State.WAITING:
        end(job.key, state=Job.State.CANCELLED, message="已取消")
    else:
        Job.objects.filter(key=job.key).update(cancel_asked=True)
    record(by, "jobs.job_cancelled", f"jobs.job:{job.key}", kind=job.kind)
    job.refresh_from_db()
    return job


@transaction.atomic
def run_again(*, by: User, job: Job) -> Job:
    """Let a job that failed, was cancelled or whose worker died for good run once more."""
    job = _locked(job.key)
    stopped = Delivery.objects.filter(event_id=job.event_id, state=Delivery.State.DEAD).first()
    if job.state == Job.State.DONE or (job.is_open and stopped is None):
        raise RuleBroken("job_not_stopped", f"任务{job.get_state_display()}，不需要重新执行")
    Job.objects.filter(key=job.key).update(
        state=Job.State.WAITING,
        done=0,
        total=0,
        saying="",
        tries=0,
        cancel_asked=False,
        message="",
        ended_at=None,
    )
    if stopped is not None:
        events.try_again(stopped.pk)
    else:
        _publish(job)
    record(by, "jobs.job_run_again", f"jobs.job:{job.key}", kind=job.kind)
    job.refresh_from_db()
    return job


def begin(key: UUID) -> Job | None:
    """Let the worker begin; None where the job has ended in the meantime."""
    begun = Job.objects.open().filter(key=key)
    if not begun.update(state=Job.State.RUNNING, tries=F("tries") + 1, beat_at=Now()):
        return None
    return Job.objects.select_related("organisation", "asked_by").get(key=key)


def give_back(key: UUID) -> None:
    """The worker ends, and another one begins it anew: this try does not count."""
    Job.objects.open().filter(key=key).update(state=Job.State.WAITING, tries=F("tries") - 1)


@transaction.atomic
def end(key: UUID, *, state: str, message: str = "", outcome: dict[str, Any] | None = None) -> None:
    """End a job, once: what is reported later changes nothing."""
    job = Job.objects.select_for_update().open().filter(key=key).first()
    if job is None:
        return
    Job.objects.filter(key=key).update(
        state=state, message=message, outcome=outcome or {}, saying="", ended_at=Now()
    )
    publish(JobEnded(job_key=key, kind=job.kind, state=state))


def _publish(job: Job) -> None:
    [recorded] = publish(JobAsked(job_key=job.key, kind=job.kind))
    Job.objects.filter(key=job.key).update(event_id=recorded.pk)


def _locked(key: UUID) -> Job:
    return Job.objects.select_for_update().get(key=key)
