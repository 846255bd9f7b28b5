from functools import partial
from uuid import UUID

import structlog
from django.db import transaction

from ground.events import Outside, handles
from ground.events.delivery import GivenBack, LeaseLost, hold
from ground.events.registry import Settle
from ground.jobs import registry, services
from ground.jobs.events import JobAsked
from ground.jobs.models import Job
from ground.jobs.progress import Cancelled, Progress
from ground.kernel.errors import RuleBroken

log = structlog.stdlib.get_logger("shuanglian.jobs")

MOST_TRIES = 3
GAVE_UP = "系统多次尝试仍未完成，请稍后重试；仍不成功请把任务编号告诉管理员"


@handles(JobAsked, queue="jobs", outside=Outside.REPEATABLE)
def run_job(asked: JobAsked) -> Settle | None:
    """Do the work of a job. A broken rule ends it with its reason; another error is tried again."""
    job = services.begin(asked.job_key)
    kind = registry.kind_named(asked.kind)
    if job is None:
        return None
    if kind is None:
        raise LookupError(f"job {asked.kind} is not part of this version")
    try:
        settle = kind.work(job, Progress(job, hold(), limit_minutes=kind.limit_minutes))
    except Cancelled:
        return partial(services.end, job.key, state=Job.State.CANCELLED, message="已取消")
    except RuleBroken as broken:
        return partial(services.end, job.key, state=Job.State.FAILED, message=broken.message)
    except GivenBack:
        services.give_back(job.key)
        raise
    except LeaseLost:
        raise
    except Exception:
        if job.tries < MOST_TRIES:
            raise
        log.exception("job given up", job=job.key, kind=job.kind, tries=job.tries)
        return partial(services.end, job.key, state=Job.State.FAILED, message=GAVE_UP)
    return partial(_end, job.key, settle)


def _end(key: UUID, settle: registry.Settle | None) -> None:
    """Commit what the job brought together with its end; a rule broken by then takes it all back."""
    try:
        with transaction.atomic():
            outcome = settle() if settle is not None else None
    except RuleBroken as broken:
        services.end(key, state=Job.State.FAILED, message=broken.message)
    else:
        services.end(key, state=Job.State.DONE, outcome=outcome)
