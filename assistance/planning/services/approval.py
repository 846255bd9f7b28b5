"""Choose a solution, submit it, approve it: then the groups, their scope and their events arise."""

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from assistance.pairing import services as pairing
from assistance.pairing.models import PairingGroup
from assistance.pairing.rules import NewGroup
from assistance.planning import queries, rules
from assistance.planning.events import PlanApproved, PlanEstablished, PlanSubmitted
from assistance.planning.models import PairingPlan, ProposedPair, Ruling, Solution
from assistance.planning.services.plans import locked_draft
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.jobs import services as jobs
from ground.jobs.models import Job
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason

State = PairingPlan.State
YEAR_OVER = "新一年度结对方案开始执行"


@transaction.atomic
def choose_solution(*, by: User, plan: PairingPlan, solution: Solution) -> PairingPlan:
    """Put one of the solutions forward as the plan."""
    plan = locked_draft(plan)
    if solution.plan_id != plan.pk:
        raise RuleBroken("solution_of_another_plan", "所选的不是本方案的求解结果")
    plan.chosen = solution
    plan.save(update_fields=["chosen"])
    record(by, "planning.solution_chosen", plan, solution=solution.pk)
    return plan


@transaction.atomic
def submit_plan(*, by: User, plan: PairingPlan) -> PairingPlan:
    """Hand the chosen solution to those who approve. It must honour every ruling made since."""
    plan = locked_draft(plan)
    if plan.chosen is None:
        raise RuleBroken("nothing_chosen", "还没有求解结果，请先求解")
    _check_rulings(plan, plan.chosen)
    plan.state, plan.submitted_by = State.PROPOSED, by
    plan.save(update_fields=["state", "submitted_by"])
    record(by, "planning.plan_submitted", plan, solution=plan.chosen.pk)
    publish(PlanSubmitted(plan_id=plan.pk, organisation_id=plan.organisation_id, year=plan.year))
    return plan


@transaction.atomic
def send_back_plan(*, by: User, plan: PairingPlan, reason: str) -> PairingPlan:
    """Give a submitted plan back to the office, or take it back oneself."""
    plan = queries.locked_plan(plan.pk)
    if plan.state != State.PROPOSED:
        raise RuleBroken("plan_not_proposed", f"方案{plan.get_state_display()}，不能退回")
    reason = check_reason(reason, what="退回", most=rules.LONGEST_REASON)
    plan.state, plan.submitted_by = State.DRAFT, None
    plan.save(update_fields=["state", "submitted_by"])
    record(by, "planning.plan_sent_back", plan, reason=reason)
    return plan


@transaction.atomic
def approve_plan(*, by: User, plan: PairingPlan) -> PairingPlan:
    """Approve another person's plan; a job then brings its groups about."""
    plan = queries.locked_plan(plan.pk)
    if plan.state != State.PROPOSED or plan.chosen is None:
        raise RuleBroken("plan_not_proposed", f"方案{plan.get_state_display()}，报送后才能批准")
    rules.check_four_eyes(made_by=[plan.made_by_id, plan.submitted_by_id], approved_by=by.pk)
    plan.state, plan.approved_by, plan.approved_at = State.APPROVED, by, clock.now()
    plan.save(update_fields=["state", "approved_by", "approved_at"])
    record(by, "planning.plan_approved", plan, solution=plan.chosen.pk)
    publish(
        PlanApproved(
            plan_id=plan.pk,
            solution_id=plan.chosen.pk,
            organisation_id=plan.organisation_id,
            year=plan.year,
        )
    )
    ask_groups(by=by, plan=plan)
    return plan


