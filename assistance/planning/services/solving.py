"""Ask the machine, and keep what it proposed with its reasons and its doubts."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from assistance.planning import kinds, queries, rules
from assistance.planning.events import PlanSolved
from assistance.planning.matching import (
    MOST_PAIRS,
    PARTS,
    Outcome,
    Shortage,
    conflicts_of,
    shortages_of,
)
from assistance.planning.models import PairingPlan, ProposedPair, Solution
from assistance.planning.queries import Inputs
from assistance.planning.services.plans import locked_draft
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.jobs import services as jobs
from ground.jobs.models import Job
from ground.kernel.errors import RuleBroken

CHUNK = 2000
BANDS = 10  # of the distribution, ten points each
MOST_NAMES = 8
LONGEST_BECAUSE = 300
HUNDREDTH = Decimal("0.01")


@transaction.atomic
def ask_solution(*, by: User, plan: PairingPlan) -> Job:
    """Let the machine propose who is paired with whom, from everything as it stands now."""
    plan = locked_draft(plan)
    check_inputs(queries.inputs_of(plan))
    job = jobs.ask(
        by=by,
        kind="planning.solve",
        title=f"{plan} 求解",
        organisation=plan.organisation,
        inputs={"plan": plan.pk},
        opens=reverse("planning:plan", args=[plan.pk]),
    )
    plan.state, plan.job_key = PairingPlan.State.SOLVING, job.key
    plan.save(update_fields=["state", "job_key"])
    record(by, "planning.solution_asked", plan)
    return job


@transaction.atomic
def stop_solving(*, job_key: UUID) -> None:
    """The job has ended without a solution: the plan can be worked on again."""
    PairingPlan.objects.filter(job_key=job_key, state=PairingPlan.State.SOLVING).update(
        state=PairingPlan.State.DRAFT
    )


def check_inputs(inputs: Inputs) -> None:
    """There is somebody on both sides, and the pins fit; otherwise what to do about it."""
    if not inputs.agencies:
        raise RuleBroken(
            "no_agencies",
            "没有可以安排的参联单位。请先在“参联单位情况”中填写职能和可联系企业数",
        )
    if not inputs.enterprises:
        raise RuleBroken(
            "no_enterprises",
            "没有需要安排的企业：没有填写企业情况，或本年度都已结对。请先在“企业情况”中填写",
        )
    for pin in inputs.lost_pins:
        raise RuleBroken(
            "pin_takes_no_part",
            f"“{pin.agency} → {pin.enterprise}”的指定无法照办：单位可联系企业数为0，"
            "或企业已停用、关闭、本年度已结对。请取消这项指定",
        )
    if inputs.problem.n * inputs.problem.m > MOST_PAIRS:
        raise RuleBroken(
            "plan_too_large",
            f"{inputs.problem.n:,}个单位与{inputs.problem.m:,}家企业的组合太多，请由下级双联办分别编制",
        )
    for conflict in conflicts_of(inputs.problem):
        rules.check_pins(
            agency=str(inputs.agencies[conflict.agency]),
            pins=conflict.pins,
            capacity=conflict.capacity,
        )


@transaction.atomic
def keep_solution(
    *, by: User | None, plan: PairingPlan, inputs: Inputs, inputs_at: datetime, outcome: Outcome
) -> Solution:
    """Keep a proposal beside the earlier ones, and put it forward as the plan's choice."""
    plan = queries.locked_plan(plan.pk)
    if plan.state not in {PairingPlan.State.DRAFT, PairingPlan.State.SOLVING}:
        raise RuleBroken("plan_not_draft", f"方案{plan.get_state_display()}，不再接受新的求解结果")
    last = plan.solutions.aggregate(last=Max("number"))["last"] or 0
    solution = Solution.objects.create(
        plan=plan,
        number=last + 1,
        weights=inputs.problem.weights,
        is_proven=outcome.is_proven,
        gap=_points(outcome.gap),
        agencies=inputs.problem.n,
        agencies_used=outcome.total.used,
        enterprises=inputs.problem.m,
        enterprises_covered=outcome.total.covered,
        capacity=int(inputs.problem.capacity.sum()),
        pair_count=outcome.total.pairs,
        total_score=_points(outcome.total.score),
        greedy_score=_points(outcome.greedy.score),
        greedy_pairs=outcome.greedy.pairs,
        greedy_covered=outcome.greedy.covered,
        pairs_scored=outcome.pairs_scored,
        seconds=Decimal(str(round(outcome.seconds, 1))),
        distribution=_distribution(outcome),
        messages=_messages(inputs, outcome),
        asked_by=by,
        inputs_at=inputs_at,
    )
    ProposedPair.objects.bulk_create(_pairs(solution, inputs, outcome), batch_size=CHUNK)
    plan.state, plan.chosen = PairingPlan.State.DRAFT, solution
    plan.save(update_fields=["state", "chosen"])
    record(
        by,
        "planning.solution_kept",
        plan,
        solution=solution.pk,
        pairs=solution.pair_count,
        proven=solution.is_proven,
    )
    publish(
        PlanSolved(plan_id=plan.pk, solution_id=solution.pk, organisation_id=plan.organisation_id)
    )
    return solution


