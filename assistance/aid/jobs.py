"""Long work: a batch is looked through, and locked where nothing stands in the way; its dossier."""

from functools import partial

from assistance.aid import queries, services
from assistance.aid.dossiers import dossier_of
from assistance.aid.models import Batch
from assistance.aid.services.archiving import DOSSIER
from assistance.ledgers.services.making import keep_output
from ground.accounts.models import User
from ground.jobs.registry import Job, Outcome, Progress, Settle, job
from ground.privacy.models import Release


@job(queries.LOCK, label="核对和锁定批次", limit_minutes=60)
def lock_batch(job: Job, progress: Progress) -> Settle | None:
    """Problems are kept with the batch, which goes on being built; a worker before may have locked it."""
    batch = Batch.objects.select_related("source").get(pk=job.inputs["batch"])
    if batch.state != Batch.State.BUILDING:
        return None
    number = batch.payments.count()
    progress.at(done=0, total=0, saying=f"正在核对 {number:,} 笔的收款人、账户和救助标准")
    with progress.breathing():
        if job.inputs["only_check"]:
            found = services.problems_before_lock(batch)
            return partial(_keep, job.asked_by, batch, found)
        try:
            services.lock_batch(by=job.asked_by, batch=batch)
        except services.NotReady as not_ready:
            return partial(_keep, job.asked_by, batch, not_ready.problems)
    return None


def _keep(by: User, batch: Batch, problems: list[queries.Problem]) -> Outcome:
    return {"problems": services.keep_problems(by=by, batch=batch, problems=problems)}


@job(DOSSIER, label="编制发放卷宗", limit_minutes=30)
def make_dossier(job: Job, progress: Progress) -> Settle:
    """One PDF of everything that belongs to a batch."""
    batch = Batch.objects.select_related("source__organisation").get(pk=job.inputs["batch"])
    release = Release.objects.select_related("by").get(pk=job.inputs["release"])

    def said(done: int, total: int, what: str) -> None:
        progress.at(done=done, total=total, saying=what)

    with progress.breathing():
        content, rows = dossier_of(batch, release, said)
    return partial(_keep_dossier, release, content, rows)


def _keep_dossier(release: Release, content: bytes, rows: int) -> Outcome:
    output = keep_output(release=release, kind=DOSSIER, content=content, rows=rows)
    return {"output": output.pk, "rows": rows}
