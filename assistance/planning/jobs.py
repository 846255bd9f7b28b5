"""Long work: solving a plan, and bringing about the groups of an approved one."""

from functools import partial

from assistance.planning import queries, services
from assistance.planning.matching import solve
from assistance.planning.models import PairingPlan
from assistance.planning.services.solving import check_inputs
from ground.jobs.registry import Job, Outcome, Progress, Settle, job
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@job("planning.solve", label="求解结对方案", limit_minutes=20)
def solve_plan(asked: Job, progress: Progress) -> Settle:
    """Read the inputs as they stand, solve, and keep the solution in the transaction of the end."""
    plan = _plan(asked)
    inputs_at = clock.now()
    inputs = queries.inputs_of(plan)
    check_inputs(inputs)
    with progress.breathing():
        outcome = solve(
            inputs.problem,
            say=lambda done, of, saying: progress.at(done=done, total=of, saying=saying),
        )

    def keep() -> Outcome:
        solution = services.keep_solution(
            by=asked.asked_by, plan=plan, inputs=inputs, inputs_at=inputs_at, outcome=outcome
        )
        return {"solution": solution.pk, "pairs": solution.pair_count}

    return keep


@job("planning.establish", label="建立结对", limit_minutes=20)
def establish_plan(asked: Job, progress: Progress) -> Settle:
    progress.at(done=0, total=1, saying="正在建立结对")
    return partial(_establish, _plan(asked))


def _establish(plan: PairingPlan) -> Outcome:
    return {"groups": services.establish_groups(plan=plan)}


def _plan(asked: Job) -> PairingPlan:
    plan = (
        PairingPlan.objects.select_related("organisation").filter(pk=asked.inputs["plan"]).first()
    )
    if plan is None:
        raise RuleBroken("plan_gone", "该方案已被删除")
    return plan
