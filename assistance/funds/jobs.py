"""Long work: an account book is read again from its first entry."""

from functools import partial

from assistance.funds import queries, services
from assistance.funds.services.verifying import KIND
from ground.accounts.models import User
from ground.jobs.registry import Job, Outcome, Progress, Settle, job


@job(KIND, label="核验账簿", limit_minutes=120)
def verify_book(job: Job, progress: Progress) -> Settle:
    """Whether a book is what was written and sealed."""

    def said(done: int, total: int) -> None:
        progress.at(done=done, total=total, saying="正在逐笔核对封存")

    found = queries.verify_book(job.inputs["book"], said, progress.breathing)
    return partial(_keep, job.asked_by, found)


def _keep(by: User, found: queries.Verified) -> Outcome:
    kept = services.keep_verification(by=by, found=found)
    return {"verification": kept.pk, "faults": len(kept.faults)}
