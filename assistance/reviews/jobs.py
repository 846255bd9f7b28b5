from functools import partial

from assistance.reviews import queries, services
from assistance.reviews.models import BulkRun
from assistance.reviews.services.bulk import KIND
from ground.jobs.registry import Job, Progress, Settle, job


@job(KIND, label="批量办理", limit_minutes=120)
def carry_out_bulk(job: Job, progress: Progress) -> Settle:
    """Carry out a confirmed bulk action, batch by batch. Begun again, it goes on with what is left."""
    run = BulkRun.objects.select_related("made_by").get(pk=job.inputs["run"])
    numbers = queries.counted(run)
    total = sum(numbers.values())
    done = total - numbers.get("ready", 0)
    progress.at(done=done, total=total, saying="正在办理")
    while number := services.carry_out_batch(run, run.made_by):
        done += number
        progress.at(done=done, total=total, saying="正在办理")
    return partial(services.finish_bulk, run)
