from functools import partial
from typing import Any

from django.db import transaction

from assistance.supervision import queries, services
from assistance.supervision.models import AssessmentScheme
from assistance.supervision.services.computing import KIND, Computed
from ground.jobs.registry import Job, Progress, Settle, job


@job(KIND, label="计算考核得分", limit_minutes=20)
def compute_scores(job: Job, progress: Progress) -> Settle:
    """Compute the measured items of all agencies of a scheme from their records."""
    scheme = AssessmentScheme.objects.select_related("office").get(pk=job.inputs["scheme"])

    def said(done: int, total: int, saying: str) -> None:
        progress.at(done=done, total=total, saying=saying)

    with transaction.atomic():
        services.enrol_agencies(scheme)
    rows = list(services.to_compute(scheme, queries.span_of(scheme), said))
    return partial(_keep, job, scheme, rows)


def _keep(job: Job, scheme: AssessmentScheme, rows: list[Computed]) -> dict[str, Any]:
    kept = services.keep_computed(by=job.asked_by, scheme=scheme, rows=rows)
    return {"scores": kept}
