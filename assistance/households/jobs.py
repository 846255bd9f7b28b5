"""Long work: a set of criteria is tried on every file of an office."""

from assistance.criteria.models import RuleSet
from assistance.households import queries, services
from ground.jobs.registry import Job, Outcome, Progress, Settle, job
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@job("households.whatif", label="推演建档标准", limit_minutes=20)
def try_ruleset(asked: Job, progress: Progress) -> Settle:
    """Read and judge outside of a transaction; the result is written in the one that ends the job.

    A worker that dies leaves nothing behind, and the next one begins anew.
    """
    ruleset = RuleSet.objects.filter(pk=asked.inputs["ruleset"]).first()
    if ruleset is None:
        raise RuleBroken("ruleset_gone", "这份标准已被删除")
    result = queries.tried(
        ruleset,
        path=asked.organisation.path,
        on=clock.today(),
        say=lambda done, total: progress.at(done=done, total=total, saying="正在逐户测算"),
    )

    def keep() -> Outcome:
        whatif = services.keep_whatif(
            by=asked.asked_by,
            job_key=asked.key,
            ruleset_id=ruleset.pk,
            organisation_id=asked.organisation_id,
            result=result,
        )
        return {"whatif": whatif.pk, "files": whatif.files}

    return keep
