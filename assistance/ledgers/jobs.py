"""Long work: ledgers of whole areas, and what is handed over for the national system."""

from assistance.ledgers import services
from assistance.ledgers.services.making import MAKE
from assistance.ledgers.services.national import HAND
from ground.jobs.registry import Job, Progress, Settle, job


@job(MAKE, label="编制台账", limit_minutes=30)
def make_ledger(job: Job, progress: Progress) -> Settle:
    """A ledger of an area as a workbook."""
    return services.make_ledger(job, progress)


@job(HAND, label="编制全国系统录入表", limit_minutes=30)
def hand_over(job: Job, progress: Progress) -> Settle:
    """What is new, changed or ended since the last handing-over."""
    return services.hand_over(job, progress)