@transaction.atomic
def ask_groups(*, by: User, plan: PairingPlan) -> Job:
    """Let the groups of an approved plan be established; again, where that failed."""
    plan = queries.locked_plan(plan.pk)
    if plan.state != State.APPROVED or plan.established_at is not None:
        raise RuleBroken("nothing_to_establish", "方案还没有批准，或结对已经建立")
    job = jobs.ask(
        by=by,
        kind="planning.establish",
        title=f"{plan} 建立结对",
        organisation=plan.organisation,
        inputs={"plan": plan.pk},
        opens=reverse("planning:plan", args=[plan.pk]),
    )
    plan.job_key = job.key
    plan.save(update_fields=["job_key"])
    return job


@transaction.atomic
def establish_groups(*, plan: PairingPlan) -> int:
    """Propose and approve the groups in the names of those who did so with the plan. Once."""
    plan = queries.locked_plan(plan.pk)
    if plan.established_at is not None:
        return 0
    if plan.submitted_by is None or plan.approved_by is None or plan.chosen is None:
        raise RuleBroken("plan_not_approved", "方案还没有批准，不能建立结对")
    rows = _groups_of(plan, plan.chosen)
    groups = pairing.propose_groups(by=plan.submitted_by, plan_year=plan.year, rows=rows)
    pairing.approve_groups(by=plan.approved_by, groups=groups)
    plan.established_at = clock.now()
    plan.save(update_fields=["established_at"])
    record(plan.approved_by, "planning.plan_established", plan, groups=len(groups))
    publish(
        PlanEstablished(
            plan_id=plan.pk,
            organisation_id=plan.organisation_id,
            year=plan.year,
            groups=len(groups),
        )
    )
    if plan.starts_on <= clock.today():
        _end_last_years(plan)
    return len(groups)


@transaction.atomic
def end_groups_before(*, on: date) -> int:
    """On the day on which plans begin, last year's groups of the same link points have ended."""
    plans = PairingPlan.objects.filter(established_at__isnull=False, starts_on=on).order_by("pk")
    return sum(_end_last_years(plan) for plan in plans)


def _end_last_years(plan: PairingPlan) -> int:
    covered = ProposedPair.objects.filter(solution=plan.chosen_id).order_by()
    groups = PairingGroup.objects.filter(
        state=PairingGroup.State.ACTIVE,
        year__lt=plan.year,
        link_point__in=covered.values("enterprise"),
    )
    ended = pairing.end_groups(
        by=plan.approved_by,
        groups=list(groups),
        ends_on=plan.starts_on - timedelta(days=1),
        reason=YEAR_OVER,
    )
    return len(ended)


def _groups_of(plan: PairingPlan, solution: Solution) -> list[NewGroup]:
    """One group for each enterprise; its link leader is the leader in charge at the lead agency."""
    leads, members = dict[int, int](), defaultdict[int, list[int]](list)
    leaders = dict[int, str]()
    rows = solution.pairs.order_by("enterprise__path", "agency__path").values_list(
        "enterprise_id", "agency_id", "is_lead", "agency__agency_profile__leader_in_charge"
    )
    for enterprise, agency, is_lead, leader in rows:
        members[enterprise].append(agency)
        if is_lead:
            leads[enterprise], leaders[enterprise] = agency, leader or ""
    return [
        NewGroup(
            link_point_id=enterprise,
            lead_agency_id=leads[enterprise],
            member_ids=tuple(agencies),
            starts_on=plan.starts_on,
            link_leader=leaders[enterprise],
        )
        for enterprise, agencies in members.items()
    ]


def _check_rulings(plan: PairingPlan, solution: Solution) -> None:
    pairs = set(solution.pairs.values_list("agency_id", "enterprise_id"))
    for ruling in plan.rulings.select_related("agency", "enterprise"):
        is_paired = (ruling.agency_id, ruling.enterprise_id) in pairs
        if is_paired != (ruling.kind == Ruling.Kind.PIN):
            raise RuleBroken(
                "solution_outdated",
                f"{solution}没有照顾到“{ruling.agency} → {ruling.enterprise}”的"
                f"{ruling.get_kind_display()}，请重新求解或选用另一个方案",
            )