def _pairs(solution: Solution, inputs: Inputs, outcome: Outcome) -> list[ProposedPair]:
    rows = zip(
        outcome.pairs.tolist(),
        outcome.parts.tolist(),
        outcome.scores.tolist(),
        outcome.pinned.tolist(),
        outcome.lead.tolist(),
        strict=True,
    )
    return [
        ProposedPair(
            solution=solution,
            agency_id=inputs.agencies[agency].organisation_id,
            enterprise_id=inputs.enterprises[enterprise].organisation_id,
            is_lead=lead,
            is_pinned=pinned,
            score=_points(score),
            parts=dict(zip(PARTS, parts, strict=True)),
            because=_because(inputs, agency, enterprise, dict(zip(PARTS, parts, strict=True))),
        )
        for (agency, enterprise), parts, score, pinned, lead in rows
    ]


def _because(inputs: Inputs, agency: int, enterprise: int, parts: dict[str, int]) -> str:
    """Why these two, in the field's words: what matches, where they lie, what was last year."""
    one, other = inputs.agencies[agency], inputs.enterprises[enterprise]
    said = []
    if (agency, enterprise) in inputs.pin_reasons:
        said.append(f"指定：{inputs.pin_reasons[agency, enterprise]}")
    if parts["function"]:
        served = {need for name in one.functions for need in kinds.SERVES[kinds.Function(name)]}
        met = "、".join(need.label for need in kinds.Need if need in served and need in other.needs)
        said.append(f"职能对口：{met}")
    if parts["industry"]:
        said.append(f"行业对口：{kinds.Industry(other.industry).label}")
    shared = inputs.areas.shared(agency, enterprise)
    if shared:
        said.append(f"同在{shared}")
    if parts["continuity"]:
        said.append("去年已结对")
    if other.hardship_count:
        said.append(f"{one.headcount}名干部联系{other.hardship_count}名困难职工")
    return "；".join(said)[:LONGEST_BECAUSE]


def _messages(inputs: Inputs, outcome: Outcome) -> list[dict[str, str]]:
    """What the machine could not bring about and what would help, as sentences."""
    said = []
    shortages = shortages_of(inputs.problem, outcome.scored, outcome.pairs)
    alone = [one for shortage in shortages if not shortage.agencies for one in shortage.uncovered]
    if alone:
        said.append(
            {
                "tone": "bad",
                "title": f"{len(alone)}家企业没有单位可以联系",
                "text": f"{_names(inputs.enterprises, alone)}：服务范围包括它们的参联单位一个也没有，"
                "或都已回避。请核对行政区划、增加参联单位，或直接指定一个单位。",
            }
        )
    said += [_short_of_room(inputs, one) for one in shortages if one.agencies]
    used = set(outcome.pairs[:, 0].tolist())
    idle = [
        at for at in range(inputs.problem.n) if at not in used and inputs.problem.capacity[at] > 0
    ]
    if idle:
        said.append(
            {
                "tone": "info",
                "title": f"{len(idle)}个单位没有安排",
                "text": f"{_names(inputs.agencies, idle)}：它们可联系的企业需要的单位数已满。"
                "可调高企业的“需要联系单位数”后重新求解。",
            }
        )
    return said


def _short_of_room(inputs: Inputs, shortage: Shortage) -> dict[str, str]:
    short = len(shortage.uncovered)
    return {
        "tone": "bad",
        "title": f"{short}家企业没有落实单位",
        "text": f"{_names(inputs.enterprises, shortage.uncovered)}：能联系它们的"
        f"{len(shortage.agencies)}个单位（{_names(inputs.agencies, shortage.agencies)}）"
        f"共可联系{shortage.room}家，而这一范围有{len(shortage.enterprises)}家企业，还差{short}家。"
        "可调高这些单位的可联系企业数，或请上级单位支援。",
    }


def _names(profiles: Sequence[object], numbers: Sequence[int]) -> str:
    names = "、".join(str(profiles[one]) for one in numbers[:MOST_NAMES])
    return f"{names}等" if len(numbers) > MOST_NAMES else names


def _distribution(outcome: Outcome) -> list[int]:
    """Pairs in each band of ten points; the last holds the full hundred too."""
    bands = Counter(min(int(score // BANDS), BANDS - 1) for score in outcome.scores.tolist())
    return [bands[band] for band in range(BANDS)]


def _points(score: float) -> Decimal:
    return Decimal(str(score)).quantize(HUNDREDTH)
